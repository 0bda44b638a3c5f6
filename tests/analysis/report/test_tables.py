"""The tables of a report: what they print, what they hold back, and what they say of it."""

from __future__ import annotations

from surveyapp.release.terms import Terms
from tests.analysis.report.reported import agreed, cells, lines, reported

PLAN = "{tables: [{name: one, title: One, rows: [%s]%s}]}"


def plan(rows: str, more: str = "") -> str:
    return PLAN % (rows, f", {more}" if more else "")


def test_a_percentage_is_of_those_who_answered_and_the_others_stand_apart() -> None:
    people = [*agreed(6, 10), {"area": "b"}, {"area": "b", "sued": "no", "good": "1"}]
    found = cells(reported(people, plan("good, harm"), Terms("tables", 2, 5, 2)), "one")
    assert found["Yes indeed"] == ["6/10 (60%)", "31 to 83%"]
    assert found["Not answered"] == ["1 of 12", ""]
    assert found["Not asked"] == ["2 of 12", ""]
    assert found["Hardly"] == ["4/10 (40%)", "17 to 69%"]


def test_a_question_with_two_answers_takes_one_row() -> None:
    people = agreed(6, 10, sued="yes") + agreed(0, 4, sued="no")
    table = lines(reported(people, plan("sued")), "one")
    assert table[2] == ["Sued? Yes", "10/14 (71%)", "45 to 88%"]


def test_a_small_count_appears_as_a_bound_with_a_note() -> None:
    report = reported(agreed(9, 10), plan("harm"))
    found = cells(report, "one")
    assert found["Yes indeed"] == ["8 or more of 10 [a]", "–"]
    assert found["Hardly"] == ["at most 2 of 10 [a]", "–"]
    assert any(line[0].startswith("[a] Held back") for line in lines(report, "one"))


def test_an_ordinary_rating_is_shown_however_small() -> None:
    assert cells(reported(agreed(9, 10), plan("good")), "one")["Hardly"][0] == "1/10 (10%)"


def test_a_column_with_too_few_answers_is_not_shown() -> None:
    people = agreed(3, 3) + agreed(0, 7, sued="no")
    assert cells(reported(people, plan("harm")), "one")["It did harm"] == [
        "Not shown under the terms [a]",
        "",
    ]


def test_a_median_is_shown_with_all_counts_behind_it_and_else_not() -> None:
    hours = [1, 1, 1, 2, 2, 2, 4, 4, 4, 4]
    people = [{"area": "a", "hours": each} for each in hours]
    assert cells(reported(people, plan("hours")), "one")["Median (quartiles)"][0] == "2 (1, 4)"
    fewer = [{"area": "a", "hours": each} for each in [*hours, 5]]
    assert cells(reported(fewer, plan("hours")), "one")["Median (quartiles)"][0] == "– [a]"


def test_groups_are_compared_where_all_their_counts_are_shown() -> None:
    people = agreed(6, 9) + agreed(3, 9, area="b")
    report = reported(people, plan("good", "by: area, test: fisher"))
    table = lines(report, "one")
    assert table[3] == ["It is good", "", "", "", "", ".347"]
    assert cells(report, "one")["Yes indeed"][2:4] == ["6/9 (67%)", "3/9 (33%)"]
    small = reported(agreed(8, 9) + agreed(3, 9, area="b"), plan("harm", "by: area, test: fisher"))
    assert lines(small, "one")[3][-1] == "– [a]"


def test_ranks_of_two_groups_are_compared() -> None:
    people = agreed(9, 9) + agreed(0, 9, area="b")
    report = reported(people, plan("good", "by: area, test: rank_sum"))
    assert lines(report, "one")[3][-1] == "<.001"


def test_no_test_is_said_in_words() -> None:
    people = agreed(9, 9) + agreed(9, 9, area="b")
    report = reported(people, plan("good", "by: area, test: fisher"))
    assert lines(report, "one")[3][-1] == "– [b]"
    assert any("fewer than two rows or two columns" in line[0] for line in lines(report, "one"))


def test_a_group_that_the_terms_close_is_explained() -> None:
    people = agreed(6, 9) + agreed(3, 9, area="b")
    report = reported(
        people, plan("good", "by: area, test: fisher"), privacy="{quasi_identifiers: {area: []}}"
    )
    assert lines(report, "one")[3][-1] == "– [a]"
