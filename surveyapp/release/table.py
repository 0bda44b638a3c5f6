"""From stored answers to columns, in the data's spelling and with a word wherever there is no value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from surveyapp.instrument.kinds.base import Control, Variable
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Walk
from surveyapp.instrument.rules import Value
from surveyapp.release.carried import deciders, sources
from surveyapp.release.columns import Codes, Column, Combinations, combinations, narrow
from surveyapp.release.stored_answers import Given, read_answers
from surveyapp.release.words import MISSING, NOT_ANSWERED, NOT_ASKED
from surveyapp.release.write import Tell, tell_nobody

FLAGS = {"yes": "1", "no": "0"}
ABSENT = (NOT_ASKED, NOT_ANSWERED)


@dataclass(frozen=True)
class Situation:
    """What some people have in common: items they were asked and, by control, options offered to them."""

    asked: frozenset[str]
    offered: Mapping[str, tuple[str, ...]]

    def kept(self, control: Control, value: Value | None) -> Value | None:
        """The part of an answer that counts in this situation."""
        if value is None or control.item.name not in self.asked:
            return None
        if not control.options:
            return value
        offered = self.offered[control.name]
        if isinstance(value, list):
            return [code for code in value if code in offered] or None
        return value if value in offered else None


class Table:
    """The responses to an instrument as columns, one for each variable, derived scores included.

    ``rows`` are the stored answers, each a JSON object by control; they are read in one pass, in chunks.
    Answers that are off the path do not count, whatever a row holds. ``tell`` is told how many of the
    ``expected`` are read.
    """

    def __init__(
        self, instrument: Instrument, rows: Iterable[str], expected: int = 0, tell: Tell = tell_nobody
    ):
        self._instrument = instrument
        reading = partial(tell, "Reading answers")
        self._given, self.rows = read_answers(instrument, rows, lambda done: reading(done, expected))
        self._situations, self._place = self._walk()
        self.columns = tuple(map(self._column, instrument.variables))
        del self._given, self._situations, self._place  # as large as the columns

    def _walk(self) -> tuple[list[Situation], npt.NDArray[np.int64]]:
        """The situations that occur, and which of them each response is in.

        What is asked and offered follows from the controls that rules look at, so each distinct combination
        of answers to those is walked once.
        """
        looked_at = frozenset(chain.from_iterable(deciders(self._instrument).values()))
        names = [name for name in self._given if name in looked_at]
        found = self._combined(names)
        known: dict[Any, Situation] = {}
        place = np.zeros(len(found.codes), dtype=np.int64)
        for row, codes in enumerate(found.codes.tolist()):
            walk = Walk(self._instrument, self._answers(names, codes))
            offered = {name: tuple(codes) for name, codes in walk.offered.items()}
            situation = Situation(frozenset(walk.asked), offered)
            known.setdefault((situation.asked, *offered.items()), situation)
            place[row] = list(known).index((situation.asked, *offered.items()))
        return list(known.values()), place[found.index]

    def _combined(self, names: Sequence[str], *more: tuple[Codes, int]) -> Combinations:
        given = [self._given[name] for name in names]
        parts = [part for part, _ in more] + [each.codes for each in given]
        sizes = [size for _, size in more] + [len(each.values) for each in given]
        return combinations(parts, sizes, self.rows)

    def _answers(self, names: Sequence[str], codes: Sequence[int]) -> dict[str, Value]:
        values = ((name, self._given[name].values[code]) for name, code in zip(names, codes, strict=True))
        return {name: value for name, value in values if value is not None}

    def _column(self, variable: Variable) -> Column:
        control = variable.control
        if control is None:
            return self._score(variable)
        given = self._given[control.name]
        if control.options:
            return self._picked(variable, control, given)
        asked = np.array([control.item.name in each.asked for each in self._situations], dtype=np.uint8)
        words = (*ABSENT, *(spelled(variable, value) for value in given.values if value is not None))
        codes = (given.codes.astype(narrow(len(words))) + 1) * asked[self._place]
        return Column(variable, words, codes).renamed(words)

    def _picked(self, variable: Variable, control: Control, given: Given) -> Column:
        """A column about options: what a cell says follows from the situation and from what was picked."""
        words = (*ABSENT, *variable.codes)
        place = {word: code for code, word in enumerate(words)}
        cells = [
            [place[_picked_word(variable, control, situation, value)] for value in given.values]
            for situation in self._situations
        ]
        cell = np.array(cells, dtype=narrow(len(words))).reshape(len(self._situations), len(given.values))
        return Column(variable, words, cell[self._place, given.codes])

    def _score(self, variable: Variable) -> Column:
        """A derived score, worked out once for each distinct combination of what it is computed from."""
        names = sorted(sources(self._instrument, variable.name))
        found = self._combined(names, (self._place, len(self._situations)))
        words = []
        for place, *codes in found.codes.tolist():
            situation = self._situations[place]
            kept = {
                name: situation.kept(self._instrument.controls[name], value)
                for name, value in self._answers(names, codes).items()
            }
            value = value_of(self._instrument, kept)(variable.name)
            asked = any(self._instrument.controls[name].item.name in situation.asked for name in names)
            words.append(ABSENT[asked] if value is None else spelled(variable, value))
        return Column(variable, tuple(words), found.index.astype(narrow(len(words)))).renamed(words)


def value_of(instrument: Instrument, kept: Mapping[str, Value | None]) -> Callable[[str], Value | None]:
    """What answers and scores are worth by name, given the answers that count."""

    def value(subject: str) -> Value | None:
        score = instrument.scores.get(subject)
        return kept.get(subject) if score is None else score.value(value)

    return value


def spelled(variable: Variable, value: Value) -> str:
    """A value as the data writes it: yes and no as 1 and 0, whole numbers without a point.

    A text that reads like a missing word gets an apostrophe, so that no answer is taken for a missing one.
    """
    if variable.type == "flag":
        return FLAGS[str(value)]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return f"'{text}" if text in MISSING else text


def _picked_word(variable: Variable, control: Control, situation: Situation, value: Value | None) -> str:
    if control.item.name not in situation.asked:
        return NOT_ASKED
    if variable.option is not None and variable.option not in situation.offered[control.name]:
        return NOT_ASKED
    kept = situation.kept(control, value)
    if kept is None:
        return NOT_ANSWERED
    if variable.option is not None:
        return "1" if variable.option in kept else "0"  # type: ignore[operator]  # several options: a list
    return spelled(variable, kept)
