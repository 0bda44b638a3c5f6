"""What the row file tells of a block: how many rows say what, and what may stand behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from surveyapp.release.columns import Codes, Column
from surveyapp.release.ladders import Ladder
from surveyapp.release.tables.blocks import Strata
from surveyapp.release.tables.counted import Counts, Key, Layout, tally
from surveyapp.release.tables.linked import Ints, Sums, System
from surveyapp.release.tables.subjects import Subject
from surveyapp.release.words import HIDDEN


@dataclass(frozen=True)
class Filed:
    """A subject's cells as the row file shows them: the label of each response, and for each label the codes
    of the subject that may stand behind it."""

    labels: Codes
    behind: tuple[tuple[int, ...], ...]

    @property
    def partial(self) -> bool:
        """Whether the file tells anything, and yet not all."""
        return len(self.behind) > 1 and any(len(codes) > 1 for codes in self.behind)


def filed(subject: Subject, column: Column, ladder: Ladder | None) -> Filed:
    """What a released column tells of its subject."""
    behind: dict[str, set[int]] = {HIDDEN: set(range(len(subject.words)))}
    for word, code in subject.collected.items():
        for level in range(ladder.top if ladder is not None else 1):
            label = ladder.at(word, level) if ladder is not None else word
            behind.setdefault(label, set()).add(code)
    return Filed(column.codes, tuple(tuple(sorted(behind[word])) for word in column.words))


@dataclass(frozen=True)
class Told(Layout):
    """Parts of a block for somebody who holds the row file: by subject, label, code and stratum."""

    files: tuple[Filed, ...] = ()
    strata: Strata = field(default_factory=lambda: Strata(np.zeros(0, np.int64), (), 1))

    @cached_property
    def places(self) -> list[tuple[int, int, int, int]]:
        """What each part is: subject, label, code, stratum."""
        return [
            (at, label, code, int(stratum))
            for at, each in enumerate(self.files)
            for label, codes in enumerate(each.behind)
            for stratum in np.flatnonzero(self._labels[at][label])
            for code in codes
        ]

    @cached_property
    def _labels(self) -> list[Ints]:
        """For each subject how many rows have each label, by stratum."""
        return [tally(each.labels, len(each.behind), self.strata) for each in self.files]

    @cached_property
    def _table(self) -> Ints:
        return np.array(self.places, dtype=np.int64).reshape(-1, 4)

    def parts(self, counts: Counts) -> Ints:
        found = []
        for subject, each in zip(self.block.subjects, self.files, strict=True):
            words = len(subject.words)
            both = each.labels.astype(np.int64) * words + subject.codes
            found.append(
                tally(both, len(each.behind) * words, self.strata).reshape(-1, words, self.strata.size)
            )
        return np.array([found[at][label, code, stratum] for at, label, code, stratum in self.places])

    def counts(self, parts: Ints) -> Counts:
        found = [np.zeros((len(each.words), len(self.base)), np.int64) for each in self.block.subjects]
        for (at, _, code, stratum), part in zip(self.places, parts.tolist(), strict=True):
            found[at][code, stratum] += part
        return Counts(self.block, tuple(found))

    def system(self, keys: Sequence[Key], members: Sequence[Ints]) -> System:
        cells = Sums.of([self._those(name, code, members[column]) for name, code, column in keys])
        equal, sides = self._sides()
        most, limits = self._limits()
        return System(len(self.places), cells, equal, sides, most, limits)

    def _those(self, name: str, code: int, members: Ints) -> tuple[Ints, Ints]:
        at, codes = self.block.behind(name, code)
        subject, answers, strata = self._table[:, 0], self._table[:, 2], self._table[:, 3]
        things = np.flatnonzero((subject == at) & np.isin(answers, codes) & np.isin(strata, members))
        return things, np.ones(len(things), dtype=np.int64)

    def _where(self, subject: int, stratum: int, code: int) -> Ints:
        table = self._table
        return np.flatnonzero((table[:, 0] == subject) & (table[:, 3] == stratum) & (table[:, 2] == code))

    def _sides(self) -> tuple[Sums, Ints]:
        """Each row has one code; how many were not asked is known; who left a list out left all of it out."""
        rows: list[tuple[Ints, Ints]] = []
        sides: list[int] = []
        for at, each in enumerate(self._labels):
            for label, stratum in zip(*np.nonzero(each), strict=True):
                table = self._table
                own = (table[:, 0] == at) & (table[:, 1] == label) & (table[:, 3] == stratum)
                things = np.flatnonzero(own)
                rows.append((things, np.ones(len(things), dtype=np.int64)))
                sides.append(int(each[label, stratum]))
            for stratum, people in enumerate(each.sum(axis=0).tolist()):
                things = self._where(at, stratum, 0)
                rows.append((things, np.ones(len(things), dtype=np.int64)))
                sides.append(people - int(self.base[stratum]))
                if at:
                    mine, first = self._where(at, stratum, 1), self._where(0, stratum, 1)
                    signs = np.concatenate([np.ones(len(mine), np.int64), -np.ones(len(first), np.int64)])
                    rows.append((np.concatenate([mine, first]), signs))
                    sides.append(0)
        return Sums.of(rows), np.array(sides, dtype=np.int64)

    def _limits(self) -> tuple[Sums, Ints]:
        rows: list[tuple[Ints, Ints]] = []
        sides: list[int] = []
        for stratum in self.active.tolist():
            for terms, side in self.ticked(int(self.base[stratum])):
                things = [(self._where(at, stratum, code), times) for (at, code), times in terms]
                rows.append(
                    (
                        np.concatenate([each for each, _ in things]),
                        np.concatenate([np.full(len(each), times, np.int64) for each, times in things]),
                    )
                )
                sides.append(side)
        return Sums.of(rows), np.array(sides, dtype=np.int64)
