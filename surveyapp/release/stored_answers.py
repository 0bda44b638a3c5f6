"""Stored answers, read as columns of small numbers: what was given to each control.

Answers are canonical JSON, so that a member of an object is the same text wherever the same answer is given
to the same control. Each such text is parsed once; a row is never made into Python objects.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from surveyapp.instrument.kinds.base import Control
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.rules import Value
from surveyapp.release.columns import Codes, narrow

CHUNK = 2_000
BETWEEN = ',"'
"""What stands between two members. It may stand in a list as well, and where a text ends in a comma."""
MEMBER = re.compile(r'[a-z][a-z0-9_]*":')
ROW, CONTINUES, BROKEN, UNKNOWN = -1, -2, -3, -4
"""What a text may be that is no answer: a new row, a part of the text before, no JSON, of no control."""


@dataclass(frozen=True)
class Given:
    """What was given to one control: ``values[codes[i]]`` is the answer of response i; the first is None."""

    values: tuple[Value | None, ...]
    codes: Codes


def read_answers(
    instrument: Instrument, rows: Iterable[str], tell: Callable[[int], None]
) -> tuple[dict[str, Given], int]:
    """The stored answers by control, and how many responses there are. ``tell`` is told how many are read.

    Raises ValueError where a row is no canonical JSON.
    """
    controls = {each.control.name: each.control for each in instrument.variables if each.control}
    members = _Members(controls)
    parts: dict[str, list[Codes]] = {name: [np.zeros(0, dtype=np.uint8)] for name in controls}
    total = 0
    for chunk in _chunks(rows):
        for (name, seen), codes in zip(members.seen.items(), members.codes(chunk), strict=True):
            parts[name].append(codes.astype(narrow(len(seen))))
        total += len(chunk)
        tell(total)
    given = {
        name: Given(
            tuple(list(value) if isinstance(value, tuple) else value for value in seen),
            np.concatenate(parts.pop(name)),
        )
        for name, seen in members.seen.items()
    }
    return given, total


class _Seen(dict[Any, int]):
    """Numbers values in the order of their first appearance; no answer is 0."""

    def __init__(self) -> None:
        super().__init__({None: 0})

    def __missing__(self, value: Any) -> int:
        self[value] = code = len(self)
        return code


class _Members(dict[str, int]):
    """Numbers the texts of members, such as ``area":"adult"``, and knows the control and the code of each."""

    def __init__(self, controls: dict[str, Control]) -> None:
        super().__init__()
        self.seen = {name: _Seen() for name in controls}
        self._places = {name: place for place, name in enumerate(controls)}
        self._control, self._code = array("i"), array("i")

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        control, code = self._parsed(text)
        self._control.append(control)
        self._code.append(code)
        return number

    def codes(self, rows: list[str]) -> npt.NDArray[np.int32]:
        """The code of each control, a row each, in each of the responses, a column each."""
        texts = BETWEEN.join([f"\n{BETWEEN}{row[2:-1]}" for row in rows]).split(BETWEEN)
        numbers = np.fromiter(map(self.__getitem__, texts), dtype=np.int64, count=len(texts))
        begins = np.flatnonzero(np.array(self._control)[numbers] != CONTINUES)
        lengths = np.diff(begins, append=len(texts))
        for place in np.flatnonzero(lengths > 1).tolist():
            start = int(begins[place])
            numbers[start] = self[BETWEEN.join(texts[start : start + int(lengths[place])])]
        numbers = numbers[begins]
        control = np.array(self._control)[numbers]
        if BROKEN in control:
            raise ValueError("a stored answer is no canonical JSON")
        answers = control >= 0
        row = np.cumsum(control == ROW) - 1
        cells = np.zeros((len(self.seen), len(rows)), dtype=np.int32)
        cells[control[answers], row[answers]] = np.array(self._code)[numbers[answers]]
        return cells

    def _parsed(self, text: str) -> tuple[int, int]:
        """The place of the control that a text answers, or what else it is, and the code of the answer."""
        if text.startswith("\n"):
            return ROW, 0
        if not MEMBER.match(text):
            return CONTINUES, 0
        try:
            ((name, value),) = json.loads(f'{{"{text}}}').items()
        except ValueError:
            return BROKEN, 0
        if name not in self._places:
            return UNKNOWN, 0
        value = (tuple(value) or None) if isinstance(value, list) else value
        return self._places[name], self.seen[name][value]


def _chunks(rows: Iterable[str]) -> Iterator[list[str]]:
    ahead = iter(rows)
    while chunk := list(islice(ahead, CHUNK)):
        yield chunk
