"""Differences of random instruments: nothing is missed, and nothing is called safer than it is."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surveyapp.instrument.difference.change import Effect, worst
from surveyapp.instrument.difference.compare import difference
from surveyapp.instrument.kinds.words import Note
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers, Walk
from tests.instrument.edits import EDITS, SEVERITY, Edit, ask_nobody, data_of, edited, made
from tests.instrument.strategies import answers_for, instruments

EDIT = st.sampled_from(sorted(EDITS, key=lambda edit: edit.__name__))


@given(instruments())
def test_an_instrument_does_not_differ_from_itself(instrument: Instrument) -> None:
    assert difference(instrument, Instrument.from_canonical(instrument.canonical)) == ()


@settings(max_examples=150)
@given(instruments(), EDIT, st.data())
def test_one_edit_is_found_and_not_understated(
    instrument: Instrument, edit: Edit, data: st.DataObject
) -> None:
    changed = edited(data.draw, data_of(instrument), edit)
    assume(changed is not None and changed != data_of(instrument))
    overall = worst(difference(instrument, made(changed or {})))
    assert overall is not None
    if edit is not ask_nobody:  # perhaps it was asked of nobody before
        assert SEVERITY.index(overall) >= SEVERITY.index(EDITS[edit])


@settings(max_examples=150)
@given(instruments(), st.lists(EDIT, min_size=2, max_size=4), st.data())
def test_more_edits_never_make_it_safer(
    instrument: Instrument, edits: list[Edit], data: st.DataObject
) -> None:
    """One edit alone, then others of other names on top of it: at least as grave, and the same names."""
    steps = [data_of(instrument)]
    for edit in edits:
        changed = edited(data.draw, steps[-1], edit)
        steps += [changed] if changed else []
    assume(len(steps) > 2)
    start, first, last = map(made, (steps[0], steps[1], steps[-1]))
    alone, together = difference(start, first), difference(start, last)
    touched = {change.where for change in difference(first, last)}
    # What is said of a rule may differ: it names items that the other edits took away.
    found = {(change.code, change.where) for change in together}
    for change in alone:
        if change.where not in touched and change.effect is Effect.BREAKING:
            assert (change.code, change.where) in found
    assert {change.where for change in together} == {change.where for change in difference(last, start)}
    if any(lost(start, last)) or asks_others(start, last, data.draw(answers_for(start))):
        assert worst(together) is Effect.BREAKING


def asks_others(old: Instrument, new: Instrument, answers: Answers) -> bool:
    """Whether the same answers lead to other questions among those that both have."""
    common = {name for name in old.items if name in new.items and not isinstance(old.items[name], Note)}
    return Walk(old, answers).asked & common != Walk(new, answers).asked & common


def lost(old: Instrument, new: Instrument) -> Iterator[str]:
    """Columns that are gone or of another type, or that have lost a code."""
    for name, column in old.columns.items():
        other = new.columns.get(name)
        if other is None or other.type != column.type or not {*column.codes} <= {*other.codes}:
            yield name
