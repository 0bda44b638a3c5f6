"""P8: the privacy page is generated from the columns, settings and terms in force, never typed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import Column, Text, text

from surveyapp.cli import main
from surveyapp.extensions import db
from surveyapp.services import campaigns
from surveyapp.services.campaigns import link
from surveyapp.services.respond import columns
from surveyapp.settings import Settings
from surveyapp.store import engines
from surveyapp.web.application import Application
from surveyapp.web.respond.privacy import Untold, tables
from tests.conftest import MakeApp
from tests.promises.conftest import with_tiny
from tests.services.conftest import Desk
from tests.serving import environment
from tests.web.html import Page

ODD: dict[str, Any] = {"k": 7, "minimum": 13, "smallest_cell": 6, "invited": 29}
OTHER: dict[str, Any] = {"k": 8, "minimum": 17, "smallest_cell": 9, "invited": 31}
SQLITE = """
SELECT t.name, c.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table'
"""
POSTGRESQL = """
SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'
"""


def privacy_page(desk: Desk, visitor: FlaskClient, name: str = "round-1") -> str:
    desk.seconds += 60
    shown = visitor.get(f"/s/{link(desk.settings, name).rpartition('/')[2]}/privacy")
    assert shown.status_code == 200
    return shown.text


def words(page: str) -> str:
    """All that stands on a page, as somebody reads it."""
    return Page(page).one("main").words


def columns_told(page: str) -> set[tuple[str, str]]:
    """Table and column of every row of the page's tables; each has words beside it."""
    found, table = set(), ""
    for element in Page(page).elements:
        if element.tag == "h3":
            table = element.words.partition("(")[2].strip(")")
        elif element.tag == "dt":
            found.add((table, element.words))
        elif element.tag == "dd":
            assert len(element.words) > 5
    return found


def columns_there() -> set[tuple[str, str]]:
    """Table and column of everything in the two databases, as the databases themselves tell it."""
    found = set()
    for bind in (None, engines.BOX):
        with engines.reading(bind) as connection:
            query = SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL
            found |= {(str(row[0]), str(row[1])) for row in connection.execute(text(query))}
    return found


def test_every_column_of_the_real_databases_is_on_the_page(desk: Desk, visitor: FlaskClient) -> None:
    desk.open()
    there = columns_there()
    assert {("response", "answers"), ("comment", "text"), ("campaign", "k")} <= there
    assert columns_told(privacy_page(desk, visitor)) == there


@pytest.mark.parametrize(
    "change", ["ALTER TABLE response ADD COLUMN address TEXT", "CREATE TABLE visit (at TEXT)"]
)
def test_databases_that_hold_what_the_page_does_not_tell_are_not_served(
    desk: Desk, visitor: FlaskClient, change: str
) -> None:
    """Whoever adds a column by hand; it also shows that the look sees one."""
    desk.open()
    with engines.writing(engines.BOX) as connection:
        connection.execute(text(change))
    ((table, column),) = columns_there() - columns_told(privacy_page(desk, visitor))
    refused = CliRunner(env=environment(desk.settings)).invoke(main, ["serve", "--port", "0"])
    assert refused.exit_code == 1
    assert f"not told of: {table}.{column}. Remove it first." in refused.output


def test_a_table_that_nobody_has_words_for_shows_no_page(desk: Desk, visitor: FlaskClient) -> None:
    """Whoever adds one without telling respondents gets an error, in every test and on every server."""
    desk.open()
    spy = db.Table("visit", Column("address", Text, primary_key=True), bind_key=engines.BOX)
    try:
        with pytest.raises(Untold, match=r"visit\.address"):
            privacy_page(desk, visitor)
    finally:
        db.metadatas[engines.BOX].remove(spy)
    assert ("visit", "address") not in columns_told(privacy_page(desk, visitor))


def test_a_column_that_nobody_has_words_for_is_an_error_too(desk: Desk) -> None:
    stored = columns()
    with pytest.raises(Untold, match=r"response\.address"):
        tables(stored | {"response": [*stored["response"], "address"]})


def test_a_table_that_is_gone_is_told_no_more() -> None:
    stored = columns()
    told = tables({name: stored[name] for name in stored if name != "release"})
    assert {table.name for table in told} == stored.keys() - {"release"}


