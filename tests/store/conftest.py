"""Stores of each kind, without the rest of an application around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from surveyapp.settings import Settings
from tests.layouts import making
from tests.store.apps import store_app

MakeStore = Callable[[Settings], Flask]


@pytest.fixture
def make_store(empty_files: Settings) -> Iterator[MakeStore]:
    """Makes the application of a store that is ready, from settings; closes its connections afterwards."""
    with making(store_app, empty_files) as make:
        yield make


@pytest.fixture
def any_store(make_store: MakeStore, any_store_settings: Settings) -> Iterator[Flask]:
    """An empty store of each kind in turn, in its application's context."""
    app = make_store(any_store_settings)
    with app.app_context():
        yield app


@pytest.fixture
def sqlite_store(make_store: MakeStore, settings: Settings) -> Iterator[Flask]:
    """An empty store in SQLite files, in its application's context."""
    app = make_store(settings)
    with app.app_context():
        yield app


@pytest.fixture
def postgres_store(make_store: MakeStore, postgres_settings: Settings) -> Iterator[Flask]:
    """An empty store in PostgreSQL, in its application's context."""
    app = make_store(postgres_settings)
    with app.app_context():
        yield app
