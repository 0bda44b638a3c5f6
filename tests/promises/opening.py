"""Installations that a promise's test opens one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask

from surveyapp import create_app, store
from surveyapp.extensions import db
from surveyapp.settings import Settings


@contextmanager
def opened(settings: Settings) -> Iterator[Flask]:
    """An application over the databases of these settings, ready; at the end its connections are closed."""
    app = create_app(settings)
    with app.app_context():
        store.upgrade()
        try:
            yield app
        finally:
            for engine in db.engines.values():
                engine.dispose()


def in_folder(settings: Settings, folder: Path) -> Settings:
    """The settings with a new home, and SQLite databases in it."""
    folder.mkdir(mode=0o700)
    office, box = (f"sqlite:///{folder}/{name}.sqlite" for name in ("office", "box"))
    return replace(settings, home=folder, database_url=office, box_database_url=box)
