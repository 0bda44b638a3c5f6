"""Campaigns, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from functools import partial

import pytest
from flask.globals import app_ctx

from surveyapp.extensions import db
from surveyapp.services import Refused, campaigns
from surveyapp.store import box, engines, office
from tests.services.conftest import TINY, Desk
from tests.store.apps import Pause, in_context


def answer(desk: Desk, times: int, name: str = "round-1") -> None:
    for _ in range(times):
        survey = desk.survey(name)
        desk.respond.submit(survey, desk.respond.ballot(survey)[0], {"area": "adult"})


def status(desk: Desk, name: str = "round-1") -> campaigns.Status:
    return campaigns.status(desk.settings, desk.today, name)


def test_a_campaign_goes_from_draft_to_sealed(desk: Desk) -> None:
    desk.create()
    states = [status(desk).state]
    campaigns.open_(desk.settings, desk.today, "round-1")
    states.append(status(desk).state)
    campaigns.close("round-1")
    states.append(status(desk).state)
    campaigns.seal(desk.today, "round-1")
    states.append(status(desk).state)
    assert states == ["draft", "open", "closed", "sealed"]


def test_the_count_is_rounded_down_until_sealing_and_exact_afterwards(desk: Desk) -> None:
    desk.open()
    answer(desk, 7)
    assert (status(desk).responses, status(desk).rounded) == (5, True)
    campaigns.close("round-1")
    assert (status(desk).responses, status(desk).rounded) == (5, True)
    campaigns.seal(desk.today, "round-1")
    assert (status(desk).responses, status(desk).rounded) == (7, False)


def test_closing_and_opening_again_does_not_show_that_somebody_answered(desk: Desk) -> None:
    desk.open()
    answer(desk, 6)
    campaigns.close("round-1")
    before = status(desk)
    campaigns.open_(desk.settings, desk.today, "round-1")
    answer(desk, 1)
    campaigns.close("round-1")
    assert status(desk) == before


def test_it_shows_before_sealing_that_the_minimum_is_reached() -> None:
    assert [campaigns.shown(count, k=5, minimum=12) for count in (4, 11, 12, 14, 15, 21)] == [
        0,
        10,
        12,
        12,
        15,
        20,
    ]


def test_opening_freezes_version_terms_and_profile(desk: Desk) -> None:
    desk.open()
    before = status(desk)
    (desk.settings.instruments / "tiny.yaml").write_text(TINY.replace("Sued?", "Named in a lawsuit?"))
    (desk.settings.exports / "tiny.yaml").write_text("nonsense")
    assert status(desk) == before
    assert desk.survey().instrument.items["sued"].ask == "Sued?"


def test_a_draft_asks_what_its_file_says_now(desk: Desk) -> None:
    desk.create()
    (desk.settings.instruments / "tiny.yaml").write_text(TINY.replace("Sued?", "Named in a lawsuit?"))
    assert desk.survey().instrument.items["sued"].ask == "Named in a lawsuit?"


def test_closed_opens_again_with_the_same_version(desk: Desk) -> None:
    desk.open()
    campaigns.close("round-1")
    version = status(desk).version
    (desk.settings.instruments / "tiny.yaml").write_text(TINY.replace("Sued?", "Named in a lawsuit?"))
    campaigns.open_(desk.settings, desk.today, "round-1", date(2027, 2, 1))
    answer(desk, 5)
    assert (status(desk).version, status(desk).closes, status(desk).responses) == (
        version,
        date(2027, 2, 1),
        5,
    )


def test_opening_completes_what_a_crash_left_half_done(desk: Desk) -> None:
    desk.open()
    box.set_accepting("round-1", accepting=False)  # as if the office had changed and the box not yet
    campaigns.open_(desk.settings, desk.today, "round-1")
    answer(desk, 1)
    assert box.count("round-1") == 1


def test_sealing_completes_what_a_crash_left_half_done(desk: Desk) -> None:
    desk.open()
    answer(desk, 2)
    campaigns.close("round-1")
    with office.changing():
        campaigns.find("round-1").state = "sealing"
    with pytest.raises(Refused, match="sealing"):
        campaigns.open_(desk.settings, desk.today, "round-1")
    campaigns.seal(desk.today, "round-1")
    assert (status(desk).state, status(desk).responses) == ("sealed", 2)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "Round 1"}, "lower-case"),
        ({"name": "-x"}, "lower-case"),
        ({"k": 1}, "k must be at least 2"),
        ({"minimum": 4}, "minimum must be at least 5"),
        ({"smallest_cell": 0}, "smallest cell must be at least 1"),
        ({"invited": 9}, "9 people are invited"),
        ({"invited": 10**30}, "can be more than 10,000,000"),
        ({"smallest_cell": 10**30}, "can be more than 10,000,000"),
        ({"profile": "none"}, "no release profile 'none'"),
        ({"profile": "../tiny"}, "no release profile"),
        ({"instrument": "none"}, "no instrument 'none'"),
    ],
)
def test_a_plan_that_cannot_work_is_refused_in_words(
    desk: Desk, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        desk.create(**changes)
    assert campaigns.list_(desk.settings, desk.today) == []


def test_a_name_is_taken_once(desk: Desk) -> None:
    desk.create()
    with pytest.raises(Refused, match="Choose another name"):
        desk.create()


def test_what_a_state_does_not_allow_is_refused_in_words(desk: Desk) -> None:
    desk.create()
    for use, words in (
        (lambda: campaigns.close("round-1"), "only an open campaign"),
        (lambda: campaigns.seal(desk.today, "round-1"), "Close it first"),
        (lambda: campaigns.find("nothing"), "no campaign 'nothing'"),
        (lambda: campaigns.open_(desk.settings, desk.today, "round-1", date(2027, 1, 3)), "which is over"),
    ):
        with pytest.raises(Refused, match=words):
            use()


def test_a_sealed_campaign_stays_sealed(desk: Desk) -> None:
    desk.open()
    campaigns.close("round-1")
    campaigns.seal(desk.today, "round-1")
    for use in (
        lambda: campaigns.open_(desk.settings, desk.today, "round-1"),
        lambda: campaigns.close("round-1"),
        lambda: campaigns.seal(desk.today, "round-1"),
        lambda: campaigns.discard("round-1"),
    ):
        with pytest.raises(Refused):
            use()


def test_a_campaign_whose_last_day_is_over_can_be_sealed(desk: Desk) -> None:
    desk.open(closes=date(2027, 1, 4))
    desk.day = date(2027, 1, 5)
    assert status(desk).state == "closed"
    campaigns.seal(desk.today, "round-1")
    assert status(desk).state == "sealed"


def test_only_a_draft_is_discarded(desk: Desk) -> None:
    desk.open()
    with pytest.raises(Refused, match="not discarded"):
        campaigns.discard("round-1")


def cut_in(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Starts the second while the first is about to turn intake on or off, and lets both finish."""
    pause = Pause("INSERT INTO intake")
    with ThreadPoolExecutor(2) as pool:
        begun = pool.submit(in_context(app_ctx.app, first))
        assert pause.reached.wait(10)
        meanwhile = pool.submit(in_context(app_ctx.app, second))
        wait([meanwhile], timeout=0.5)
        pause.go_on.set()
        wait([begun, meanwhile], timeout=30)


