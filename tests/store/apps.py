"""An application that has the two databases and nothing else, and how tests hold it up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from flask import Flask
from sqlalchemy import event

from surveyapp import store
from surveyapp.extensions import db
from surveyapp.settings import Settings

Result = TypeVar("Result")


def store_app(settings: Settings) -> Flask:
    """An application over the databases of some settings, as they are."""
    app = Flask("store")
    app.config.update(store.configuration(settings.database_url, settings.box_database_url))
    db.init_app(app)
    with app.app_context():
        store.attach()
    return app


def disconnect(app: Flask) -> None:
    """Close an application's idle connections; SQLite's logs go with the last one."""
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


class Pause:
    """Stops the first thread that sends the box a statement beginning so, until it is told to go on."""

    def __init__(self, beginning: str) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()
        self._beginning = beginning
        event.listen(db.engines["box"], "before_cursor_execute", self._stop)

    def _stop(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(self._beginning) and not self.reached.is_set():
            self.reached.set()
            self.go_on.wait(30)


def in_context(app: Flask, work: Callable[[], Result]) -> Callable[[], Result]:
    """The work as another thread can do it, in the application's context."""

    def within() -> Result:
        with app.app_context():
            return work()

    return within
