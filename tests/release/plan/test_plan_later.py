"""What was not planned in advance is told from what was, by what it computes."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from surveyapp.instrument.problems import Unusable
from surveyapp.release.plan.document import BeforeAfterBars
from surveyapp.release.plan.later import Planned, added, joined, load_later
from tests.release.plan.planned import asked, plan

FROZEN = """
title: As planned
tables:
  - {name: people, title: People, rows: [area, years, glad]}
  - {name: moods, title: Moods, rows: [mood]}
  - {name: by_area, title: By area, rows: [years, glad], by: area, test: fisher, family: areas}
comparisons:
  - {name: change, title: Change, pairs: stress, agree: [1, 2], family: stress}
figures:
  - {kind: likert, name: figure_1, title: One, blocks: {A: review, B: suit}}
  - {kind: before_after, name: figure_2, title: Two, comparison: change}
aims:
  - {name: gladness, words: Glad, of: glad, agree: [1, 2], more_than: 80}
"""


def not_planned(later: str) -> list[str]:
    return [each.name for each in added(plan(FROZEN), plan(later), asked())]


def test_the_same_plan_adds_nothing() -> None:
    assert not_planned(FROZEN) == []


def test_without_a_plan_nothing_was_planned() -> None:
    assert len(added(None, plan(FROZEN), asked())) == len(plan(FROZEN).analyses)


def test_words_and_order_may_change() -> None:
    assert (
        not_planned("""
        tables:
          - {name: t1, title: Other words, rows: [years, glad], by: area, test: fisher, family: holm}
          - {name: t2, title: Two in one, rows: [mood, years]}
        comparisons:
          - name: other
            title: Other
            pairs: {Alone: [alone_before, alone_after], Tired: [tired_before, tired_after]}
            columns: [Then, Now]
            agree: [2, 1]
            family: other
        figures:
          - {kind: likert, name: f1, title: F, blocks: {Y: [suit_doubt, suit_shame], X: review}}
          - {kind: before_after, name: f2, title: F, comparison: other}
        aims:
          - {name: aim, words: Put otherwise, of: glad, agree: [2, 1], more_than: 80}
        """)
        == []
    )


@pytest.mark.parametrize(
    "later",
    [
        "tables: [{name: new, title: New, rows: [area, well]}]",
        "tables: [{name: new, title: New, rows: area, by: years}]",
        "tables: [{name: new, title: New, rows: glad, median: true}]",
        "tables: [{name: new, title: New, rows: years, by: area, test: fisher}]",
        "tables: [{name: new, title: New, rows: [years, glad], by: area, test: fisher}]",
        "tables: [{name: new, title: New, rows: [years, glad, mood], by: area, test: fisher, family: areas}]",
        "comparisons: [{name: new, title: New, pairs: stress, agree: [1], family: stress}]",
        "comparisons: [{name: new, title: New, pairs: stress, agree: [1, 2]}]",
        "comparisons: [{name: new, title: New, pairs: stress, tests: [signed_rank]}]",
        "figures: [{kind: likert, name: new, title: New, blocks: {A: review}}]",
        "aims: [{name: new, words: New, of: glad, agree: [1], more_than: 80}]",
        "aims: [{name: new, words: New, of: glad, agree: [1, 2], more_than: 70}]",
        "aims: [{name: new, words: New, of: glad, agree: [1, 2], at_least: 80}]",
    ],
)
def test_whatever_computes_something_else_was_not_planned(later: str) -> None:
    assert not_planned(later) == ["new"]


def load(later: str, frozen: str | None = FROZEN) -> Planned:
    text = "report:\n" + indent(dedent(later).strip(), "  ") + "\n"
    return load_later(text, "later.yaml", plan(frozen) if frozen else None, asked(), frozenset())


def codes(later: str) -> list[str]:
    with pytest.raises(Unusable) as caught:
        load(later)
    return [problem.code for problem in caught.value.problems]


def test_a_later_plan_adds_to_the_frozen_one_and_takes_nothing_away() -> None:
    whole = load("tables: [{name: new, title: New, rows: well}, {name: old, title: Old, rows: mood}]")
    assert whole.added == {"new"}
    assert [each.name for each in whole.plan.tables] == ["people", "moods", "by_area", "new"]
    assert (whole.plan.title, len(whole.plan.aims)) == ("As planned", 1)


def test_a_plan_copied_and_added_to_is_read_as_what_was_added() -> None:
    longer = FROZEN + "  - {name: sadness, words: Sad, of: sad, agree: [1], at_most: 20}\n"
    assert load(longer).added == {"sadness"}


def test_a_later_plan_stands_alone_where_none_was_fixed() -> None:
    whole = load(FROZEN, frozen=None)
    assert whole.plan == plan(FROZEN)
    assert len(whole.added) == len(whole.plan.analyses)


def test_a_later_figure_shows_the_planned_comparison() -> None:
    fixed = plan("comparisons: [{name: change, title: Change, pairs: stress, agree: [1, 2]}]")
    later = plan("""
    comparisons: [{name: again, title: Again, pairs: stress, agree: [1, 2]}]
    figures: [{kind: before_after, name: new, title: New, comparison: again}]
    """)
    whole = joined(fixed, later, asked())
    assert [each.name for each in whole.plan.comparisons] == ["change"]
    figure = whole.plan.figures[0]
    assert isinstance(figure, BeforeAfterBars)
    assert whole.added == {"new"}
    assert figure.comparison == "change"


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("tables: [{name: people, title: New, rows: well}]", ["fixed-in-plan"]),
        (
            "tables: [{name: n, title: New, rows: [mood, well], by: area, test: fisher, family: areas}]",
            ["fixed-in-plan"],
        ),
        ("{intervals: clopper_pearson, tables: [{name: n, title: N, rows: well}]}", ["fixed-in-plan"]),
        ("tables: [{name: n, title: N, rows: wel}]", ["unknown-name"]),
        ("tables: [{name: n, title: N, row: well}]", ["missing", "unknown-key"]),
        ("{intervals: wilson, title: Nothing}", ["empty-plan"]),
    ],
)
def test_what_is_wrong_with_a_later_plan_is_said(later: str, expected: list[str]) -> None:
    assert codes(later) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [("tables: []", "not-a-plan"), ("- report", "not-a-plan"), ("report: {}\nname: a", "unknown-key")],
)
def test_the_file_of_a_later_plan_has_one_key(text: str, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        load_later(text, "later.yaml", None, asked(), frozenset())
    assert code in [problem.code for problem in caught.value.problems]
