"""Databases with every table and no row, made once and copied: migrating takes longer than most tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

from flask import Flask
from sqlalchemy import make_url

from surveyapp import store
from surveyapp.settings import Settings
from tests.store.apps import disconnect, store_app

App = TypeVar("App", bound=Flask)


def migrate(settings: Settings) -> None:
    """Gives the databases of some settings their tables, and leaves no connection behind."""
    app = store_app(settings)
    with app.app_context():
        store.upgrade()
    disconnect(app)


@contextmanager
def making(create: Callable[[Settings], App], empty: Settings) -> Iterator[Callable[[Settings], App]]:
    """Makes applications over databases that are ready; at the end their connections are closed."""
    with ExitStack() as stack:

        def make(settings: Settings) -> App:
            _copy_files(empty, settings)
            app = create(settings)
            stack.callback(disconnect, app)
            return app

        yield make


def _copy_files(there: Settings, here: Settings) -> None:
    """Copies SQLite databases that nobody uses to where there are none yet."""
    for file, copy in zip(_files(there), _files(here), strict=False):
        if not copy.exists():
            shutil.copy(file, copy)


def _files(settings: Settings) -> list[Path]:
    """The two SQLite files that some settings name; none where they name PostgreSQL."""
    urls = [make_url(url) for url in (settings.database_url, settings.box_database_url)]
    return [Path(str(url.database)) for url in urls if url.get_backend_name() == "sqlite"]
