"""Databases with every table and no row, made once and copied: migrating takes longer than most tests."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import make_url

from surveyapp import store
from surveyapp.settings import Settings
from tests.store.apps import disconnect, store_app


def migrate(settings: Settings) -> None:
    """Gives the databases of some settings their tables, and leaves no connection behind."""
    app = store_app(settings)
    with app.app_context():
        store.upgrade()
    disconnect(app)


def files_in(settings: Settings) -> list[Path]:
    """The two SQLite files that some settings name; none where they name PostgreSQL."""
    urls = [make_url(url) for url in (settings.database_url, settings.box_database_url)]
    return [Path(str(url.database)) for url in urls if url.get_backend_name() == "sqlite"]


def copy_files(there: Settings, here: Settings) -> None:
    """Copies SQLite databases that nobody uses to where there are none yet."""
    for file, copy in zip(files_in(there), files_in(here), strict=False):
        if not copy.exists():
            shutil.copy(file, copy)
