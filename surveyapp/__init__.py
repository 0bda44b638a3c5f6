"""Anonymous surveys that a physician can believe."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surveyapp.settings import Settings
    from surveyapp.web.application import Application


def create_app(settings: "Settings | None" = None) -> "Application":
    """The application for some settings; those of the environment where none are given.

    Raises `SettingsError` where a setting cannot be used, or where there is no secret yet.
    """
    # Imported here, so that `surveyapp --help` and the pure packages start without Flask and SQLAlchemy.
    from flask_migrate import Migrate
    from werkzeug.middleware.proxy_fix import ProxyFix

    from surveyapp import store, web
    from surveyapp.extensions import db
    from surveyapp.web import staff

    app = create_bare_app(settings)
    Migrate(app, db, directory=store.MIGRATIONS)
    web.register(app, app.settings)
    staff.mount(app, app.settings)
    if app.settings.proxies:
        # x_for stays 0: the visitor's own address is of no use here, so it is never read.
        trusted = app.settings.proxies
        proxied = ProxyFix(app.wsgi_app, x_for=0, x_proto=trusted, x_host=trusted)
        app.wsgi_app = proxied  # type: ignore[method-assign]
    return app


def create_bare_app(settings: "Settings | None" = None) -> "Application":
    """The same without its pages, for commands: they take longer to load than most commands to run.

    Raises as `create_app` does.
    """
    from surveyapp import store
    from surveyapp.extensions import db
    from surveyapp.settings import Settings, SettingsError
    from surveyapp.web.application import Application

    settings = Settings.from_environment(os.environ) if settings is None else settings
    if not settings.secrets:
        raise SettingsError(
            f"Nothing is set up in {settings.home} yet. Go to the folder where `surveyapp init` was run, "
            "name its home with SURVEYAPP_HOME, or run `surveyapp init` to begin here."
        )
    app = Application(__name__, settings)
    app.config.update(
        store.configuration(settings.database_url, settings.box_database_url),
        DEBUG=False,  # or FLASK_DEBUG in the environment would take errors past our pages
        MAX_CONTENT_LENGTH=settings.max_request_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_request_bytes,
    )
    db.init_app(app)
    with app.app_context():
        store.attach()
    return app