def test_all_numbers_on_the_page_are_the_campaigns(desk: Desk, visitor: FlaskClient) -> None:
    """With other terms the page has other numbers in the same places, and no number that stays."""
    desk.open("one", **ODD)
    desk.open("two", **OTHER)
    one, two = (words(privacy_page(desk, visitor, name)) for name in ("one", "two"))
    shown = set(re.findall(r"\d+", one))
    assert shown == {str(number) for number in ODD.values()}
    exchanged = {str(ODD[name]): str(OTHER[name]) for name in ODD}
    assert re.sub(r"\d+", lambda found: exchanged[found[0]], one) == two


CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "publish": ({"publish": "tables"}, "Only tables are shared, never one person’s answers in a row."),
    "closes": ({"closes": date(2027, 3, 9)}, "until the end of 9 March 2027"),
    "profile": ({"profile": "tiny_too"}, "“tiny_too”"),
    "many invited": ({"invited": 230}, "For groups under 50, personal invitations would be better."),
    "synthetic": ({"synthetic": True}, "a program answers it"),
    "small numbers": ({"smallest_cell": 1}, "Tables may show small numbers."),
}


@pytest.mark.parametrize("change", CHANGES)
def test_terms_change_what_it_says(desk: Desk, visitor: FlaskClient, change: str) -> None:
    profile = (desk.settings.exports / "tiny.yaml").read_text(encoding="utf-8")
    (desk.settings.exports / "tiny_too.yaml").write_text(profile.replace("name: tiny", "name: tiny_too", 1))
    different, sentence = CHANGES[change]
    desk.open("usual", **ODD)
    desk.open("changed", **(ODD | different))
    usual, changed = (Page(privacy_page(desk, visitor, name)) for name in ("usual", "changed"))
    assert sentence in changed.one("body").words
    assert sentence not in usual.one("body").words


def test_moving_the_closing_date_moves_it_on_the_page(desk: Desk, visitor: FlaskClient) -> None:
    desk.open(closes=date(2027, 3, 9))
    assert "9 March 2027" in privacy_page(desk, visitor)
    campaigns.open_(desk.settings, desk.today, "round-1", closes=date(2027, 4, 11))
    assert "9 March 2027" not in privacy_page(desk, visitor)
    assert "11 April 2027" in privacy_page(desk, visitor)


def test_it_says_what_the_state_allows(desk: Desk, visitor: FlaskClient) -> None:
    desk.create()
    assert "be fixed when the survey opens" in words(privacy_page(desk, visitor))
    campaigns.open_(desk.settings, desk.today, "round-1")
    assert "fixed before the first answer" in words(privacy_page(desk, visitor))
    assert "take your answers back" in words(privacy_page(desk, visitor))
    campaigns.close("round-1")
    assert "none can be taken back any more" in words(privacy_page(desk, visitor))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"timezone": "America/New_York"}, "in the time zone America/New_York."),
        ({"proxies": 1}, "Before this server stands another one"),
        ({"proxies": 3}, "Before this server stand 3 others"),
    ],
)
def test_settings_change_what_it_says(
    desk: Desk, visitor: FlaskClient, make_app: MakeApp, change: Any, sentence: str
) -> None:
    desk.open()
    assert sentence not in words(privacy_page(desk, visitor))
    db.session.rollback()
    other = make_app(replace(desk.settings, **change))
    assert sentence in words(privacy_page(desk, other.test_client()))


def test_it_says_where_the_answers_are(house: Application, desk: Desk, visitor: FlaskClient) -> None:
    desk.open()
    sqlite = house.settings.box_database_url.startswith("sqlite")
    said = words(privacy_page(desk, visitor))
    assert ("a file of their own on this server" in said) is sqlite
    assert ("a PostgreSQL database of their own" in said) is not sqlite


def test_it_is_the_same_for_everyone(make_app: MakeApp, settings: Settings, tmp_path: Any) -> None:
    """Nothing on it depends on who asks: the same bytes whatever a browser says about itself."""
    app = make_app(with_tiny(settings, tmp_path))
    with app.app_context():
        desk = Desk(app.settings)
        desk.open()
        token = link(app.settings, "round-1").rpartition("/")[2]
    told = {
        app.test_client().get(f"/s/{token}/privacy", headers=headers).data
        for headers in ({}, {"User-Agent": "canary"}, {"Accept-Language": "de"}, {"Cookie": "a=b"})
    }
    assert len(told) == 1
