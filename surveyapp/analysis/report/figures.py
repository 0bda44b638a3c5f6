"""The figures of a plan, drawn of what may be shown."""

from __future__ import annotations

from surveyapp.analysis.document.report import Figure
from surveyapp.analysis.figures import likert, paired
from surveyapp.analysis.figures.shares import Hidden, Range
from surveyapp.analysis.report import said
from surveyapp.analysis.report.joint import Withheld
from surveyapp.analysis.report.material import Material
from surveyapp.analysis.report.notes import TESTS
from surveyapp.analysis.report.tested import Tests, sided_test
from surveyapp.instrument.kinds.base import Variable
from surveyapp.release.plan.document import BeforeAfterBars, Comparison, Likert
from surveyapp.release.plan.named import Pair

HELD = "Not shown under the terms of the survey"
PART = "held back in part under the terms of the survey"


def figure(material: Material, tests: Tests, of: Likert | BeforeAfterBars, number: str) -> Figure:
    """A figure of the plan with its caption."""
    late = " Not planned in advance." if of.name in material.planned.added else ""
    if isinstance(of, Likert):
        told = likert.draw(bars(material, of))
        caption = f"{of.title}. Percentages are of n, those who answered.{late}"
        return Figure(of.name, number, caption, told)
    comparison = material.plan.comparison(of.comparison)
    if comparison is None:
        raise ValueError(f"{of.name}: no comparison {of.comparison}")
    drawn = paired.draw(pairs(material, tests, of, comparison))
    caption = (
        f"{of.title}: those who {comparison.sides[0].lower()}, of all who answered both, with how many did "
        f"so only first or second and P of the {TESTS[sided_test(comparison)]}, two-sided and not "
        f"adjusted.{late}"
    )
    return Figure(of.name, number, caption, drawn)


def bars(material: Material, of: Likert) -> likert.Likert:
    """What a figure of stacked bars shows."""
    blocks = of.blocks_of(material.instrument)
    points = blocks[0].variables[0].codes
    half = len(points) // 2
    drawn = [
        likert.Block(
            block.heading,
            tuple(
                _answers(material, of, variable, label)
                for variable, label in zip(block.variables, block.labels, strict=True)
            ),
        )
        for block in blocks
    ]
    return likert.Likert(
        of.title, tuple(points.values()), half, half, (of.sides[0], of.sides[1]), tuple(drawn)
    )


def _answers(material: Material, of: Likert, variable: Variable, label: str) -> likert.Row:
    counted = material.published.counted(variable.name)
    if counted is None:
        return Hidden(label, HELD)
    shown, answered = counted.shown, counted.answered
    if shown is not None:
        return likert.Answers(label, tuple(shown.values()))
    if not answered.exact:
        return Hidden(label, HELD)
    codes = list(variable.codes)
    half = len(codes) // 2
    n = answered.low
    left, right = counted.told(codes[:half]), counted.told(codes[-half:])
    if _says_nothing(left, n) and _says_nothing(right, n):
        return Hidden(label, HELD)
    words = "; ".join(f"{side} {count.of(n)}" for side, count in zip(of.sides, (left, right), strict=True))
    return likert.Bounded(label, n, left, right, f"{words}; {PART}")


def _says_nothing(count: Range, n: int) -> bool:
    return count.low == 0 and count.high >= n


def pairs(material: Material, tests: Tests, of: BeforeAfterBars, comparison: Comparison) -> paired.Paired:
    """What a figure of paired bars shows."""
    first, second = comparison.columns_of(material.instrument)
    rows = tuple(
        _pair(tests, comparison, at, pair) for at, pair in enumerate(comparison.pairs_of(material.instrument))
    )
    return paired.Paired(of.title, (first, second), comparison.sides[0].lower(), rows)


def _pair(tests: Tests, comparison: Comparison, at: int, pair: Pair) -> paired.Row:
    found = tests.joints[comparison.name, at]
    if isinstance(found, Withheld):
        return Hidden(pair.label, HELD)
    p = tests.p((comparison.name, at, sided_test(comparison)))
    first, second = (int(found.counts.sum(axis=axis)[0]) for axis in (1, 0))
    only = str(int(found.counts[0, 1])), str(int(found.counts[1, 0]))
    words = said.NOTHING if p is None else said.probability(p)
    return paired.Pair(pair.label, found.pairs, Range(first, first), Range(second, second), only, words)
