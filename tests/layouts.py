"""What is made once for many tests: databases with every table and no row, and what applications compile."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from itertools import cycle
from pathlib import Path
from types import CodeType
from typing import TypeVar

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import make_url
from werkzeug.routing import Rule

from surveyapp import store
from surveyapp.services import keys
from surveyapp.services.downloads import MADE
from surveyapp.settings import Settings
from tests.store.apps import disconnect, store_app

App = TypeVar("App", bound=Flask)
KEYS = 5
"""More than the campaigns that are compared in one test."""


mostly_on_sqlite = pytest.mark.parametrize(
    "any_store_settings", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)
"""For a test that takes long, and on PostgreSQL shows what others do: `make test-all` runs it on both."""


class CompiledTemplates(BytecodeCache):
    """The staff's templates as one application compiled them, for all that follow in a process."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


@contextmanager
def builders_kept() -> Iterator[None]:
    """Has werkzeug compile what builds addresses once: it is most of the work of making an application."""
    compiled, made = Rule._compile_builder, {}

    def kept(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (rule.rule, str(rule._trace), str(rule.defaults), append_unknown)
        if key not in made:
            made[key] = compiled(rule, append_unknown)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", kept)
        yield


@contextmanager
def ready_keys() -> Iterator[None]:
    """Has campaigns that open take turns with a few keys: a new one takes longer than most tests.

    What runs in a process of its own makes its own.
    """
    turns = cycle([cache(generate_private_key) for _ in range(KEYS)])

    def ready(exponent: int, bits: int) -> RSAPrivateKey:
        return next(turns)(exponent, bits)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "generate_private_key", ready)
        yield


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


def empty_again(used: Settings, empty: Settings) -> None:
    """Puts SQLite databases back to what others are, whoever has them open; downloads that were made go."""
    for file, copy in zip(_files(empty), _files(used), strict=True):
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    shutil.rmtree(used.home / MADE, ignore_errors=True)


def _copy_files(there: Settings, here: Settings) -> None:
    """Copies SQLite databases that nobody uses to where there are none yet."""
    for file, copy in zip(_files(there), _files(here), strict=False):
        if not copy.exists():
            shutil.copy(file, copy)


def _files(settings: Settings) -> list[Path]:
    """The two SQLite files that some settings name; none where they name PostgreSQL."""
    urls = [make_url(url) for url in (settings.database_url, settings.box_database_url)]
    return [Path(str(url.database)) for url in urls if url.get_backend_name() == "sqlite"]
