"""Colleagues: those invited by all that others may know of them, and how few share it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.rules import Value, holds
from surveyapp.release.columns import packed
from surveyapp.release.forecast.roster import Roster
from surveyapp.release.forecast.subjects import Subject, looked_at
from surveyapp.release.table import value_of
from surveyapp.release.words import NOT_ASKED

MOST_COMBINATIONS = 10_000
Levels = Sequence[int]
Numbers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Shares = Mapping[str, Mapping[str, float]]
"""By variable and code, in which proportions answers are expected where the roster does not count them."""


@dataclass(frozen=True)
class Colleagues:
    """Everybody invited, by the subjects that could be combined; ``beyond`` are those that made too many.

    A cell is one combination of answers in one stratum of the roster. ``codes[at]`` are the places of its
    answers in ``words[at]``. Of a stratum's people each is in one of its cells, independently of the others,
    with the chance ``parts``; everybody answers everything that is asked of them.
    """

    subjects: tuple[Subject, ...]
    beyond: tuple[Subject, ...]
    strata: Numbers
    codes: tuple[Numbers, ...]
    stratum: Numbers
    parts: Reals

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """By subject, what a cell can say of it."""
        return tuple(_words(each) for each in self.subjects)

    @cached_property
    def people(self) -> int:
        """How many are invited."""
        return int(self.strata.sum())

    @cached_property
    def expected(self) -> Reals:
        """How many people are expected in each cell."""
        return self.parts * self.strata[self.stratum]

    def answering(self, at: int) -> dict[str, float]:
        """How many people are expected to give each answer to a subject, those that somebody gives."""
        people = np.bincount(self.codes[at], weights=self.expected, minlength=len(self.words[at]))
        given = zip(self.words[at], people.tolist(), strict=True)
        return {word: number for word, number in given if number and word != NOT_ASKED}

    def sizes(self, levels: Levels) -> dict[tuple[str, ...], float]:
        """How many people are expected to share each combination of labels."""
        group, size = self._groups(levels)
        first = np.unique(group, return_index=True)[1].tolist()
        people = np.bincount(group, weights=self.expected, minlength=size).tolist()
        return {
            tuple(self._label(at, level, cell) for at, level in enumerate(levels)): number
            for cell, number in zip(first, people, strict=True)
        }

    def standing_out(self, levels: Levels, fewer_than: int, rate: float = 1.0) -> float:
        """How many people are expected in groups of fewer than ``fewer_than`` who share all their labels.

        With a ``rate`` below 1 only those count who answer, each with that chance. A group's size is a sum
        of independent binomial counts, one for each stratum and chance, so this is the exact expectation.
        """
        group, size = self._groups(levels)
        pairs, inverse = np.unique(group * len(self.strata) + self.stratum, return_inverse=True)
        chance = np.minimum(np.bincount(inverse.reshape(-1), weights=self.parts), 1.0) * rate
        people = self.strata[pairs % len(self.strata)]
        parts = _merged(pairs // len(self.strata), np.round(chance, 12), people)
        return float((_together(size, *parts, fewer_than) @ np.arange(fewer_than)).sum())

    def combinations(self, levels: Levels) -> int:
        """How many combinations of labels there are."""
        return self._groups(levels)[1]

    def _label(self, at: int, level: int, cell: int) -> str:
        return self.subjects[at].ladder.at(self.words[at][self.codes[at][cell]], level)

    @cached_property
    def _labels(self) -> list[list[tuple[Numbers, int]]]:
        """By subject and level, the number of each cell's label, and how many labels there are."""
        return [
            [self._numbered(at, level) for level in range(each.ladder.top + 1)]
            for at, each in enumerate(self.subjects)
        ]

    def _numbered(self, at: int, level: int) -> tuple[Numbers, int]:
        numbers: dict[str, int] = {}
        ladder = self.subjects[at].ladder
        places = [numbers.setdefault(ladder.at(word, level), len(numbers)) for word in self.words[at]]
        return np.array(places, dtype=np.int64)[self.codes[at]], len(numbers)

    def _groups(self, levels: Levels) -> tuple[Numbers, int]:
        return _distinct([self._labels[at][level] for at, level in enumerate(levels)], len(self.parts))


def colleagues(
    instrument: Instrument, subjects: Sequence[Subject], roster: Roster, shares: Shares
) -> Colleagues:
    """Everybody by the subjects, one after the other, as long as the combinations can be counted.

    Where neither the roster nor ``shares`` say anything of a subject, its answers are equally frequent.
    """
    done = [each for name in roster.variables for each in subjects if each.name == name]
    strata = {words: people for words, people in roster.strata().items() if people} or roster.strata()
    codes = [
        np.array([_words(each).index(words[at]) for words in strata], dtype=np.int64)
        for at, each in enumerate(done)
    ]
    stratum, parts = np.arange(len(strata)), np.ones(len(strata))
    beyond = []
    for subject in subjects:
        if subject in done:
            continue
        chances = _chances(instrument, subject, done, codes, shares)
        chances = np.broadcast_to(chances, (len(parts), chances.shape[1]))
        cell, answer = np.nonzero(chances)
        if len(cell) > MOST_COMBINATIONS:
            beyond.append(subject)
            continue
        parts = parts[cell] * chances[cell, answer]
        codes, stratum = [*(each[cell] for each in codes), answer], stratum[cell]
        done.append(subject)
    people = np.array(list(strata.values()), dtype=np.int64)
    return Colleagues(tuple(done), tuple(beyond), people, tuple(codes), stratum, parts)


