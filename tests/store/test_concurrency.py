"""Many at once: an answer is stored once, and shutting intake loses nothing that was acknowledged."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait

from flask import Flask

from surveyapp.settings import Settings
from surveyapp.store import box
from surveyapp.store.box import Comment, Inserted
from tests.store.apps import Pause, in_context, store_app

ONE = b"1" * 32
PEOPLE = 40


def insert_once(app: Flask, barrier: threading.Barrier, number: int) -> Inserted:
    with app.app_context():
        barrier.wait(timeout=30)
        said = [Comment(bytes([number]) * 32, "lessons", str(number))]
        return box.insert("needs", ONE, f'{{"a":"{number}"}}', said)


def test_forty_threads_with_one_ballot_store_one_answer(any_store: Flask) -> None:
    box.set_accepting("needs", True)
    barrier = threading.Barrier(PEOPLE)
    with ThreadPoolExecutor(PEOPLE) as pool:
        outcomes = pool.map(lambda number: insert_once(any_store, barrier, number), range(PEOPLE))
    assert Counter(outcomes) == {Inserted.STORED: 1, Inserted.REPEATED: PEOPLE - 1}
    (answers,), ((_, text),) = list(box.rows("needs")), list(box.comments("needs"))
    assert answers == f'{{"a":"{text}"}}'


def insert_in_process(settings: Settings, number: int) -> list[str]:
    app = store_app(settings)
    with app.app_context():
        shared = box.insert("needs", ONE, "{}", [])
        own = [box.insert("needs", bytes([number, n]) * 16, "{}", []) for n in range(10)]
    return [shared.value, *(outcome.value for outcome in own)]


def test_processes_with_one_ballot_store_one_answer(any_store: Flask, any_store_settings: Settings) -> None:
    box.set_accepting("needs", True)
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        outcomes = pool.starmap(insert_in_process, [(any_store_settings, number) for number in range(6)])
    assert Counter(shared for shared, *_ in outcomes) == {"stored": 1, "repeated": 5}
    assert all(own == ["stored"] * 10 for _, *own in outcomes)
    assert box.count("needs") == 61


def test_shutting_intake_waits_for_an_answer_that_is_being_stored(any_store: Flask) -> None:
    box.set_accepting("needs", True)
    pause = Pause("INSERT INTO response")
    with ThreadPoolExecutor(2) as pool:
        storing = pool.submit(in_context(any_store, lambda: box.insert("needs", ONE, "{}", [])))
        assert pause.reached.wait(30)
        shutting = pool.submit(in_context(any_store, lambda: box.set_accepting("needs", False)))
        _, waiting = wait([shutting], timeout=0.5)
        pause.go_on.set()
        assert storing.result(30) is Inserted.STORED
        shutting.result(30)
    assert waiting == {shutting}
    assert box.insert("needs", b"2" * 32, "{}", []) is Inserted.SHUT


def insert_until(app: Flask, done: threading.Event, number: int) -> list[Inserted]:
    outcomes: list[Inserted] = []
    with app.app_context():
        while not done.is_set():
            serial = bytes([number]) + len(outcomes).to_bytes(31)
            outcomes.append(box.insert("needs", serial, "{}", []))
    return outcomes


def test_shutting_intake_loses_nothing_and_lets_nothing_in_afterwards(any_store: Flask) -> None:
    box.set_accepting("needs", True)
    done = threading.Event()
    with ThreadPoolExecutor(8) as pool:
        inserting = [pool.submit(insert_until, any_store, done, number) for number in range(8)]
        while box.count("needs") < 20:
            time.sleep(0.01)
        box.set_accepting("needs", False)
        when_shut = box.count("needs")
        time.sleep(0.2)
        done.set()
    outcomes = Counter(outcome for future in inserting for outcome in future.result())
    assert outcomes[Inserted.STORED] == when_shut == box.count("needs")
    assert outcomes[Inserted.SHUT] > 0
