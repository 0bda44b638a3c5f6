"""Comparisons that come down to which options of one control were picked, however they are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from surveyapp.instrument.kinds.base import Control
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.rules import Test, Value, compare


@dataclass(frozen=True, slots=True)
class Picks:
    """One of the codes is picked in the control; or, with ``unanswered``, none at all is."""

    control: Control
    codes: tuple[str, ...]
    unanswered: bool = False


def picks(instrument: Instrument, test: Test) -> Picks | None:
    """The codes with which the comparison holds; None where it is not about the options of one control.

    Scores that depend on one control count as well: ``{burned_out: yes}`` comes down to three points of a
    scale.
    """
    names = set(_controls(instrument, test.subject))
    control = instrument.controls.get(names.pop()) if len(names) == 1 else None
    if control is None or not control.options:
        return None
    many = control.item.type == "choices"
    if many and test.subject in instrument.scores:
        return None

    def holds(code: str | None) -> bool:
        given: Value | None = [code] if many and code is not None else code
        return compare(test, value_of(instrument, test.subject, {control.name: given}))

    return Picks(control, tuple(filter(holds, control.options)), unanswered=holds(None))


def value_of(instrument: Instrument, subject: str, given: dict[str, Value | None]) -> Value | None:
    """The value of a subject for the answers given."""
    score = instrument.scores.get(subject)
    if score is None:
        return given.get(subject)
    return score.value(lambda name: value_of(instrument, name, given))


def _controls(instrument: Instrument, subject: str) -> Iterator[str]:
    score = instrument.scores.get(subject)
    if score is None:
        yield subject
    else:
        for source in score.sources():
            yield from _controls(instrument, source)