def test_closing_while_it_is_sealed_does_not_unseal_it(desk: Desk) -> None:
    desk.open()
    answer(desk, 1)
    campaigns.close("round-1")
    cut_in(partial(campaigns.close, "round-1"), partial(campaigns.seal, desk.today, "round-1"))
    db.session.rollback()
    assert status(desk).state == "sealed"


def test_opening_while_it_is_closed_and_sealed_lets_nothing_in(desk: Desk) -> None:
    desk.open()
    campaigns.close("round-1")

    def close_and_seal() -> None:
        campaigns.close("round-1")
        campaigns.seal(desk.today, "round-1")

    cut_in(partial(campaigns.open_, desk.settings, desk.today, "round-1"), close_and_seal)
    db.session.rollback()
    assert status(desk).state == "sealed"
    assert box.insert("round-1", b"1" * 32, "{}", []) is box.Inserted.SHUT


def test_a_reader_that_holds_up_sealing_is_told_in_words(desk: Desk) -> None:
    desk.open()
    answer(desk, 1)
    campaigns.close("round-1")
    with engines.reading("box") as connection:
        connection.exec_driver_sql("SELECT campaign FROM response").fetchall()
        with pytest.raises(Refused, match="End that") as refusal:
            campaigns.seal(desk.today, "round-1", patience_seconds=0.5)
    assert refusal.value.command == "surveyapp campaign seal round-1"
    campaigns.seal(desk.today, "round-1")
    assert status(desk).state == "sealed"


def test_a_draft_that_cannot_be_read_hides_no_other_campaign(desk: Desk) -> None:
    desk.open()
    desk.create("round-2")
    (desk.settings.instruments / "tiny.yaml").write_text("nonsense")
    found = campaigns.list_(desk.settings, desk.today)
    assert [(each.name, each.state, each.title) for each in found] == [
        ("round-1", "open", "A tiny survey"),
        ("round-2", "draft", "(The instrument 'tiny' has problems)"),
    ]
    campaigns.discard("round-2")
