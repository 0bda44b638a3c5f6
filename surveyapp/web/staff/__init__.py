"""What committee members, analysts and administrators see: an application of its own under /staff.

Being an application of its own, nothing of it (sessions, tokens, sign-in) is near a respondent's page.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask import Flask

    from surveyapp.settings import Settings
    from surveyapp.web.application import Application

PREFIX = "/staff"
A_DAY = 24 * 60 * 60


def make(settings: Settings) -> Application:
    """The staff's application, whose addresses begin after /staff. It has no databases of its own."""
    from jinja2 import StrictUndefined

    from surveyapp.web.application import Application
    from surveyapp.web.staff.numbers import Number

    app = Application("surveyapp.web", settings)
    app.config.update(
        DEBUG=False,
        MAX_CONTENT_LENGTH=settings.max_request_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_request_bytes,
        SEND_FILE_MAX_AGE_DEFAULT=A_DAY,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # A redirect for the sake of a slash would name the host that the request names.
    app.url_map.strict_slashes = app.url_map.merge_slashes = False
    app.url_map.converters["int"] = Number
    register(app, settings)
    return app


def register(app: Flask, settings: Settings) -> None:
    """Give the app its pages: each area's blueprint, its rules and what all pages share."""
    from surveyapp.web.staff import (
        access,
        campaigns,
        codes,
        data,
        drawing,
        editor,
        errors,
        headers,
        home,
        instruments,
        limits,
        people,
        security,
    )
    from surveyapp.web.staff.accounts import own, views

    security.register(app, settings)
    codes.register(app, settings)
    access.register(app)
    headers.register(app)
    errors.register(app)
    drawing.register(app, settings)
    for area in (home, views, own, people, campaigns, editor, data):
        app.register_blueprint(area.blueprint)
    for blueprint in instruments.blueprints:
        app.register_blueprint(blueprint)
    limits.register(app)


def mount(app: Flask, settings: Settings) -> None:
    """Have an application hand everything under /staff to the staff's, which shares its databases."""
    from surveyapp.extensions import db

    staff = make(settings)
    db.share(app, staff)
    inside = partial(_dispatch, app.wsgi_app, staff.wsgi_app)
    app.wsgi_app = inside  # type: ignore[method-assign]  # as werkzeug's middleware is put in
    app.extensions["surveyapp.staff"] = staff


def _dispatch(
    others: WSGIApplication, staff: WSGIApplication, environ: WSGIEnvironment, start: StartResponse
) -> Iterable[bytes]:
    path = environ.get("PATH_INFO", "")
    if path != PREFIX and not path.startswith(f"{PREFIX}/"):
        return others(environ, start)
    environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + PREFIX
    environ["PATH_INFO"] = path[len(PREFIX) :]
    return staff(environ, start)