def _words(subject: Subject) -> tuple[str, ...]:
    return (*subject.codes, NOT_ASKED)


def _chances(
    instrument: Instrument,
    subject: Subject,
    done: Sequence[Subject],
    codes: Sequence[Numbers],
    shares: Shares,
) -> Reals:
    """By cell, or for all alike, the chance of each answer; rules that look at what is not known are met."""
    known = {each.control.name for each in done}
    decided = [rule for rule in subject.rules if looked_at(instrument, rule) <= known]
    offered = {code: rule for code, rule in subject.rules_of.items() if looked_at(instrument, rule) <= known}
    controls = frozenset().union(*(looked_at(instrument, rule) for rule in (*decided, *offered.values())))
    asked = [at for at, each in enumerate(done) if each.control.name in controls]
    weights = shares.get(subject.name) or dict.fromkeys(subject.codes, 1.0)

    def chances(answers: Mapping[str, Value]) -> list[float]:
        value = value_of(instrument, answers)
        meets = all(holds(rule, value) for rule in decided)
        given = [
            weights.get(code, 0.0) if meets and (code not in offered or holds(offered[code], value)) else 0.0
            for code in subject.codes
        ]
        whole = sum(given)
        return [*(weight / whole for weight in given), 0.0] if whole else [*given, 1.0]

    if not asked:
        return np.array([chances({})])
    context, _ = _distinct([(codes[at], len(_words(done[at]))) for at in asked], len(codes[0]))
    first = np.unique(context, return_index=True)[1].tolist()
    told = [
        chances(_answers([done[at] for at in asked], [int(codes[at][cell]) for at in asked]))
        for cell in first
    ]
    return np.array(told)[context]


def _answers(subjects: Sequence[Subject], codes: Sequence[int]) -> dict[str, Value]:
    answers: dict[str, Value] = {}
    for subject, code in zip(subjects, codes, strict=True):
        word = _words(subject)[code]
        value = None if word == NOT_ASKED else subject.answer(word, answers.get(subject.control.name))
        if value is not None:
            answers[subject.control.name] = value
    return answers


def _distinct(columns: Sequence[tuple[Numbers, int]], rows: int) -> tuple[Numbers, int]:
    """The number of each row's combination, and how many there are."""
    key, _ = packed([codes for codes, _ in columns], [size for _, size in columns], rows)
    found, place = np.unique(key, return_inverse=True)
    return place.reshape(-1).astype(np.int64), len(found)


def _merged(group: Numbers, chance: Reals, people: Numbers) -> tuple[Numbers, Reals, Numbers]:
    """Strata of a group whose people are in it with the same chance, put together."""
    order = np.lexsort((chance, group))
    group, chance, people = group[order], chance[order], people[order]
    first = np.ones(len(group), dtype=bool)
    first[1:] = (group[1:] != group[:-1]) | (chance[1:] != chance[:-1])
    return group[first], chance[first], np.add.reduceat(people, np.flatnonzero(first))


def _together(size: int, group: Numbers, chance: Reals, people: Numbers, below: int) -> Reals:
    """For each of ``size`` groups, the chances that 0, 1, … ``below`` - 1 people are in it."""
    each = _binomial(people, chance, below)
    start = np.searchsorted(group, np.arange(size))
    parts = np.bincount(group, minlength=size)
    found = each[start]
    for place in range(1, int(parts.max())):
        which = np.flatnonzero(parts > place)
        other = each[start[which] + place]
        mixed = np.zeros_like(other)
        for more in range(below):
            mixed[:, more:] += other[:, more, None] * found[which, : below - more]
        found[which] = mixed
    return found


def _binomial(people: Numbers, chance: Reals, below: int) -> Reals:
    """The chances of 0, 1, … ``below`` - 1 among so many people, each with a chance of its own."""
    sure = chance >= 1.0
    odds = chance / np.where(sure, 1.0, 1.0 - chance)
    found = np.zeros((len(people), below))
    found[:, 0] = (1.0 - chance) ** people
    for count in range(1, below):
        found[:, count] = found[:, count - 1] * odds * np.maximum(people - count + 1, 0) / count
    counts = np.arange(below)
    found[sure] = (people[sure, None] == counts[None, :]).astype(float)
    return found
