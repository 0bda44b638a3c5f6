"""What the columns say, for each kind of item and each way in which there is no value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from surveyapp.instrument.model import Instrument
from surveyapp.release.stored_answers import CHUNK
from surveyapp.release.table import Table
from tests.release.tiny import instrument, stored


def row(of: Instrument, answers: Mapping[str, Any]) -> dict[str, str]:
    columns = Table(of, stored([answers])).columns
    return {column.name: column.words[column.codes[0]] for column in columns}


def test_yes_and_no_are_1_and_0() -> None:
    of = instrument("- {name: a, type: yes_no, ask: A?}")
    assert [row(of, {"a": given})["a"] for given in ("yes", "no")] == ["1", "0"]


def test_choices_are_a_column_for_each_option() -> None:
    of = instrument("- {name: a, type: choices, ask: A?, options: {x: X, y: Y}}")
    assert row(of, {"a": ["y"]}) == {"a_x": "0", "a_y": "1"}


def test_choices_with_none_ticked_are_not_answered_in_all_columns() -> None:
    of = instrument("- {name: a, type: choices, ask: A?, options: {x: X, y: Y}}")
    assert row(of, {}) == {"a_x": "not_answered", "a_y": "not_answered"}


def test_an_option_that_was_not_offered_was_not_asked() -> None:
    of = instrument(
        """
        - {name: sued, type: yes_no, ask: Sued?}
        - name: a
          type: choices
          ask: A?
          options: {x: X, y: {label: Y, when: {sued: yes}}}
        """
    )
    assert row(of, {"sued": "no", "a": ["x"]}) == {"sued": "0", "a_x": "1", "a_y": "not_asked"}
    assert row(of, {"sued": "no", "a": ["y"]}) == {"sued": "0", "a_x": "not_answered", "a_y": "not_asked"}


def test_pairs_are_named_by_statement_and_period() -> None:
    of = instrument(
        """
        - name: stress
          type: before_after
          ask: How much?
          scale: {1: Agree, 2: Disagree}
          periods: {before: Before, after: After}
          statements: {ashamed: I felt ashamed}
        """
    )
    assert row(of, {"ashamed_after": "2"}) == {"ashamed_after": "2", "ashamed_before": "not_answered"}


@pytest.mark.parametrize(("given", "written"), [(3, "3"), (3.0, "3"), (2.5, "2.5"), (-0.0, "0"), (-4, "-4")])
def test_whole_numbers_are_written_without_a_point(given: float, written: str) -> None:
    assert row(instrument("- {name: a, type: number, ask: A?}"), {"a": given}) == {"a": written}


def test_a_text_is_never_taken_for_a_missing_word() -> None:
    of = instrument("- {name: a, type: text, ask: A?}")
    assert [row(of, {"a": word})["a"] for word in ("*", "not_asked", "x")] == ["'*", "'not_asked", "x"]


def test_not_asked_is_not_not_answered_through_a_chain_of_rules() -> None:
    of = instrument(
        """
        - {name: a, type: yes_no, ask: A?}
        - {name: b, type: yes_no, ask: B?, when: {a: yes}}
        - {name: c, type: integer, ask: C?, when: {b: yes}}
        """
    )
    assert row(of, {"a": "no"}) == {"a": "0", "b": "not_asked", "c": "not_asked"}
    assert row(of, {"a": "yes"}) == {"a": "1", "b": "not_answered", "c": "not_asked"}
    assert row(of, {"a": "yes", "b": "yes"}) == {"a": "1", "b": "1", "c": "not_answered"}


def test_an_answer_that_is_off_the_path_does_not_count() -> None:
    of = instrument(
        """
        - {name: a, type: yes_no, ask: A?}
        - {name: b, type: integer, ask: B?, when: {a: yes}}
        """
    )
    assert row(of, {"a": "no", "b": 7})["b"] == "not_asked"


def test_scores_follow_what_they_are_computed_from() -> None:
    of = instrument(
        """
        - {name: a, type: yes_no, ask: A?}
        - name: b
          type: grid
          ask: B?
          when: {a: yes}
          scale: {1: Low, 2: High}
          statements: {x: X, y: Y}
        """,
        "derive: {total: {sum: [b_x, b_y]}, high: {item: total, at_least: 3}}",
    )
    answered = {"a": "yes", "b_x": "1", "b_y": "2"}
    assert {name: row(of, answered)[name] for name in ("total", "high")} == {"total": "3", "high": "1"}
    assert row(of, {"a": "yes", "b_x": "1"})["total"] == "not_answered"
    assert row(of, {"a": "no"})["high"] == "not_asked"


def test_comments_have_no_column() -> None:
    of = instrument(
        """
        - {name: a, type: choice, ask: A?, options: {x: X, other: {label: Other, other: true}}}
        - {name: said, type: comment, ask: Say?}
        """
    )
    assert row(of, {"a": "other", "a_other": "words", "said": "words"}) == {"a": "other"}


def test_chunks_make_no_difference() -> None:
    of = instrument("- {name: a, type: integer, ask: A?}")
    column = Table(of, stored([{"a": each % 300} for each in range(2 * CHUNK + 1)])).columns[0]
    assert [column.words[code] for code in column.codes] == [str(each % 300) for each in range(2 * CHUNK + 1)]


def test_no_responses_are_no_rows() -> None:
    of = instrument("- {name: a, type: yes_no, ask: A?}", "derive: {b: {count: [a], values: [yes]}}")
    assert [len(column.codes) for column in Table(of, []).columns] == [0, 0]
