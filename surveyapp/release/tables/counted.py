"""Counts of a block as a system of parts and cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from surveyapp.release.columns import Codes
from surveyapp.release.tables.blocks import Block, Group, Strata
from surveyapp.release.tables.linked import Ints, Sums, System

Key = tuple[str, int, int]
"""A cell: the variable's name, its code, and the column (0 for everybody)."""


@dataclass(frozen=True)
class Column:
    """A column of tables: everybody, or those with one label of a group."""

    group: int | None
    label: int = 0
    word: str = ""


def columns(groups: Sequence[Group]) -> list[Column]:
    """Everybody, then each label of each group."""
    found = [Column(None)]
    for at, group in enumerate(groups):
        found += [Column(at, label, word) for label, word in enumerate(group.labels)]
    return found


@dataclass(frozen=True)
class Counts:
    """How many of each stratum gave each answer: for each subject of a block an array by code and stratum."""

    block: Block
    by_code: tuple[Ints, ...]

    @classmethod
    def of(cls, block: Block, strata: Strata) -> Counts:
        """The counts of a block's responses."""
        return cls(block, tuple(tally(each.codes, len(each.words), strata) for each in block.subjects))

    @cached_property
    def base(self) -> Ints:
        """How many were asked, by stratum."""
        base: Ints = self.by_code[0][1:].sum(axis=0)
        return base

    def asked(self, name: str, codes: frozenset[int]) -> Ints:
        """How many have some codes of a subject, by stratum."""
        asked: Ints = self.by_code[self.block.at(name)][sorted(codes)].sum(axis=0)
        return asked

    def sums(self, name: str, members: Ints) -> list[int]:
        """How many in some strata have each code of a subject or a score."""
        of, place = self.block.of(name)
        totals = self.by_code[self.block.at(name)][:, members].sum(axis=1).tolist()
        found = [0] * len(of.words)
        for code, total in enumerate(totals):
            found[place[code] if place else code] += total
        return found


def tally(codes: Codes, words: int, strata: Strata) -> Ints:
    """Counts by code and stratum."""
    key = codes.astype(np.int64) * strata.size + strata.place
    return np.bincount(key, minlength=words * strata.size).reshape(words, strata.size).astype(np.int64)


