"""The form of a version: what it reads, what it refuses, and what it never looks at."""

from __future__ import annotations

import pytest

from surveyapp.web.cache import Kept
from surveyapp.web.forms import Posted, fill, form_class
from tests.web.desk import instrument


def test_reads_each_kind_as_its_answer() -> None:
    asked = instrument(
        """
        {name: sued, type: yes_no, ask: Sued?}
        {name: fruit, type: choices, ask: Which?, options: {a: Apple, b: Berry}}
        {name: hours, type: integer, ask: Hours?}
        {name: since, type: date, ask: Since?, precision: year}
        """
    )
    posted = Posted(sued=["no"], fruit=["b", "a"], hours=[" 40 "], since=["2021"])
    assert fill(asked, posted).answers == {"sued": "no", "fruit": ["a", "b"], "hours": 40, "since": "2021"}


def test_ignores_names_that_no_control_has() -> None:
    asked = instrument("{name: sued, type: yes_no, ask: Sued?}")
    assert fill(asked, Posted(sued=["yes"], admin=["1"], only=["2"])).answers == {"sued": "yes"}


def test_keeps_everything_typed_where_one_value_is_refused() -> None:
    asked = instrument(
        "{name: hours, type: integer, ask: Hours?, max: 80}\n{name: says, type: comment, ask: What?}"
    )
    filled = fill(asked, Posted(hours=["many"], says=[" as typed "], stray=["x"]))
    assert filled.errors.keys() == {"hours"}
    assert filled.typed == {"hours": ["many"], "says": [" as typed "]}


@pytest.mark.parametrize(("sued", "refused"), [("yes", {"suits"}), ("no", set())])
def test_refuses_only_what_is_on_the_path(sued: str, refused: set[str]) -> None:
    asked = instrument(
        "{name: sued, type: yes_no, ask: Sued?}\n"
        "{name: suits, type: integer, ask: How often?, max: 20, when: {sued: yes}}"
    )
    assert fill(asked, Posted(sued=[sued], suits=["99"])).errors.keys() == refused


@pytest.mark.parametrize(("picked", "refused"), [("b", {"fruit_other"}), ("a", set())])
def test_refuses_the_other_text_only_where_other_was_picked(picked: str, refused: set[str]) -> None:
    asked = instrument(
        "{name: fruit, type: choice, ask: Which?, options: {a: Apple, b: {label: Another, other: true}}}"
    )
    filled = fill(asked, Posted(fruit=[picked], fruit_other=["x" * 201]))
    assert filled.errors.keys() == refused


def test_an_option_that_is_not_offered_is_in_nobodys_way() -> None:
    asked = instrument(
        "{name: sued, type: yes_no, ask: Sued?}\n"
        "{name: fruit, type: choices, ask: Which?, options: "
        "{a: {label: Apple, when: {sued: yes}}, n: {label: None, exclusive: true}}}"
    )
    assert fill(asked, Posted(sued=["yes"], fruit=["a", "n"])).errors.keys() == {"fruit"}
    hidden = fill(asked, Posted(sued=["no"], fruit=["a", "n"]))
    assert (hidden.errors, hidden.answers) == ({}, {"sued": "no", "fruit": ["n"]})


@pytest.mark.parametrize("name", ["data", "errors", "process", "validate", "meta", "populate_obj"])
def test_items_may_be_called_like_parts_of_a_form(name: str) -> None:
    asked = instrument(f"{{name: {name}, type: yes_no, ask: Really?}}")
    assert fill(asked, Posted({name: ["yes"]})).answers == {name: "yes"}


def test_makes_one_class_for_each_version() -> None:
    one, other = (instrument(f"{{name: a, type: yes_no, ask: {ask}}}") for ask in ("One?", "Other?"))
    assert form_class(one) is form_class(one)
    assert form_class(one) is not form_class(other)


def test_keeps_no_more_than_asked() -> None:
    kept: Kept[int, str] = Kept(2)
    for key in range(5):
        assert kept.get(key, lambda key=key: f"made {key}") == f"made {key}"
    assert len(kept) == 2
    assert kept.get(4, lambda: "made again") == "made 4"
    assert kept.get(0, lambda: "made again") == "made again"
