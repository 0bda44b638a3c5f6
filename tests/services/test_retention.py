"""Deleting a campaign: its rows go from every table, and its bytes from every file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from surveyapp.extensions import db
from surveyapp.services import Refused, campaigns, invitations, retention, schedule
from surveyapp.services.roster import Roster
from surveyapp.store import box, erasing, office
from tests.postgres import Postgres
from tests.services.conftest import Desk
from tests.services.planning import Wall, enrol, wall

CANARY = "canary-4471"


@pytest.fixture
def plan(desk: Desk) -> Iterator[Wall]:
    with wall(desk) as made:
        yield made


def answer(desk: Desk, name: str, words: str) -> None:
    survey = desk.survey(name)
    desk.respond.submit(survey, desk.respond.ballot(survey)[0], {"area": "adult", "words": words})


def sealed(desk: Desk, name: str = "round-1", words: str = CANARY) -> None:
    desk.open(name)
    for number in range(12):
        answer(desk, name, f"{words} {number} " * 40)
    campaigns.close(name)
    campaigns.seal(desk.today, name)
    with office.changing():
        office.review_comment(name, "reference", "redacted", f"{words} [removed]")


def rows(name: str) -> dict[str, int]:
    """How many rows each table of both databases has of a campaign."""
    counts = {}
    for bind in (None, "box"):
        with db.engines[bind].connect() as connection:
            for table in db.metadatas[bind].sorted_tables:
                key = "name" if table.name == "campaign" else "campaign"
                if key in table.c:
                    query = select(table.c[key]).where(table.c[key] == name)
                    counts[table.name] = len(connection.execute(query).all())
    return counts


def test_nothing_of_it_is_left_and_everything_of_others(desk: Desk) -> None:
    sealed(desk)
    sealed(desk, "round-2", "other")
    before = rows("round-2")
    assert rows("round-1")["response"] == 12
    retention.delete(desk.settings, "round-1")
    assert set(rows("round-1").values()) == {0}
    assert rows("round-2") == before
    assert len(list(box.rows("round-2"))) == 12


@pytest.mark.parametrize("any_store_settings", ["sqlite"], indirect=True)
def test_its_bytes_are_in_no_file(desk: Desk) -> None:
    sealed(desk)
    sealed(desk, "round-2", "other")

    def files() -> list[str]:
        there = desk.settings.home.iterdir()
        return sorted(file.name for file in there if CANARY.encode() in file.read_bytes())

    assert files() == ["box.sqlite", "office.sqlite"]
    retention.delete(desk.settings, "round-1")
    assert files() == []
    assert not any(b"round-1" in file.read_bytes() for file in desk.settings.home.glob("*.sqlite*"))


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_only_what_is_sealed_is_deleted(desk: Desk, state: str) -> None:
    desk.unsealed(state)
    with pytest.raises(Refused, match="only a sealed campaign is deleted") as refusal:
        retention.delete(desk.settings, "round-1")
    assert refusal.value.command == f"surveyapp campaign {'discard' if state == 'draft' else 'seal'} round-1"


def test_a_deletion_that_was_cut_off_is_completed(desk: Desk) -> None:
    sealed(desk)
    erasing.erase_box("round-1")
    retention.delete(desk.settings, "round-1")
    assert set(rows("round-1").values()) == {0}


def test_the_day_comes_and_a_closed_campaign_is_sealed_and_deleted(plan: Wall) -> None:
    plan.desk.open(closes=date(2027, 1, 5))
    answer(plan.desk, "round-1", CANARY)
    plan.plan("delete", hours=24 * 30)
    plan.plan("remind", "all@example.org", hours=2)
    plan.work(days=31)
    assert set(rows("round-1").values()) == {0}
    assert schedule.listed() == []


def test_a_campaign_that_was_extended_beyond_that_day_is_kept_and_listed(plan: Wall) -> None:
    plan.desk.open(closes=date(2027, 1, 5))
    number = plan.plan("delete", hours=24 * 30)
    campaigns.open_(plan.settings, plan.desk.today, "round-1", date(2027, 3, 1))
    plan.work(days=31)
    assert plan.state(number) == "failed"
    assert "nothing is deleted that still takes answers" in plan.entry(number).said


@pytest.mark.parametrize("any_store_settings", ["postgresql"], indirect=True)
@pytest.mark.parametrize("ending", ["sealed", "discarded"])
def test_addresses_are_in_no_file_of_postgresql(plan: Wall, postgres: Postgres, ending: str) -> None:
    """Of a campaign's own addresses those that failed too; those of another campaign stay."""
    other, person = "zoe@example.org", f"nobody-{CANARY}@example.org"
    plan.desk.create("round-2", by="invitation")
    invitations.enrol(plan.settings, "round-2", Roster((other,), ()))
    plan.desk.create(by="invitation")
    enrol(plan, person)
    if ending == "sealed":
        campaigns.open_(plan.settings, plan.desk.today, "round-1")
        number = plan.plan("invite")
        plan.work(hours=1)
        assert plan.entry(number).addresses
        campaigns.close("round-1")
        campaigns.seal(plan.desk.today, "round-1")
    else:
        campaigns.discard("round-1")
    office.let_go()
    with postgres.connect(str(db.engine.url.database)) as connection:
        connection.execute("CHECKPOINT")
        for table in ("recipient", "scheduled_address"):
            found = connection.execute("SELECT pg_relation_filepath(%s)", (table,)).fetchone()
            assert found is not None
            held = (postgres.data / found[0]).read_bytes()
            assert CANARY.encode() not in held, table
            assert (other.encode() in held) == (table == "recipient")
