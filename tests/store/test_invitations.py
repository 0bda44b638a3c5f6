"""Invitations, recipients and keys as they are kept, in each kind of database."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from surveyapp.extensions import db
from surveyapp.store import engines, inspection, invitations, office
from surveyapp.store.invitations import Taken
from surveyapp.store.sealing import scrub_office

NAME = "round-1"
CODES = [bytes([number]) * 32 for number in (3, 1, 2)]
ONE, OTHER = b"1" * 32, b"2" * 32


def campaign(name: str, state: str = "open") -> office.Campaign:
    frozen = {"version_hash": "hash", "profile_content": "{}"}
    terms = {"publish": "rows", "k": 5, "minimum": 10, "smallest_cell": 5, "invited": 20, "synthetic": False}
    return office.Campaign(
        name=name, instrument="i", profile="p", by="invitation", state=state, **frozen, **terms
    )


@pytest.fixture
def invited(any_store: Flask) -> Flask:
    """A store with an open campaign and three people invited to it."""
    with office.changing():
        office.version("hash", "i", "{}")
        office.add(campaign(NAME))
        office.add(campaign("other"))
        for name in (NAME, "other"):
            people = [(f"p{code[0]}@example.org", code) for code in CODES]
            invitations.add(name, people)
            invitations.add_key(name, b"public", b"locked")
    return any_store


def test_an_invitation_is_taken_once_for_one_message(invited: Flask) -> None:
    assert invitations.take(NAME, CODES[0], ONE) is Taken.NOW
    assert invitations.take(NAME, CODES[0], ONE) is Taken.AGAIN
    assert invitations.take(NAME, CODES[0], OTHER) is Taken.OTHERWISE
    assert invitations.take(NAME, CODES[1], OTHER) is Taken.NOW
    assert invitations.take(NAME, b"9" * 32, ONE) is Taken.UNKNOWN
    assert invitations.used(NAME) == {CODES[0], CODES[1]}
    assert invitations.unused(NAME) == {CODES[2]}
    assert invitations.count(NAME) == (3, 2)
    assert invitations.count("other") == (3, 0)


@pytest.mark.parametrize("state", ["closed", "sealing"])
def test_nothing_new_is_taken_unless_the_campaign_is_open(invited: Flask, state: str) -> None:
    assert invitations.take(NAME, CODES[0], ONE) is Taken.NOW
    with office.changing():
        found = office.campaign(NAME)
        assert found
        found.state = state
    assert invitations.take(NAME, CODES[1], ONE) is Taken.SHUT
    assert invitations.take(NAME, CODES[0], ONE) is Taken.AGAIN
    assert invitations.used(NAME) == {CODES[0]}


def test_a_step_of_an_e_mail_is_taken_by_one_run_alone(invited: Flask) -> None:
    address = "p1@example.org"
    assert invitations.claim(NAME, address, "waiting", "sending")
    assert not invitations.claim(NAME, address, "waiting", "sending")
    assert not invitations.claim(NAME, "x@example.org", "waiting", "sending")
    invitations.mark_all(NAME, ["p2@example.org"], "emailed")
    assert invitations.recipients(NAME) == {
        "p1@example.org": "sending",
        "p2@example.org": "emailed",
        "p3@example.org": "waiting",
    }


def test_what_is_forgotten_is_gone_from_the_database_and_others_stay(invited: Flask) -> None:
    invitations.take(NAME, CODES[0], ONE)
    with office.changing():
        invitations.forget(NAME)
    scrub_office()
    assert (invitations.recipients(NAME), invitations.count(NAME)) == ({}, (0, 0))
    assert invitations.key(NAME) is None
    assert invitations.count("other") == (3, 0)
    assert invitations.key("other")
    office.let_go()
    with engines.reading(None) as connection:
        if db.engine.dialect.name == "postgresql":
            pages = text("SELECT sum(pg_relation_size(oid)) FROM pg_class WHERE relname = 'invitation'")
            assert connection.scalar(pages) == 8192
            rows = text("SELECT count(DISTINCT xmin::text) FROM invitation")
            assert connection.scalar(rows) == 1
        else:
            file = db.engine.url.database
            assert file
            with open(file, "rb") as content:  # noqa: PTH123
                assert ONE not in content.read()


def test_neither_table_has_row_numbers_on_sqlite(sqlite_store: Flask) -> None:
    with engines.reading(None) as connection:
        tables = connection.execute(text("SELECT name, wr FROM pragma_table_list WHERE name = lower(name)"))
        assert {"invitation": 1, "recipient": 1}.items() <= dict(map(tuple, tables)).items()


def test_a_reminder_leaves_no_trace_in_the_file(invited: Flask) -> None:
    address = "p2@example.org"
    invitations.mark_all(NAME, [f"p{code[0]}@example.org" for code in CODES], "emailed")
    before = rows_in_file()
    for step in ("overdue", "nudging", "emailed"):
        invitations.mark_all(NAME, [address], step)
    assert rows_in_file() == before


def rows_in_file() -> bytes:
    """The office's file behind its first page, which counts changes; nothing on PostgreSQL."""
    file = inspection.database_file(None)
    return file.read_bytes()[4096:] if file else b""
