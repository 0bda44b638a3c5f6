"""Migrations lead to the schema that the models mean, quietly, in both databases of each kind."""

from __future__ import annotations

import io
import logging
import multiprocessing
import runpy
import shutil
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect, text

from surveyapp import store
from surveyapp.extensions import db
from surveyapp.settings import Settings
from surveyapp.store import engines
from surveyapp.store.holding import hold_office
from tests.store.apps import disconnect, store_app
from tests.store.conftest import MakeStore

# All that is kept anywhere: a column more is a promise less.
COLUMNS = {
    None: {
        "alembic_version": ["version_num"],
        "instrument_version": ["hash", "name", "content"],
        "published": ["hash", "name", "number", "source", "published_on", "retired"],
        "draft": ["name", "revision", "changed"],
        "draft_revision": ["draft", "revision", "text", "by", "said", "mark", "undo", "redo"],
        "campaign": [
            *("name", "instrument", "profile", "version_hash", "profile_content", "publish", "k", "minimum"),
            *("smallest_cell", "invited", "synthetic", "state", "closes", "by", "code_without_script"),
        ],
        "release": ["campaign", "digest", "made"],
        "comment_review": ["campaign", "ref", "decision", "text", "released"],
        "staff_member": [
            *("id", "email", "session_key", "active", "password", "totp", "totp_counter", "recovery_codes"),
        ],
        "staff_role": ["member", "name"],
        "staff_link": ["digest", "member", "expires", "choose"],
        "ballot_key": ["campaign", "public", "private"],
        "recipient": ["campaign", "address", "mail"],
        "invitation": ["campaign", "code", "used", "blinded"],
        "audit_event": ["id", "at", "who", "action", "subject"],
        "scheduled": [
            *("id", "campaign", "what", "due", "state", "claim", "touched", "sent", "said", "begun"),
        ],
        "scheduled_address": ["scheduled", "address", "state", "reason"],
        "worker_seen": ["id", "seen"],
    },
    "box": {
        "alembic_version": ["version_num"],
        "intake": ["campaign", "accepting"],
        "response": ["campaign", "id", "answers"],
        "comment": ["campaign", "id", "item", "text"],
    },
}


def config(script_location: str = store.MIGRATIONS) -> Config:
    made = Config(stdout=io.StringIO())
    made.set_main_option("script_location", script_location)
    return made


@pytest.mark.parametrize("bind", [None, "box"])
def test_nothing_is_kept_but_what_is_listed_here(any_store: Flask, bind: str | None) -> None:
    found = inspect(db.engines[bind])
    columns = {
        table: [column["name"] for column in found.get_columns(table)] for table in found.get_table_names()
    }
    assert columns == COLUMNS[bind]
    assert found.get_view_names() == []


def schema(bind: str | None) -> dict[str, Any]:
    """Columns, keys and checks as the database tells them, without its own bookkeeping."""
    found = inspect(db.engines[bind])
    return {
        table: (
            [{**column, "type": repr(column["type"])} for column in found.get_columns(table)],
            found.get_pk_constraint(table),
            found.get_foreign_keys(table),
            sorted((check["name"] or "", check["sqltext"]) for check in found.get_check_constraints(table)),
            found.get_indexes(table),
            found.get_unique_constraints(table),
            found.get_table_options(table),
        )
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def test_alembic_finds_nothing_to_change(any_store: Flask) -> None:
    command.check(config())


def test_the_migrated_schema_is_that_of_the_models(any_store: Flask) -> None:
    migrated = {bind: schema(bind) for bind in (None, "box")}
    db.drop_all()
    db.create_all()
    assert {bind: schema(bind) for bind in (None, "box")} == migrated
    assert "ck_campaign_frozen" in repr(migrated[None])


def test_the_box_has_no_row_numbers_on_sqlite(sqlite_store: Flask) -> None:
    with engines.reading("box") as connection:
        tables = connection.execute(text("SELECT name, wr FROM pragma_table_list WHERE name = lower(name)"))
        assert {"intake": 1, "response": 1, "comment": 1}.items() <= dict(map(tuple, tables)).items()


def test_postgresql_samples_no_answers(postgres_store: Flask) -> None:
    query = text(
        "SELECT attrelid::regclass::text, attname::text FROM pg_attribute"
        " WHERE attstattarget = 0 AND attrelid::regclass::text IN ('comment', 'response') ORDER BY 1, 2"
    )
    with engines.reading("box") as connection:
        found = [tuple(row) for row in connection.execute(query)]
    expected = [("comment", name) for name in ("id", "item", "text")]
    assert found == [*expected, ("response", "answers"), ("response", "id")]


def test_upgrading_says_nothing_and_leaves_logging_alone(
    settings: Settings, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    handlers, level = list(logging.root.handlers), logging.getLogger("alembic").level
    app = store_app(settings)
    with app.app_context():
        store.upgrade()
        store.upgrade()
    disconnect(app)
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")
    assert logging.root.handlers == handlers
    assert logging.getLogger("alembic").level == level


def upgrade_in_process(settings: Settings) -> None:
    with store_app(settings).app_context():
        store.upgrade()


def test_several_may_upgrade_at_once(make_store: MakeStore, any_store_settings: Settings) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        pool.map(upgrade_in_process, [any_store_settings] * 3, chunksize=1)
    with make_store(any_store_settings).app_context():
        command.check(config())


def test_the_way_back_and_forth(any_store: Flask) -> None:
    before = {bind: schema(bind) for bind in (None, "box")}
    command.downgrade(config(), "base")
    assert inspect(db.engines["box"]).get_table_names() == ["alembic_version"]
    store.upgrade()
    assert {bind: schema(bind) for bind in (None, "box")} == before


def test_a_new_revision_says_what_each_database_needs(sqlite_store: Flask, tmp_path: Path) -> None:
    with engines.writing(None) as connection:
        connection.execute(text("DROP TABLE release"))
    scripts = tmp_path / "migrations"
    shutil.copytree(store.MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    command.revision(config(str(scripts)), "bring it back", autogenerate=True, rev_id="0999")
    (script,) = scripts.glob("versions/0999*.py")
    revision = runpy.run_path(str(script))
    assert revision["down_revision"] == ScriptDirectory(store.MIGRATIONS).get_current_head()
    revision["upgrade_box"]()
    command.upgrade(config(str(scripts)), "head")
    assert "release" in inspect(db.engine).get_table_names()


@pytest.mark.parametrize("layout", ["0001", "0003", "0005"])
def test_a_backup_of_any_layout_is_held(any_store: Flask, layout: str) -> None:
    command.downgrade(config(), layout)
    with engines.writing(None) as connection:
        assert hold_office(connection, "held") == ()