@dataclass(frozen=True)
class Layout:
    """Where the parts of a block stand: one for each subject, code from 1 on, and stratum that was asked.

    Who left one subject out left out all of them, so code 1 has the same parts for each. ``base`` is how many
    were asked in each stratum, which is known to whoever tries.
    """

    block: Block
    base: Ints

    @cached_property
    def active(self) -> Ints:
        """The strata in which anybody was asked."""
        return np.flatnonzero(self.base)

    @cached_property
    def starts(self) -> list[int]:
        """The first part of each subject, and how many there are in all."""
        starts = [0]
        for at, subject in enumerate(self.block.subjects):
            starts.append(starts[-1] + (len(subject.words) - (2 if at else 1)) * len(self.active))
        return starts

    def at(self, subject: int, code: int) -> Ints:
        """The parts of one code, by active stratum."""
        width, subject = len(self.active), 0 if code == 1 else subject
        return self.starts[subject] + (code - (2 if subject else 1)) * width + np.arange(width)

    def parts(self, counts: Counts) -> Ints:
        """The parts that counts stand for."""
        return np.concatenate(
            [each[2 if at else 1 :, self.active].ravel() for at, each in enumerate(counts.by_code)]
        )

    def counts(self, parts: Ints) -> Counts:
        """The counts that parts stand for; who was not asked is left at 0."""
        found = []
        for at, subject in enumerate(self.block.subjects):
            each = np.zeros((len(subject.words), len(self.base)), dtype=np.int64)
            for code in range(1, len(each)):
                each[code, self.active] = parts[self.at(at, code)]
            found.append(each)
        return Counts(self.block, tuple(found))

    def system(self, keys: Sequence[Key], members: Sequence[Ints]) -> System:
        """Cells as sums of parts, for somebody who knows how many were asked in each stratum.

        ``members`` has the strata of each column, in order.
        """
        within = [self._within(strata) for strata in members]
        cells = Sums.of([self._cell(name, code, within[column]) for name, code, column in keys])
        equal, sides = self._equal()
        most, limits = self._most()
        return System(self.starts[-1], cells, equal, sides, most, limits)

    def _within(self, strata: Ints) -> Ints:
        """The places of some strata among the active ones."""
        inside = np.zeros(len(self.base), dtype=np.bool_)
        inside[strata] = True
        return np.flatnonzero(inside[self.active])

    def _cell(self, name: str, code: int, within: Ints) -> tuple[Ints, Ints]:
        at, codes = self.block.behind(name, code)
        things = np.concatenate([np.zeros(0, np.int64), *(self.at(at, each)[within] for each in codes)])
        return things, np.ones(len(things), dtype=np.int64)

    def _equal(self) -> tuple[Sums, Ints]:
        """Everybody who was asked has one code."""
        sums, strata = [], np.arange(len(self.active))
        for at, subject in enumerate(self.block.subjects):
            codes = [self.at(at, code) for code in range(1, len(subject.words))]
            row = np.tile(strata, len(codes))
            sums.append(Sums(row, np.concatenate(codes), np.ones_like(row), len(strata)))
        return Sums.below(sums), np.tile(self.base[self.active], len(sums))

    def _most(self) -> tuple[Sums, Ints]:
        """What a tick list tells: somebody who answers ticks enough, not too many, and some options alone."""
        rows: list[tuple[Ints, Ints]] = []
        sides: list[int] = []
        for place, stratum in enumerate(self.active):
            for terms, side in self.ticked(int(self.base[stratum])):
                things = np.array([self.at(at, code)[place] for (at, code), _ in terms])
                rows.append((things, np.array([times for _, times in terms], dtype=np.int64)))
                sides.append(side)
        return Sums.of(rows), np.array(sides, dtype=np.int64)

    def ticked(self, base: int) -> Iterator[tuple[list[tuple[tuple[int, int], int]], int]]:
        """For a tick list that ``base`` were asked: sums over (subject, code), and what each is at most."""
        known = self.block.ticks
        if known is None:
            return
        left, ticked = (0, 1), [(at, 2) for at in range(len(self.block.subjects))]
        times = [known.at_least if at in known.alone else 1 for at in range(len(ticked))]
        counted = [(each, -time) for each, time in zip(ticked, times, strict=True)]
        yield [*counted, (left, -known.at_least)], -known.at_least * base
        if known.at_most is not None:
            yield [*((each, 1) for each in ticked), (left, known.at_most)], known.at_most * base
        for alone in sorted(known.alone):
            for other in ticked:
                if other[0] != alone:
                    yield [(ticked[alone], 1), (other, 1), (left, 1)], base


@dataclass(frozen=True)
class People(Layout):
    """The groups themselves: the parts are the strata, and only how many people there are is known."""

    labels: tuple[Ints, ...] = ()

    def parts(self, counts: Counts) -> Ints:
        people: Ints = counts.by_code[0].sum(axis=0)
        return people

    def counts(self, parts: Ints) -> Counts:
        found = []
        for subject, labels in zip(self.block.subjects, self.labels, strict=True):
            each = np.zeros((len(subject.words), len(parts)), dtype=np.int64)
            each[labels, np.arange(len(parts))] = parts
            found.append(each)
        return Counts(self.block, tuple(found))

    def system(self, keys: Sequence[Key], members: Sequence[Ints]) -> System:
        cells = Sums.of([self._those(name, code, members[column]) for name, code, column in keys])
        nobody = np.flatnonzero((np.stack(self.labels) == 0).any(axis=0))  # a group is asked of everybody
        known = [(things, np.ones_like(things)) for things in (np.arange(len(self.base)), nobody)]
        sides = np.array([self.base.sum(), 0])
        return System(len(self.base), cells, Sums.of(known), sides, Sums.of([]), self.base[:0])

    def _those(self, name: str, code: int, members: Ints) -> tuple[Ints, Ints]:
        at, codes = self.block.behind(name, code)
        things = members[np.isin(self.labels[at][members], codes)]
        return things, np.ones(len(things), dtype=np.int64)
