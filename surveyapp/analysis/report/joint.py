"""Two questions to the same people, held against each other: what of that may be shown.

Tables show each question by itself. How many said this to one and that to the other is a count of its own,
and must not single anybody out either, nor give away what tables and rows hide. It is shown only where

1. the tables show exactly how many stand on each side of both questions, and how many were asked;
2. as many pairs as the terms' minimum are complete;
3. all who stand on one side of one question and anywhere at the other (on a side, without an answer, or not
   asked) are nobody or as many as the smallest cell. So neither a pair nor what is left of a side when pairs
   are taken away is a small count;
   Behind a side that colleagues may know somebody to be on, and behind not having been asked, stand nobody
   or as many as the terms' minimum;
4. in a campaign that gives rows, these show both answers of everybody, so that it is no news;
5. hiding it would not tell it: whoever knows these rules and both questions' tables knows that what is hidden
   breaks one of them, so tables under which only one way of lying together would be hidden show none at all;
6. no other cut through the same two questions is shown: the difference of two cuts would be a count as well.

Between two ordinary questions, which tables never hide of everybody, only 1 and 2 hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from surveyapp.analysis.report.material import Material
from surveyapp.instrument.kinds.base import Variable
from surveyapp.release.carried import sources
from surveyapp.release.plan.named import Pair
from surveyapp.release.tables.subjects import ABSENT, protected
from surveyapp.release.words import NOT_ASKED, SUPPRESSED

Ints = npt.NDArray[np.int64]
Sides = Sequence[Sequence[str]]
"""The words on each side of a cut."""

TWO = 2

NOT_EXACT = "the tables hold back how many are on each side of one of the two questions"
FEW = "fewer pairs are complete than the terms ask for"
SMALL = "a count of pairs, or of what they leave of one question, would be small"
ROWS = "the row file does not show both answers of everybody"
TOLD = "hiding it in some cases only would tell what is hidden"
TWICE = "another cut through the same two questions is shown"


@dataclass(frozen=True)
class Joint:
    """The complete pairs: how many stand on each side first (rows) and second (columns)."""

    counts: Ints

    @property
    def pairs(self) -> int:
        return int(self.counts.sum())


@dataclass(frozen=True)
class Cut:
    """Sides of two questions: their names, the controls behind each, and the words of each side."""

    names: tuple[str, str]
    behind: tuple[frozenset[str], frozenset[str]]
    sides: tuple[frozenset[str], ...]

    def disturbs(self, other: Cut) -> bool:
        """Whether both together tell more than either: they cut the same questions, neither more finely."""
        across = any(
            self.behind[0] & other.behind[at] and self.behind[1] & other.behind[1 - at] for at in (0, 1)
        )
        return across and not (self.names == other.names and (self._finer(other) or other._finer(self)))

    def _finer(self, other: Cut) -> bool:
        """Whether each side lies within one of the other's."""
        return all(any(mine <= side for side in other.sides) for mine in self.sides)


@dataclass(frozen=True)
class Withheld:
    """It may not be shown; the reason is a clause, and carries no number."""

    reason: str


def sided(variable: Variable, agree: Sequence[str]) -> Sides:
    """The two sides of a question, by the codes on the first."""
    return tuple(agree), tuple(code for code in variable.codes if code not in agree)


def joint(material: Material, pair: Pair, sides: Sides) -> Joint | Withheld:
    """How the pairs lie over the sides of a cut, if it may be shown (1 to 5)."""
    counts = _counts(material, pair, sides)
    inside = counts[:-1, :-1]
    variables = pair.first, pair.second
    if not all(_exact(material, each, sides) for each in variables):
        return Withheld(NOT_EXACT)
    if inside.sum() < material.terms.minimum:
        return Withheld(FEW)
    if any(protected(material.instrument, each) for each in variables):
        if not all(_in_rows(material, each) for each in variables):
            return Withheld(ROWS)
        rule = _Rule.of(material, pair)
        if rule.broken(counts):
            return Withheld(SMALL)
        if len(sides) == TWO and _tells(counts, rule):
            return Withheld(TOLD)
    return Joint(inside)


def cut(material: Material, pair: Pair, sides: Sides) -> Cut:
    """What tells one cut from another."""
    names = pair.first.name, pair.second.name
    first, second = (sources(material.instrument, name) or _ticked(material, name) for name in names)
    return Cut(names, (first, second), tuple(map(frozenset, sides)))


