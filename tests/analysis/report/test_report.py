"""The report as a whole: sections, aims, figures, what is said of methods and of privacy."""

from __future__ import annotations

from typing import Literal

import pytest

from surveyapp.analysis.document.report import Paragraph
from surveyapp.analysis.figures.likert import Answers, Bounded
from surveyapp.analysis.figures.shares import Hidden, Range
from surveyapp.analysis.report.figures import bars
from surveyapp.release.plan.document import Likert
from surveyapp.release.terms import Terms
from tests.analysis.report.reported import agreed, cells, lines, material, paired, reported, words
from tests.release.tiny import instrument

AIM = "{aims: [{name: aim, words: Most say so, of: %s, agree: [1, 2], more_than: %s}]}"


@pytest.mark.parametrize(
    ("count", "bound", "said"),
    [
        (10, 80, ["10/10 (100%)", "72 to 100%", "Reached"]),
        (8, 80, ["8/10 (80%)", "49 to 94%", "Not reached"]),
    ],
)
def test_an_aim_is_decided_by_the_exact_share(count: int, bound: int, said: list[str]) -> None:
    assert cells(reported(agreed(count, 10), AIM % ("good", bound)), "the-aims")["Most say so"] == said


@pytest.mark.parametrize(
    ("bound", "said"),
    [(79, "Reached"), (95, "Can't be told under the terms"), (85, "Can't be told under the terms")],
)
def test_an_aim_on_a_hidden_count_is_decided_where_the_bound_does(bound: int, said: str) -> None:
    found = cells(reported(agreed(9, 10), AIM % ("harm", bound)), "the-aims")["Most say so"]
    assert found == ["8 or more of 10 [a]", "–", said]


def test_an_aim_is_missed_where_even_the_most_is_too_little() -> None:
    assert cells(reported(agreed(1, 10), AIM % ("harm", 50)), "the-aims")["Most say so"][2] == "Not reached"


def test_bars_are_drawn_in_full_or_as_ranges() -> None:
    of = Likert(kind="likert", name="bars", title="Bars", blocks={"A": ("harm",)})
    plan = "{tables: [{name: one, title: One, rows: harm}]}"
    (row,) = bars(material(agreed(6, 10), plan), of).rows
    assert row == Answers("It did harm", (6, 0, 4, 0))
    (row,) = bars(material(agreed(9, 10), plan), of).rows
    assert isinstance(row, Bounded)
    assert (row.left, row.right) == (Range(8, 10), Range(0, 2))
    (row,) = bars(material(agreed(2, 3) + agreed(0, 9, sued="no"), plan), of).rows
    assert isinstance(row, Hidden)


def test_what_was_added_stands_apart_and_planned_tables_keep_their_numbers() -> None:
    plan = f"{{tables: [{{name: one, title: One, rows: good}}], {(AIM % ('good', 5))[1:]}"
    more = "{name: more, title: More, rows: harm}"
    later = f"{{tables: [{more}, {{name: new, title: New, rows: good, by: area, test: fisher}}]}}"
    before, after = reported(agreed(6, 10), plan), reported(agreed(6, 10), plan, later=later)
    assert lines(before, "one") == lines(after, "one")
    assert lines(before, "the-aims") == lines(after, "the-aims")
    assert "Not planned in advance" in [section.heading for section in after.sections]
    assert lines(after, "more")[0][0] == "Table 3. More (not planned in advance)"
    assert "All analyses were planned" in words(before)
    assert "not planned in advance" in words(after)


def test_response_methods_and_privacy_are_told() -> None:
    plan = "{comparisons: [{name: change, title: Change, pairs: stress, agree: [1, 2]}]}"
    said = words(reported(paired(5, 5, 5, 5), plan, Terms("tables", 2, 5, 3)))
    assert "Response rate: 20/100 (20%): responses over all who were invited (AAPOR RR2)" in said
    assert "exact McNemar test" in said
    assert "Fisher" not in said
    assert "Computed with Python 3." in said
    assert "counts below 3 are hidden" in said
    assert "only of everybody’s answers to question 3 (harmless even if known), and of how many left" in said
    assert "Everybody’s answers to question 3 are shown however small" in said


def test_nothing_is_said_of_harmless_questions_where_none_was_asked() -> None:
    items = "- {name: sued, type: yes_no, ask: Sued?}"
    people = [{"sued": "yes"}] * 10
    plan = "{tables: [{name: one, title: One, rows: sued}]}"
    said = words(reported(people, plan, of=instrument(items), privacy="{}"))
    assert "everybody’s answers" not in said.lower()
    assert "hidden; only of how many left a question out are they shown" in said


@pytest.mark.parametrize(
    ("publish", "told"),
    [("rows", "what is let through leaves in a file of its own"), ("tables", "it does not leave")],
)
def test_the_report_says_where_comments_are(publish: Literal["rows", "tables"], told: str) -> None:
    asked = instrument(
        "- {name: sued, type: yes_no, ask: Sued?}\n"
        "- {name: why, type: choice, ask: Why?, options: {a: A, b: {label: B, other: true}}}\n"
        "- {name: more, type: comment, ask: What else?}"
    )
    people = [{"sued": "yes"}] * 10 + [{"sued": "no"}] * 10
    plan = "{tables: [{name: one, title: One, rows: sued}]}"
    made = reported(people, plan, Terms(publish, 2, 5, 3), of=asked, privacy="{}")
    (section,) = (each for each in made.sections if each.heading == "Comments")
    (said,) = section.blocks
    assert isinstance(said, Paragraph)
    assert said.text.startswith("2 questions leave room for people's own words: questions 2–3.")
    assert told in said.text


def test_nothing_is_said_of_comments_where_none_can_be_written() -> None:
    assert "own words" not in words(reported(agreed(8, 10), AIM % ("good", 50)))


def test_methods_name_no_test_and_no_median_that_is_not_shown() -> None:
    tables = "{name: one, title: One, rows: harm, median: true}"
    change = "name: change, title: Change, pairs: stress, agree: [1, 2], tests: [mcnemar, signed_rank]"
    plan = f"{{tables: [{tables}], comparisons: [{{{change}, family: all}}]}}"
    shown = reported(paired(5, 5, 5, 5) + agreed(6, 10), plan)
    assert "exact McNemar test" in words(shown)
    assert "adjusted after Holm within the family “all”" in words(shown)
    assert "Medians and quartiles" in words(shown)
    assert "are not reported" not in words(shown)
    held = reported(paired(8, 2, 0, 0) + agreed(2, 3), plan)
    assert not {"McNemar", "Holm", "Medians", "two-sided"} & set(words(held).replace(".", " ").split())
    assert "Planned tests of counts that may not be shown are not reported." in words(held)
    notes = [line[0] for line in lines(held, "change")]
    assert any("Held back" in note for note in notes)
    assert not any("Holm" in note or "McNemar" in note for note in notes)
