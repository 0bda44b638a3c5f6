"""How programs store a column: as numbers with labels, as plain numbers, as dates, or as texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from surveyapp.release.columns import Column
from surveyapp.release.entries import Entry
from surveyapp.release.ladders import order
from surveyapp.release.words import MISSING
from surveyapp.release.write import Order

Form = Literal["coded", "whole", "number", "month", "day", "text"]
"""Numbers that stand for something, whole numbers, numbers, dates that are months or days, texts."""
FORMS: Mapping[str, tuple[tuple[Form, re.Pattern[str]], ...]] = {
    "integer": (("whole", re.compile(r"-?\d{1,9}")), ("number", re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?"))),
    "number": (("number", re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")),),
    "date": (
        ("whole", re.compile(r"\d{4}")),
        ("month", re.compile(r"\d{4}-\d\d")),
        ("day", re.compile(r"\d{4}-\d\d-\d\d")),
    ),
    "text": (("text", re.compile(r".*", re.DOTALL)),),
}
CODE = re.compile(r"0|-?[1-9]\d{0,8}")


@dataclass(frozen=True)
class Stored:
    """A released column with its entry, and what stands for each of its words in a typed file.

    ``form`` is the finest that all its words fit; a column of which some numbers are in bands is ``coded``.
    ``numbers`` gives the number for each code of a coded column: the code itself where all are whole numbers
    of up to nine digits, else their places from 1 in the order declared.
    """

    column: Column
    entry: Entry

    @property
    def name(self) -> str:
        """The column's name."""
        return self.entry.name

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that are values, as the data spells them."""
        return tuple(word for word in self.column.words if word not in MISSING)

    @cached_property
    def form(self) -> Form:
        """How the column is stored."""
        for form, pattern in FORMS.get(self.column.variable.type, ()):
            if all(map(pattern.fullmatch, self.words)):
                return form
        return "coded"

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number that stands for each code; empty unless the column is coded."""
        if self.form != "coded":
            return {}
        return numbers_of(
            [*self.entry.labels, *sorted(set(self.words) - self.entry.labels.keys(), key=order)]
        )

    @property
    def labels(self) -> dict[int, str]:
        """What the numbers of a coded column stand for."""
        return {number: self.entry.labels.get(code, code) for code, number in self.numbers.items()}

    def value(self, word: str) -> Any:
        """What stands for a word that is no missing word: an int, a float, a date or a text."""
        if self.form == "coded":
            return self.numbers[word]
        if self.form in ("whole", "number"):
            return int(word) if self.form == "whole" else float(word)
        if self.form in ("month", "day"):
            return date.fromisoformat(f"{word}-01"[:10])
        return word


def numbers_of(codes: Sequence[str]) -> dict[str, int]:
    """A number for each code: itself where all are whole numbers, else their places from 1."""
    if all(map(CODE.fullmatch, codes)):
        return {code: int(code) for code in codes}
    return {code: place for place, code in enumerate(codes, start=1)}


@dataclass(frozen=True)
class Rows:
    """What a typed file is made of: the stored columns, and the order in which the responses are written."""

    title: str
    stored: tuple[Stored, ...]
    order: Order

    def cells(self, stored: Stored, spell: Callable[[str], Any], kind: npt.DTypeLike) -> npt.NDArray[Any]:
        """A column's cells in the order of the rows, each word as ``spell`` gives it."""
        spelled = np.empty(len(stored.column.words), dtype=kind)
        for place, word in enumerate(stored.column.words):
            spelled[place] = spell(word)
        return spelled[stored.column.codes[self.order]]


def cut(text: str, most: int, unit: Literal["bytes", "characters"]) -> str:
    """A text of at most so many UTF-8 bytes or characters, with an ellipsis where it had to be cut."""
    if len(text.encode() if unit == "bytes" else text) <= most:
        return text
    if unit == "characters":
        return f"{text[: most - 1]}…"
    return f"{text.encode()[: most - 3].decode(errors='ignore')}…"
