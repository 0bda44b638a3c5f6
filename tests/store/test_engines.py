"""How connections are opened, begin their transactions, fail and are shared."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError, OperationalError

from surveyapp import store
from surveyapp.extensions import db
from surveyapp.settings import Settings
from surveyapp.store import box, engines
from surveyapp.store.box import BoxUnavailable, Inserted
from surveyapp.store.office import InstrumentVersion
from surveyapp.web.application import Application
from tests.store.apps import disconnect, store_app

CANARY = "canary-5812"
ONE, TWO = b"1" * 32, b"2" * 32


@pytest.mark.parametrize(("bind", "journal_mode"), [(None, "delete"), ("box", "wal")])
def test_sqlite_is_told_to_be_safe_and_to_erase(
    sqlite_store: Flask, bind: str | None, journal_mode: str
) -> None:
    expected = {
        "journal_mode": journal_mode,
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "temp_store": 2,
        "busy_timeout": 30_000,
    }
    with engines.reading(bind) as first, engines.reading(bind) as second:
        for connection in (first, second):
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
            assert found == expected


def test_the_whole_application_opens_its_databases_so(app: Application) -> None:
    with app.app_context(), engines.reading("box") as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.engine.hide_parameters


def test_postgresql_hears_a_fixed_name_and_no_more(postgres_store: Flask) -> None:
    for bind in (None, "box"):
        with engines.reading(bind) as connection:
            assert connection.scalar(text("SHOW application_name")) == "surveyapp"
            assert connection.scalar(text("SHOW transaction_isolation")) == "read committed"


@pytest.mark.parametrize("bind", [None, "box"])
def test_errors_show_no_values(any_store: Flask, bind: str | None) -> None:
    with pytest.raises(DBAPIError) as caught, engines.writing(bind) as connection:
        connection.execute(text("SELECT :word FROM nowhere"), {"word": CANARY})
    assert CANARY not in str(caught.value)


def test_a_writing_transaction_keeps_other_writers_out_from_its_first_moment(
    sqlite_store: Flask, settings: Settings
) -> None:
    file = settings.home / "box.sqlite"
    with (
        engines.writing("box"),
        closing(sqlite3.connect(file, timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_a_session_begins_to_write_when_it_says_so(sqlite_store: Flask, settings: Settings) -> None:
    file = settings.home / "office.sqlite"
    engines.begin_writing()
    with closing(sqlite3.connect(file, timeout=0)) as other, pytest.raises(sqlite3.OperationalError):
        other.execute("BEGIN IMMEDIATE")
    db.session.add(InstrumentVersion(hash="h", name="n", content="{}"))
    db.session.commit()
    with closing(sqlite3.connect(file, timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")


def test_a_reading_transaction_sees_one_state(sqlite_store: Flask) -> None:
    box.set_accepting("needs", True)
    counting = text("SELECT count(*) FROM response")
    with engines.reading("box") as connection:
        before = connection.scalar(counting)
        box.insert("needs", ONE, "{}", [])
        assert connection.scalar(counting) == before == 0
    assert box.count("needs") == 1


def test_what_fails_is_undone(any_store: Flask) -> None:
    box.set_accepting("needs", True)
    box.insert("needs", ONE, "{}", [])

    def delete_and_fail(connection: Connection) -> None:
        connection.execute(text("DELETE FROM response"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        engines.done(engines.writing, delete_and_fail)
    assert box.count("needs") == 1


def test_a_forked_worker_opens_connections_of_its_own(sqlite_store: Flask) -> None:
    box.set_accepting("needs", True)
    box.insert("needs", ONE, "{}", [])
    inherited = db.engines["box"].pool
    child = os.fork()
    if not child:
        fresh = db.engines["box"].pool is not inherited
        stored = box.insert("needs", TWO, "{}", []) is Inserted.STORED
        os._exit(0 if fresh and stored else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert db.engines["box"].pool is inherited
    assert box.insert("needs", b"3" * 32, "{}", []) is Inserted.STORED
    assert box.count("needs") == 3


def everything_said_by(error: BaseException) -> str:
    """All that somebody who logs too much could find on an exception."""
    said = [repr(error), repr(vars(error))]
    said += [everything_said_by(other) for other in (error.__cause__, error.__context__) if other]
    return "\n".join(said)


def insert_canary() -> BoxUnavailable:
    with pytest.raises(BoxUnavailable) as caught:
        box.insert("needs", ONE, CANARY, [box.Comment(TWO, "lessons", CANARY)])
    assert CANARY not in everything_said_by(caught.value)
    return caught.value


def test_a_locked_box_is_unavailable(sqlite_store: Flask, settings: Settings) -> None:
    box.set_accepting("needs", True)
    db.engines["box"].dispose()
    event.listen(db.engines["box"], "connect", lambda it, _: it.execute("PRAGMA busy_timeout = 20").close())
    with closing(sqlite3.connect(settings.home / "box.sqlite")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert insert_canary().code == "SQLITE_BUSY"
        other.rollback()
    assert box.insert("needs", ONE, CANARY, []) is Inserted.STORED


def test_a_lost_file_is_unavailable(sqlite_store: Flask, settings: Settings) -> None:
    db.engines["box"].dispose()
    for file in settings.home.glob("box.sqlite*"):
        file.unlink()
    (settings.home / "box.sqlite").mkdir()
    assert insert_canary().code == "SQLITE_CANTOPEN"
    with pytest.raises(BoxUnavailable):
        box.count("needs")


def test_a_server_that_is_down_is_unavailable(postgres_store: Flask, tmp_path: Path) -> None:
    db.engines["box"].dispose()
    event.listen(db.engines["box"], "do_connect", lambda *given: given[3].update(host=str(tmp_path)))
    assert insert_canary().code == "OperationalError"


def test_a_server_that_was_restarted_is_found_again(postgres_store: Flask) -> None:
    box.set_accepting("needs", True)
    hang_up = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
    with engines.reading(None) as connection:
        assert connection.execute(hang_up, {"name": db.engines["box"].url.database}).all()
    assert box.insert("needs", ONE, "{}", []) is Inserted.STORED
    assert box.count("needs") == 1


def test_a_server_that_hangs_up_for_good_is_unavailable(postgres_store: Flask) -> None:
    def hang_up(_: object) -> None:
        raise OperationalError("", {"word": CANARY}, Exception(CANARY), connection_invalidated=True)

    event.listen(db.engines["box"], "begin", hang_up)
    assert insert_canary().code == "OperationalError"


def test_sqlite_files_are_open_to_their_owner_alone(settings: Settings) -> None:
    before = os.umask(0o022)
    try:
        app = store_app(settings)
        with app.app_context():
            store.upgrade()
            box.set_accepting("needs", True)
            modes = {file.name: file.stat().st_mode & 0o777 for file in settings.home.iterdir()}
        disconnect(app)
    finally:
        os.umask(before)
    assert modes.keys() >= {"office.sqlite", "box.sqlite", "box.sqlite-wal", "box.sqlite-shm"}
    assert set(modes.values()) == {0o600}
