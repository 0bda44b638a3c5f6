"""Ladders: how a quasi-identifier is made coarser, level by level, until it is hidden."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce

from surveyapp.instrument import rules
from surveyapp.release.words import HIDDEN, NO_VALUE

DATE = re.compile(r"\d{4}(-\d\d){1,2}", re.ASCII)
"""A month or a day as ISO 8601 writes it; a year alone is a number."""
Rung = Mapping[str, tuple[str, ...] | int | float | str | None]
"""The labels of a level, each with the labels of the level before that it stands for. Where the level cuts
numbers or dates into bands, each with the value at which its band starts; None where it is open below."""


@dataclass(frozen=True)
class Ladder:
    """The levels of one variable: 0 is as collected, ``top`` is hidden, those between group the level before.

    ``levels`` holds the levels between. ``labels`` puts group labels into words.
    """

    variable: str
    levels: tuple[Rung, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def top(self) -> int:
        """The level at which the variable is hidden."""
        return len(self.levels) + 1

    def as_collected(self, level: int) -> bool:
        """Whether a level still shows the values as they were collected."""
        return level == 0

    def at(self, word: str, level: int) -> str:
        """The label that stands for a collected value, or a missing word, at a level.

        An empty cell, which only other people's data have, is missing too.
        """
        if level >= self.top:
            return HIDDEN
        if word in NO_VALUE:
            return word
        for climb in self._climbs[:level]:
            word = climb(word)
        return word

    def shown(self, codes: Mapping[str, str], level: int) -> dict[str, str]:
        """The labels at a level, in order and in words; ``codes`` are the variable's own, none for a number.

        A group without a label of its own is called by what it stands for. Empty where values are shown as
        numbers.
        """
        members: dict[str, list[str]] = {}
        climbs = self._climbs[0 if codes else self._cut : level]
        for word, label in (codes or self._bands()).items():
            members.setdefault(reduce(lambda below, climb: climb(below), climbs, word), []).append(label)
        if level >= self.top or (not codes and level < self._cut):
            return {}
        return {word: self.labels.get(word) or " or ".join(labels) for word, labels in members.items()}

    @cached_property
    def _cut(self) -> int:
        """How many levels it takes until numbers are cut into bands."""
        return next((at + 1 for at, level in enumerate(self.levels) if is_bands(level)), len(self.levels))

    def _bands(self) -> dict[str, str]:
        bands = self.levels[self._cut - 1] if self.levels else {}
        return {label: self.labels.get(label, label) for label in bands}

    @cached_property
    def _climbs(self) -> tuple[_Climb, ...]:
        return tuple(_Climb(groups) for groups in self.levels)


class _Climb:
    """One level up, for the labels of the level before."""

    def __init__(self, groups: Rung):
        self._bands = is_bands(groups)
        if self._bands:
            self._labels = list(groups)
            self._starts = [order(start) for start in list(groups.values())[1:]]
        else:
            self._up = {member: label for label, members in groups.items() for member in _several(members)}

    def __call__(self, word: str) -> str:
        if self._bands:
            return self._labels[bisect_right(self._starts, order(word))]
        return self._up.get(word, word)


def is_bands(level: Rung) -> bool:
    """Whether a level cuts numbers or dates into bands, where others group labels."""
    return not any(isinstance(value, tuple) for value in level.values())


def order(value: object) -> tuple[float, str]:
    """What numbers are ordered by, and ISO dates: by their year, which is a number too, and then the rest."""
    number = rules.number(value)
    if number is not None:
        return float(number), ""
    text = str(value)
    return (float(text[:4]), text[4:]) if DATE.fullmatch(text) else (0.0, text)


def _several(members: object) -> tuple[str, ...]:
    return members if isinstance(members, tuple) else ()
