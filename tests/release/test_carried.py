"""What is carried along with a hidden value, one way of giving it back at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveyapp.release.carried import determinants
from tests.release.tiny import cells, export, instrument, profile

SUED = "- {name: sued, type: yes_no, ask: Sued?, privacy: quasi_identifier}"
DEPENDENT = {
    "asked": "- {name: b, type: integer, ask: B?, when: {sued: yes}}",
    "not asked": "- {name: b, type: integer, ask: B?, when: {not: {sued: yes}}}",
    "offered": "- {name: b, type: choice, ask: B?, options: {x: X, y: {label: Y, when: {sued: yes}}}}",
}


@pytest.mark.parametrize("item", DEPENDENT.values(), ids=DEPENDENT)
def test_what_depends_on_a_hidden_value_is_suppressed(item: str, tmp_path: Path) -> None:
    of = instrument(f"{SUED}\n{item}\n- {{name: c, type: yes_no, ask: C?}}")
    by = profile(of, "quasi_identifiers: {sued: []}")
    export(of, by, [{"sued": "yes", "c": "no"}, {"sued": "no", "c": "no"}], tmp_path / "out")
    assert cells(tmp_path / "out" / "data.csv") == [{"sued": "*", "b": "suppressed", "c": "0"}] * 2


@pytest.mark.parametrize("item", DEPENDENT.values(), ids=DEPENDENT)
def test_what_depends_on_a_value_as_collected_leaves(item: str, tmp_path: Path) -> None:
    of = instrument(f"{SUED}\n{item}")
    by = profile(of, "quasi_identifiers: {sued: []}")
    export(of, by, [{"sued": "yes"}] * 2, tmp_path / "out")
    assert "suppressed" not in (tmp_path / "out" / "data.csv").read_text(encoding="utf-8")


def test_one_option_that_depends_carries_the_whole_item() -> None:
    of = instrument(
        f"""
        {SUED}
        - name: b
          type: choices
          ask: B?
          options: {{x: X, y: {{label: Y, when: {{sued: yes}}}}}}
        """
    )
    assert determinants(of) == {"sued": frozenset(), "b_x": {"sued"}, "b_y": {"sued"}}


def test_chains_sections_and_scores_carry_too() -> None:
    of = instrument(
        f"""
        {SUED}
        - {{name: b, type: integer, ask: B?, when: {{sued: yes}}}}
        - {{name: c, type: integer, ask: C?, when: {{much: yes}}}}
        """,
        "derive: {much: {item: b, at_least: 3}, most: {item: c, at_least: 3}}",
    )
    behind = determinants(of)
    assert behind["c"] == {"b", "sued"}
    assert behind["most"] == {"c", "b", "sued"}


def test_a_group_is_not_as_collected(tmp_path: Path) -> None:
    """Both groups of two still leave open who of them was asked."""
    of = instrument(
        """
        - {name: a, type: choice, ask: A?, options: {1: A, 2: B, 3: C, 4: D}, privacy: quasi_identifier}
        - {name: b, type: integer, ask: B?, when: {a: [1, 3]}}
        """
    )
    by = profile(of, "quasi_identifiers: {a: [{low: [1, 2], high: [3, 4]}]}")
    export(of, by, [{"a": code} for code in "1234"], tmp_path / "out")
    rows = cells(tmp_path / "out" / "data.csv")
    assert rows == [{"a": group, "b": "suppressed"} for group in ("high", "high", "low", "low")]


def test_a_quasi_identifier_is_hidden_with_the_one_it_depends_on(tmp_path: Path) -> None:
    of = instrument(
        f"{SUED}\n- {{name: suits, type: integer, ask: N?, when: {{sued: yes}}, privacy: quasi_identifier}}"
    )
    by = profile(of, "quasi_identifiers: {sued: [], suits: []}")
    made = export(of, by, [{"sued": "yes", "suits": 1}, {"sued": "no"}], tmp_path / "out")
    assert made.levels == {"sued": (1,), "suits": (1,)}
    assert cells(tmp_path / "out" / "data.csv") == [{"sued": "*", "suits": "*"}] * 2


def test_a_quasi_identifier_is_hidden_with_the_withheld_one_it_depends_on(tmp_path: Path) -> None:
    of = instrument(
        f"{SUED}\n- {{name: suits, type: integer, ask: N?, when: {{sued: yes}}, privacy: quasi_identifier}}"
    )
    by = profile(of, "{quasi_identifiers: {suits: []}, withhold: [sued]}")
    export(of, by, [{"sued": "yes", "suits": 1}] * 2 + [{"sued": "no"}] * 2, tmp_path / "out")
    assert cells(tmp_path / "out" / "data.csv") == [{"suits": "*"}] * 4


def test_what_depends_on_something_withheld_is_suppressed(tmp_path: Path) -> None:
    of = instrument(
        "- {name: a, type: yes_no, ask: A?}\n"
        "- {name: b, type: integer, ask: B?, when: {a: yes}, privacy: ordinary}"
    )
    export(of, profile(of, "withhold: [a]"), [{"a": "yes", "b": 3}, {"a": "no"}], tmp_path / "out")
    assert cells(tmp_path / "out" / "data.csv") == [{"b": "suppressed"}] * 2
