"""Two questions held against each other: what is computed, and when it may be shown."""

from __future__ import annotations

from typing import Any

import pytest

from surveyapp.release.terms import Terms
from tests.analysis.report.reported import TABLES, cells, lines, paired, reported, words
from tests.release.tiny import instrument

TEST = "{name: change, title: Change, pairs: stress, agree: [1, 2]%s}"
HIDDEN = ["Not shown [a]", "", "", "", "", ""]


def plan(more: str = "") -> str:
    return f"{{comparisons: [{TEST % more}]}}"


def row(people: list[dict[str, Any]], plan_: str = plan(), terms: Terms = TABLES) -> list[str]:
    return cells(reported(people, plan_, terms), "change")["I felt ashamed"]


def test_discordant_pairs_odds_ratio_and_exact_p_are_printed() -> None:
    found = row(paired(3, 6, 0, 0))
    assert found == ["9/9 (100%)", "3/9 (33%)", "6", "0", "∞ (1.18 to ∞)", ".031"]
    assert row(paired(3, 6, 3, 5))[2:] == ["6", "3", "2.00 (0.43 to 12.36)", ".508"]


def test_the_caveat_of_retrospective_pairs_is_printed() -> None:
    assert "recall bias" in words(reported(paired(3, 6, 0, 0), plan()))


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ((5, 4, 2, 5), "would be small"),
        ((8, 2, 0, 0), "would be small"),
        ((5, 6, 1, 0), "hold back"),
    ],
)
def test_small_pairs_and_hidden_sides_show_nothing(counts: tuple[int, int, int, int], why: str) -> None:
    report = reported(paired(*counts), plan())
    assert cells(report, "change")["I felt ashamed"] == HIDDEN
    assert any(why in line[0] for line in lines(report, "change"))


def test_what_pairs_leave_of_one_question_must_not_be_small() -> None:
    alone = [{"area": "a", "ashamed_before": "1"}] * 2
    assert row(paired(5, 5, 5, 5) + alone) == HIDDEN
    assert row(paired(5, 5, 5, 5) + alone * 2)[2:4] == ["5", "5"]


def test_hiding_must_not_tell() -> None:
    """With 7 of 9 on one side of both, 6 both ways is the only way of lying together that would be hidden."""
    two = Terms("tables", 2, 5, 2)
    assert row(paired(6, 1, 1, 1), terms=two) == row(paired(7, 0, 0, 2), terms=two) == HIDDEN


def test_enough_stand_behind_what_colleagues_know() -> None:
    """Who said no first is known; all of them say yes then. Four are fewer than the minimum of five."""
    asked = instrument(
        """
        - {name: one, type: yes_no, ask: First?, privacy: quasi_identifier}
        - {name: two, type: yes_no, ask: Second?}
        """
    )
    plan_ = (
        "{comparisons: [{name: change, title: C, pairs: {Same: [one, two]}, columns: [A, B], agree: [1]}]}"
    )

    def told(behind: int) -> str:
        people = [{"one": "yes", "two": said} for said in ("yes", "no") for _ in range(8)]
        people += [{"one": "no", "two": "yes"}] * behind
        report = reported(people, plan_, of=asked, privacy="{quasi_identifiers: {one: []}}")
        return cells(report, "change")["Same"][3]

    assert (told(4), told(5)) == ("", "5")


def test_rows_must_show_both_answers_of_everybody() -> None:
    rows = Terms("rows", 2, 5, 3)
    people = paired(5, 5, 5, 5)
    assert row(people, terms=rows)[2:4] == ["5", "5"]


def test_a_second_cut_through_the_same_questions_is_not_shown() -> None:
    people = paired(5, 5, 5, 5)
    two = f"{{comparisons: [{TEST % ''}, {{name: other, title: Other, pairs: stress, agree: [1]}}]}}"
    report = reported(people, two)
    assert cells(report, "change")["I felt ashamed"][2] == "5"
    assert cells(report, "other")["I felt ashamed"] == HIDDEN


def test_a_family_counts_what_is_held_back_as_one() -> None:
    both = f"{{comparisons: [{TEST % ', family: all, tests: [mcnemar, signed_rank]'}]}}"
    report = reported(paired(5, 6, 0, 5), both)
    assert cells(report, "change")["I felt ashamed"][5:7] == [".031", ".063"]
    assert any("Holm" in line[-1] for line in lines(report, "change")[:3])


def test_nobody_changed_is_said_in_words() -> None:
    report = reported(paired(9, 0, 0, 9), plan())
    assert cells(report, "change")["I felt ashamed"][4:] == ["–", "– [b]"]
    assert any("no pair is discordant" in line[0] for line in lines(report, "change"))
