"""What people meet in a browser: respondents' pages and, later, the staff's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from surveyapp.settings import Settings


def register(app: Flask, settings: Settings) -> None:
    """Give the app its pages, its headers and its plain error pages.

    Raises SettingsError where the file of resources can't be used.
    """
    from surveyapp.clock import today_in
    from surveyapp.services.respond import Respond
    from surveyapp.web import errors, headers, resources, respond
    from surveyapp.web.respond.pages import Pages

    app.extensions["surveyapp.respond"] = Respond(settings, today_in(settings.timezone))
    app.extensions["surveyapp.pages"] = Pages(settings, resources.read(settings.resources))
    headers.register(app)
    errors.register(app)
    for blueprint in respond.blueprints:
        app.register_blueprint(blueprint)
