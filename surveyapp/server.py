"""The server: gunicorn, or waitress where gunicorn does not run; its own life is all that it logs."""

import sys
from typing import TYPE_CHECKING

from surveyapp import logs

if TYPE_CHECKING:
    from flask import Flask

    from surveyapp.settings import Settings


def serve(app: "Flask", settings: "Settings", with_worker: bool = True) -> None:
    """Serve an application until told to stop; its address on standard output, its log on standard error.

    Without `with_worker` no process beside it keeps the schedule. Ends the process where gunicorn serves.
    """
    logs.configure()
    if sys.platform == "win32":
        _serve_with_waitress(app, settings)
    else:
        from surveyapp.unix_server import Server

        Server(
            app,
            settings,
            ready=lambda: _announce(settings),
            leave=lambda: _disconnect(app),
            beside=(lambda: _keep_schedule(app, settings)) if with_worker else None,
        ).run()


def _keep_schedule(app: "Flask", settings: "Settings") -> None:
    # Imported by the process that needs it.
    from surveyapp import worker

    worker.run(app, settings, supervised=True)


def _disconnect(app: "Flask") -> None:
    # Python itself would warn of connections that are open at its end, past our log.
    from surveyapp.extensions import db

    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


def _announce(settings: "Settings") -> None:
    sys.stderr.write(f"Listening on {settings.bind}; links begin with {settings.url}. Ctrl+C stops it.\n")


def _serve_with_waitress(app: "Flask", settings: "Settings") -> None:
    import waitress

    _announce(settings)
    waitress.serve(
        app,
        listen=settings.bind,
        threads=settings.threads,
        ident=None,
        max_request_body_size=settings.max_request_bytes,
        clear_untrusted_proxy_headers=False,
        _quiet=True,
    )
