"""A plan in words, as `surveyapp profile show` prints it."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.instrument.kinds.base import Variable
from surveyapp.instrument.model import Instrument
from surveyapp.release.plan.document import Aim, Comparison, Figure, Likert, Plan, Table

TESTS = {
    "none": "no test",
    "fisher": "Fisher's exact test",
    "rank_sum": "exact rank-sum test",
    "mcnemar": "exact McNemar test",
    "mcnemar_mid_p": "McNemar test with mid-p",
    "signed_rank": "exact signed-rank test",
}
INTERVALS = {"wilson": "Wilson intervals", "clopper_pearson": "Clopper-Pearson intervals"}
BOUNDS = {"more_than": "more than", "at_least": "at least", "less_than": "less than", "at_most": "at most"}
RATES = {
    "RR2": "responses over all who were invited (AAPOR RR2)",
    "RR6": "responses over all who were invited (AAPOR RR6)",
    "none": "none",
}
"""What is said of the response rate, with its name in AAPOR's Standard Definitions (10th edition, 2023).

A response is whatever was sent, complete or not. Everybody who was invited is known to be eligible, so there
is no case of unknown eligibility, and RR2 and RR6 are one number.
"""


def plan_lines(plan: Plan, instrument: Instrument) -> Iterator[str]:
    """The lines of the outline, without an indent."""
    yield f"{plan.title or instrument.title}: {INTERVALS[plan.intervals]}"
    yield f"response rate: {RATES[plan.response_rate]}"
    for table in plan.tables:
        yield f"table {table.name}: {table.title}: {_table(table)}"
    for comparison in plan.comparisons:
        yield f"comparison {comparison.name}: {comparison.title}: {_comparison(comparison, instrument)}"
    for figure in plan.figures:
        yield f"figure {figure.name}: {figure.title}: {_figure(figure)}"
    for aim in plan.aims:
        yield f"aim {aim.name}: {aim.words}: {_aim(aim, instrument)}"


def _table(table: Table) -> str:
    by = f", by {table.by}" if table.by else ""
    test = f", {TESTS[table.test]}" if table.test != "none" else ""
    median = ", medians" if table.median else ""
    return f"{', '.join(table.rows)}{by}{test}{median}{_family(table)}"


def _comparison(comparison: Comparison, instrument: Instrument) -> str:
    first, second = comparison.columns_of(instrument)
    pairs = comparison.pairs_of(instrument)
    said = f"{len(pairs)} {'pair' if len(pairs) == 1 else 'pairs'}, {first} against {second}"
    sides = (
        f", {_codes(comparison.agree, pairs[0].first)} against the rest" if comparison.agree and pairs else ""
    )
    return f"{said}{sides}, {', '.join(TESTS[test] for test in comparison.tests)}{_family(comparison)}"


def _figure(figure: Figure) -> str:
    if isinstance(figure, Likert):
        blocks = (f"{heading} ({', '.join(names)})" for heading, names in figure.blocks.items())
        return f"diverging bars of {'; '.join(blocks)}"
    return f"paired bars of {figure.comparison}"


def _aim(aim: Aim, instrument: Instrument) -> str:
    bounds = " and ".join(f"{BOUNDS[word]} {bound:g} %" for word, bound in aim.bounds.items())
    return f"{bounds} of {aim.of} {_codes(aim.agree, aim.variable_of(instrument))}"


def _codes(codes: tuple[str, ...], variable: Variable) -> str:
    return " or ".join(f"“{variable.codes[code]}”" for code in codes)


def _family(analysis: Table | Comparison) -> str:
    return f", corrected after Holm in the family {analysis.family}" if analysis.family else ""
