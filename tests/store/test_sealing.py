"""Sealing: what it leaves and what it spares."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select

from surveyapp.ballot.serials import response_id
from surveyapp.settings import Settings
from surveyapp.store import box, engines
from surveyapp.store.box import BoxSealed, Inserted
from surveyapp.store.office import InstrumentVersion
from surveyapp.store.sealing import scrub_office, seal_box
from tests.store.people import PEOPLE, fill, serial, stored

STEPS = ["shut", "ranked", "rewritten", "emptied"]


def test_answers_and_comments_stay_and_what_was_withdrawn_goes(any_store: Flask) -> None:
    fill("needs")
    answers, comments = list(box.rows("needs")), list(box.comments("needs"))
    seal_box("needs")
    assert list(box.rows("needs")) == answers
    assert list(box.comments("needs")) == comments
    assert box.count("needs") == len(answers) == 36
    assert len(stored("needs")) == len(answers) + len(comments)


def test_ids_become_ranks_in_the_order_of_the_content(any_store: Flask) -> None:
    fill("needs")
    seal_box("needs")
    for table, content in ((box.response, ["answers"]), (box.comment, ["item", "text"])):
        order = [table.c[name] for name in content]
        with engines.reading("box") as connection:
            ids = connection.scalars(select(table.c.id).order_by(*order, table.c.id)).all()
        assert ids == [b"%010d" % rank for rank in range(1, len(ids) + 1)]


def test_no_receipt_matches_afterwards(any_store: Flask) -> None:
    fill("needs")
    seal_box("needs")
    keys = {row[1] for row in stored("needs")}
    for number in range(PEOPLE):
        key = response_id("needs", serial(number))
        assert key not in keys
        assert not box.withdraw("needs", key, [])
        assert box.insert("needs", key, "{}", []) is Inserted.SHUT


def test_a_sealed_campaign_is_never_opened_again(any_store: Flask) -> None:
    fill("needs")
    seal_box("needs")
    with pytest.raises(BoxSealed):
        box.set_accepting("needs", True)
    assert box.insert("needs", b"n" * 32, "{}", []) is Inserted.SHUT


def test_a_campaign_without_answers_can_be_sealed(any_store: Flask) -> None:
    box.set_accepting("needs", True)
    seal_box("needs")
    assert box.count("needs") == 0
    assert box.insert("needs", b"n" * 32, "{}", []) is Inserted.SHUT


def test_other_campaigns_keep_their_ids_and_stay_open(any_store: Flask) -> None:
    fill("needs")
    fill("other")
    before = stored("other")
    seal_box("needs")
    assert stored("other") == before
    key = response_id("other", serial(0))
    assert box.insert("other", key, "{}", []) is Inserted.REPEATED
    assert box.insert("other", b"n" * 32, "{}", []) is Inserted.STORED
    assert box.withdraw("other", key, [])


def test_campaigns_are_sealed_one_after_the_other(any_store: Flask) -> None:
    fill("needs")
    fill("other")
    seal_box("needs")
    sealed = stored("needs")
    seal_box("other")
    assert stored("needs") == sealed
    assert [row[1:] for row in stored("other")] == [row[1:] for row in sealed]


def test_it_says_each_step(any_store: Flask) -> None:
    fill("needs")
    steps: list[str] = []
    seal_box("needs", after_step=steps.append)
    assert steps == STEPS


def box_file(settings: Settings) -> bytes:
    return (settings.home / "box.sqlite").read_bytes()


def test_sealing_again_changes_no_byte(sqlite_store: Flask, settings: Settings) -> None:
    fill("needs")
    seal_box("needs")
    before = box_file(settings)
    seal_box("needs")
    assert box_file(settings) == before


def test_the_office_is_scrubbed(sqlite_store: Flask, settings: Settings) -> None:
    with engines.writing(None) as connection:
        for number in range(200):
            values = {"hash": str(number), "name": "n", "content": "x" * 1000}
            connection.execute(insert(InstrumentVersion), values)
        connection.execute(delete(InstrumentVersion))
    before = (settings.home / "office.sqlite").stat().st_size
    scrub_office()
    assert (settings.home / "office.sqlite").stat().st_size < before / 2


def test_scrubbing_an_office_in_postgresql_does_no_harm(postgres_store: Flask) -> None:
    scrub_office()