def _ticked(material: Material, name: str) -> frozenset[str]:
    """The control that one option of several belongs to."""
    control = material.columns[name].variable.control
    return frozenset({control.name}) if control else frozenset()


def _counts(material: Material, pair: Pair, sides: Sides) -> Ints:
    """Everybody by where they stand at both questions; the last row and column are who gave no answer."""
    first, second = (_places(material, each.name, sides) for each in (pair.first, pair.second))
    size = len(sides) + 1
    found: Ints = (
        np.bincount(first * size + second, minlength=size * size).reshape(size, size).astype(np.int64)
    )
    return found


@dataclass(frozen=True)
class _Rule:
    """What counts of pairs must keep: the smallest cell, and how many must stand behind what colleagues know.

    ``known`` says of the first and the second question whether colleagues may know which side somebody is
    on, ``asked`` whether they may know who was not asked.
    """

    smallest: int
    minimum: int
    known: tuple[bool, bool]
    asked: tuple[bool, bool]

    @classmethod
    def of(cls, material: Material, pair: Pair) -> _Rule:
        terms, variables = material.terms, (pair.first, pair.second)
        known = tuple(
            each.control is None or each.control.item.privacy == "quasi_identifier" for each in variables
        )
        asked = tuple(material.columns[each.name].counts().get(NOT_ASKED, 0) > 0 for each in variables)
        return cls(terms.smallest_cell, terms.minimum, (known[0], known[1]), (asked[0], asked[1]))

    def broken(self, counts: Ints) -> bool:
        """Whether a count is small, or too few stand behind what is told of those whose side is known."""
        told = np.concatenate([counts[:-1].ravel(), counts[-1, :-1]])
        found = bool(((told > 0) & (told < self.smallest)).any())
        for way, each in enumerate((counts, counts.T)):
            lines = each[:-1, :-1].sum(axis=1) if self.known[way] else np.zeros(0, np.int64)
            left = [each[-1, :-1].sum()] if self.asked[way] else []
            behind = np.concatenate([lines, np.array(left, dtype=np.int64)])
            found |= bool(((behind > 0) & (behind < self.minimum)).any())
        return found


def _tells(counts: Ints, rule: _Rule) -> bool:
    """Whether, of all ways in which two questions with these sides may lie together, one would be hidden.

    Only the sums over rows and columns are looked at, which everybody knows. Of the ways to place who gave
    no answer one is taken; each of the others only adds ways.
    """
    first, second = (np.array(counts.sum(axis=axis)) for axis in (1, 0))
    neither = min(first[-1], second[-1])
    fixed = np.zeros_like(counts)
    fixed[-1, -1] = neither
    fixed[-1, :-1] = _spread(int(first[-1] - neither), second[:-1])
    fixed[:-1, -1] = _spread(int(second[-1] - neither), first[:-1])
    rows, columns = first[:-1] - fixed[:-1, -1], second[:-1] - fixed[-1, :-1]
    hidden = 0
    for both in range(max(0, int(rows[0] - columns[1])), int(min(rows[0], columns[0])) + 1):
        fixed[:2, :2] = [[both, rows[0] - both], [columns[0] - both, columns[1] - rows[0] + both]]
        hidden += rule.broken(fixed)
        if hidden > 1:
            return False
    return hidden == 1


def _spread(people: int, room: Ints) -> Ints:
    """So many people on the sides, the first one filled first."""
    before = np.cumsum(room) - room
    found: Ints = np.clip(people - before, 0, room)
    return found


def _places(material: Material, name: str, sides: Sides) -> Ints:
    column = material.columns[name]
    at = {word: side for side, words in enumerate(sides) for word in words}
    places = np.array([at.get(word, len(sides)) for word in column.words], dtype=np.int64)
    found: Ints = places[column.codes]
    return found


def _exact(material: Material, variable: Variable, sides: Sides) -> bool:
    counted = material.published.counted(variable.name)
    return counted is not None and all(counted.of(side).exact for side in sides)


def _in_rows(material: Material, variable: Variable) -> bool:
    """Whether rows, if there are any, show everybody's answer as it was given."""
    if material.rows_show is None:
        return True
    column = material.rows_show.get(variable.name)
    if column is None:
        return False
    if variable.codes:
        return column.counts().keys() <= {*variable.codes, *ABSENT}
    return variable.name not in material.ready.profile.ladders and SUPPRESSED not in column.counts()
