"""Sealing while others read, answer and seal."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, suppress

import pytest
from flask import Flask
from sqlalchemy import insert, text

from surveyapp.store import box, copying, engines
from surveyapp.store.box import Inserted
from surveyapp.store.sealing import SealingBlocked, seal_box
from tests.store.apps import Pause, in_context
from tests.store.people import fill, stored


def test_a_reader_in_the_way_is_waited_for_and_then_named(any_store: Flask) -> None:
    fill("needs")
    with engines.reading("box") as connection:
        connection.execute(text("SELECT count(*) FROM response")).one()
        with pytest.raises(SealingBlocked):
            seal_box("needs", patience_seconds=0)
    seal_box("needs", patience_seconds=0)
    assert box.count("needs") == 36


def test_a_backup_that_has_begun_is_whole(any_store: Flask) -> None:
    """PostgreSQL shows a table that was written anew as empty to whoever began to read before."""
    fill("needs")
    rows = len(stored("needs"))
    with closing(copying.copied()) as tables:
        list(next(tables).rows)
        with suppress(SealingBlocked):
            seal_box("needs", patience_seconds=0)
        counts = {table.table: len(list(table.rows)) for table in tables}
    assert counts["response"] + counts["comment"] == rows > 0


def test_two_may_seal_at_once(any_store: Flask) -> None:
    # Nobody took anything back: the rows deleted for that would make the second wait by themselves.
    fill("needs", 9)
    pause = Pause("DELETE FROM comment")
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(in_context(any_store, lambda: seal_box("needs")))
        assert pause.reached.wait(30)
        second = pool.submit(in_context(any_store, lambda: seal_box("needs")))
        _, waiting = wait([second], timeout=0.5)
        pause.go_on.set()
        first.result(30)
        second.result(30)
    assert waiting == {second}
    assert box.count("needs") == 9


def insert_many(app: Flask, campaign: str, started: threading.Barrier) -> list[Inserted]:
    """Enough statements on a connection that the driver prepares them, before the table changes."""
    with app.app_context():
        outcomes = [box.insert(campaign, key * 32, "{}", []) for key in (b"a", b"b", b"c", b"d", b"e", b"f")]
        started.wait(30)
        outcomes += [box.insert(campaign, os.urandom(32), "{}", []) for _ in range(30)]
    return outcomes


def test_answers_of_other_campaigns_wait_and_are_stored(any_store: Flask) -> None:
    others = ["one", "two", "three"]
    fill("needs", 400)
    for campaign in others:
        box.set_accepting(campaign, True)
    started = threading.Barrier(len(others) + 1)
    with ThreadPoolExecutor(len(others)) as pool:
        inserting = [pool.submit(insert_many, any_store, campaign, started) for campaign in others]
        started.wait(30)
        seal_box("needs")
        outcomes = [future.result() for future in inserting]
    assert outcomes == [[Inserted.STORED] * 36] * len(others)
    assert [box.count(campaign) for campaign in others] == [36] * len(others)


def test_postgresql_lets_those_go_first_who_are_at_it_and_holds_nobody_up(postgres_store: Flask) -> None:
    """A lock that is waited for would keep out everybody who comes later, for as long as a backup takes."""
    fill("needs")
    box.set_accepting("other", True)

    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'response'::regclass")
    with ThreadPoolExecutor(2) as pool:
        with engines.writing("box") as connection:
            row = {"campaign": "other", "id": b"1" * 32, "answers": "{}"}
            connection.execute(insert(box.response), row)
            sealing_now = pool.submit(in_context(postgres_store, lambda: seal_box("needs")))
            with engines.reading("box") as watcher:
                while not watcher.scalar(waiting):
                    time.sleep(0.01)
            later = pool.submit(in_context(postgres_store, lambda: box.insert("other", b"2" * 32, "{}", [])))
            assert later.result(30) is Inserted.STORED
            assert not sealing_now.done()
        sealing_now.result(30)
    assert box.count("other") == 2
