"""The privacy page is made from what is there: columns, settings, terms."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from surveyapp.release.terms import Terms
from surveyapp.services import respond
from surveyapp.services.respond import State
from surveyapp.settings import Settings
from surveyapp.web.respond.privacy import COLUMNS, TABLES, Untold, settings_in_words, tables
from tests.web.desk import Desk, instrument
from tests.web.html import Page

PRIVACY = "/s/good/privacy"


def test_every_stored_column_has_words_and_no_words_have_no_column() -> None:
    stored = respond.columns()
    assert {table: set(columns) for table, columns in COLUMNS.items()} == {
        table: set(columns) for table, columns in stored.items()
    }


def test_every_stored_column_is_listed(visitor: FlaskClient) -> None:
    page = Page(visitor.get(PRIVACY).text)
    stored = respond.columns()
    assert sorted(table.words for table in page.all("h3")) == sorted(
        f"{TABLES[table]} ({table})" for table in stored
    )
    columns = [column for each in stored.values() for column in each]
    assert sorted(column.words for column in page.all("dt")) == sorted(columns)
    assert all(words.words for words in page.all("dd"))


@pytest.mark.parametrize("stored", [{"response": ["answers", "ip_address"]}, {"visits": ["time"]}])
def test_a_column_without_words_is_an_error(stored: dict[str, list[str]]) -> None:
    with pytest.raises(Untold):
        tables(stored)


def test_no_words_stand_for_a_column_that_is_not_there() -> None:
    (table,) = tables({"response": ["answers"]})
    assert [column for column, _ in table.columns] == ["answers"]


def test_tells_the_terms_in_force(visitor: FlaskClient, desk: Desk) -> None:
    desk.now(terms=Terms("rows", 7, 21, 3), profile="spring_plan")
    text = visitor.get(PRIVACY).text
    for told in ("at least 21 people", "at least 7 people look alike", "numbers below 3", "spring_plan"):
        assert told in text
    desk.now(terms=Terms("tables", 7, 21, 1))
    text = visitor.get(PRIVACY).text
    assert "Only tables are shared" in text
    assert "One file of answers may be shared" not in text


def test_tells_the_settings_in_force(settings: Settings) -> None:
    plain = " ".join(settings_in_words(settings))
    assert "a file of their own" in plain
    assert "No other server" in plain
    assert "time zone UTC" in plain
    other = replace(
        settings,
        box_database_url="postgresql+psycopg://somewhere/box",
        proxies=2,
        timezone="America/New_York",
    )
    told = " ".join(settings_in_words(other))
    assert "a PostgreSQL database of their own" in told
    assert "stand 2 others" in told
    assert "America/New_York" in told


@pytest.mark.parametrize(("invited", "told"), [(12, "would be better"), (100, "For groups under 50")])
def test_says_what_a_group_link_cannot_do(visitor: FlaskClient, desk: Desk, invited: int, told: str) -> None:
    desk.now(invited=invited)
    text = visitor.get(PRIVACY).text
    assert "cannot keep anybody from answering twice" in text
    assert told in text


def test_offers_withdrawing_only_while_it_helps(visitor: FlaskClient, desk: Desk) -> None:
    assert "/s/good/withdraw" in visitor.get(PRIVACY).text
    desk.now(state=State.SEALED)
    assert "/s/good/withdraw" not in visitor.get(PRIVACY).text


def test_questions_whose_small_counts_are_shown_are_named(visitor: FlaskClient, desk: Desk) -> None:
    said = "of everybody’s answers to question"
    assert said not in visitor.get(PRIVACY).text
    desk.now(instrument=instrument("{name: good, type: yes_no, ask: Good?, privacy: ordinary}"))
    told = f"hidden, except {said} 1 (harmless even if known) and of how many left a question out"
    assert told in visitor.get(PRIVACY).text
