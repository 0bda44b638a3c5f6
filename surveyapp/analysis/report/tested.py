"""All tests of a plan, under what may be shown, and corrected by family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from surveyapp.analysis.inference.fisher import FisherTest, fisher
from surveyapp.analysis.inference.holm import holm
from surveyapp.analysis.inference.mcnemar import McNemar, mcnemar
from surveyapp.analysis.inference.outcome import Method, Untestable
from surveyapp.analysis.inference.ranks import RankSum, SignedRank, rank_sum, signed_rank
from surveyapp.analysis.report.joint import NOT_EXACT, TWICE, Cut, Joint, Sides, Withheld, cut, joint, sided
from surveyapp.analysis.report.material import Material
from surveyapp.analysis.report.published import Counted
from surveyapp.instrument.kinds.base import Variable
from surveyapp.release.plan.document import Comparison, Table
from surveyapp.release.plan.named import Pair, ranks

Key = tuple[str, int, str]
"""An analysis by name, the place of a row or pair in it, and a test."""
Result = FisherTest | RankSum | McNemar | SignedRank
Outcome = Result | Untestable | Withheld

GROUPS = "the tables do not show all its counts by group"


@dataclass(frozen=True)
class Tests:
    """What came of each test of a plan, and of each pair that a comparison looks at."""

    outcomes: Mapping[Key, Outcome]
    joints: Mapping[tuple[str, int], Joint | Withheld]
    families: Mapping[str, tuple[Key, ...]]

    @cached_property
    def adjusted(self) -> dict[Key, float]:
        """The probabilities of tests with a family, after Holm.

        One that may not be shown counts as 1. An adjusted probability never falls when another of the family
        rises, so this is an upper bound, and tells nothing of what is held back.
        """
        found: dict[Key, float] = {}
        for keys in self.families.values():
            members = [key for key in keys if not isinstance(self.outcomes[key], Untestable)]
            given = [1.0 if (p := self.p(key)) is None else p for key in members]
            found |= dict(zip(members, holm(given), strict=True))
        return {key: p for key, p in found.items() if not isinstance(self.outcomes[key], Withheld)}

    def p(self, key: Key) -> float | None:
        """The probability of a test, where it was made and may be shown."""
        outcome = self.outcomes[key]
        return None if isinstance(outcome, Untestable | Withheld) else outcome.p

    @property
    def methods(self) -> set[tuple[str, Method]]:
        """Which tests were made, and how their probabilities were computed."""
        return {
            (key[2], outcome.method)
            for key, outcome in self.outcomes.items()
            if not isinstance(outcome, Untestable | Withheld)
        }


def tests(material: Material) -> Tests:
    """Every test of the plan."""
    outcomes: dict[Key, Outcome] = {}
    joints: dict[tuple[str, int], Joint | Withheld] = {}
    cuts: list[Cut] = []
    for table in material.plan.tables:
        outcomes |= dict(_of_table(material, table))
    for comparison in material.plan.comparisons:
        for at, pair in enumerate(comparison.pairs_of(material.instrument)):
            if comparison.dichotomous:
                joints[comparison.name, at] = _once(material, pair, sided(pair.first, comparison.agree), cuts)
            for test in comparison.tests:
                key = (comparison.name, at, test)
                if test == "signed_rank":
                    outcomes[key] = _signed(material, pair, cuts)
                else:
                    outcomes[key] = _changed(joints[comparison.name, at], mid_p=test == "mcnemar_mid_p")
    families = {
        family: tuple(key for member in members for key in outcomes if key[0] == member.name)
        for family, members in material.plan.families.items()
    }
    return Tests(outcomes, joints, families)


def sided_test(comparison: Comparison) -> str:
    """The first test of a comparison that looks at two sides only. Raises StopIteration if none does."""
    return next(test for test in comparison.tests if test != "signed_rank")


def groups_of(material: Material, table: Table, variable: Variable) -> dict[str, Counted | None]:
    """By code of the table's groups, what the tables show of a variable in each."""
    by = table.by_of(material.instrument)
    codes = by.codes if by is not None else {}
    return {code: material.published.counted(variable.name, (table.by or "", code)) for code in codes}


def _of_table(material: Material, table: Table) -> Iterator[tuple[Key, Outcome]]:
    if table.test == "none":
        return
    variables = [each for row in table.rows_of(material.instrument) for each in row.variables]
    for at, variable in enumerate(variables):
        groups = list(groups_of(material, table, variable).values())
        counts = [None if group is None else group.shown for group in groups]
        shown = [each for each in counts if each is not None]
        if len(shown) < len(groups):
            yield (table.name, at, table.test), Withheld(GROUPS)
        elif table.test == "fisher":
            yield (table.name, at, table.test), fisher([list(each.values()) for each in shown])
        else:
            yield (table.name, at, table.test), _rank_sum(material, variable, shown)


def _rank_sum(material: Material, variable: Variable, shown: list[dict[str, int]]) -> Outcome:
    known = ranks(variable) if variable.codes else numbers_of(material, variable, shown[0])
    if known is None:
        return Withheld(GROUPS)
    first, second = ([known[word] for word, n in each.items() for _ in range(n)] for each in shown)
    return rank_sum(first, second)


def numbers_of(material: Material, variable: Variable, words: Iterable[str]) -> dict[str, float] | None:
    """The words of a number as numbers; None where tables show bands, or only how many answered."""
    if material.banded(variable.name):
        return None
    try:
        return {word: float(word) for word in words}
    except ValueError:
        return None


def _once(material: Material, pair: Pair, sides: Sides, cuts: list[Cut]) -> Joint | Withheld:
    found = joint(material, pair, sides)
    if isinstance(found, Withheld):
        return found
    mine = cut(material, pair, sides)
    if any(mine.disturbs(each) for each in cuts):
        return Withheld(TWICE)
    cuts.append(mine)
    return found


def _changed(found: Joint | Withheld, *, mid_p: bool) -> Outcome:
    if isinstance(found, Withheld):
        return found
    return mcnemar(int(found.counts[0, 1]), int(found.counts[1, 0]), mid_p=mid_p)


def _signed(material: Material, pair: Pair, cuts: list[Cut]) -> Outcome:
    known = _known(material, pair)
    if known is None:
        return Withheld(NOT_EXACT)
    found = _once(material, pair, tuple((word,) for word in known), cuts)
    if isinstance(found, Withheld):
        return found
    values = list(known.values())
    both = [(values[i], values[j]) for (i, j), n in np.ndenumerate(found.counts) for _ in range(int(n))]
    return signed_rank([one for one, _ in both], [two for _, two in both])


def _known(material: Material, pair: Pair) -> dict[str, float] | None:
    """What each answer to either question counts; None where tables do not show them one by one."""
    if pair.first.codes:
        return ranks(pair.first)
    found: dict[str, float] = {}
    for variable in (pair.first, pair.second):
        counted = material.published.counted(variable.name)
        known = numbers_of(material, variable, counted.values) if counted else None
        if known is None:
            return None
        found |= known
    return found
