"""Footnotes of tables, and the cells of tests that need them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from surveyapp.analysis.document.report import Cell, Footnote, Row
from surveyapp.analysis.inference.outcome import Method, Untestable
from surveyapp.analysis.report import said
from surveyapp.analysis.report.joint import Withheld
from surveyapp.analysis.report.material import Material
from surveyapp.analysis.report.tested import Key, Tests
from surveyapp.release.plan.document import Comparison, Table

NO_TEST, APPROXIMATE = "b", "c"
MEDIAN = "Median (quartiles)"
"""The label of the row of medians."""
INTERVALS = {"wilson": "Wilson's", "clopper_pearson": "Clopper and Pearson's exact"}
TESTS = {
    "fisher": "Fisher's exact test (Freeman-Halton)",
    "rank_sum": "exact Wilcoxon-Mann-Whitney rank-sum test",
    "mcnemar": "exact McNemar test",
    "mcnemar_mid_p": "McNemar test with mid-p",
    "signed_rank": "exact Wilcoxon signed-rank test",
}


def p_cells(tests: Tests, key: Key, *, family: bool) -> tuple[Cell, ...]:
    """The probability of a test, and in a family the adjusted one beside it."""
    outcome = tests.outcomes[key]
    if isinstance(outcome, Withheld | Untestable):
        mark = said.HELD if isinstance(outcome, Withheld) else NO_TEST
        return (Cell(said.NOTHING, mark),) * (1 + family)
    approximate = outcome.method in (Method.NORMAL, Method.CHI_SQUARED)
    found = Cell(said.probability(outcome.p), APPROXIMATE if approximate else "")
    return (found, Cell(said.probability(tests.adjusted[key]))) if family else (found,)


def notes(material: Material, tests: Tests, of: Table, rows: Sequence[Row]) -> tuple[Footnote, ...]:
    """The notes of a table of answers: about all of it, and those whose marks stand in its rows."""
    kind = INTERVALS[material.plan.intervals]
    base = (
        "n/N: of N who answered, n gave this answer. Who was asked and did not answer, and who was not "
        "asked, stand apart and count in no percentage; these rows are left out where they are 0."
    )
    texts = [base, f"CI: {kind} interval."]
    if has_median(rows):
        texts.append("Quartiles: R's type 2.")
    why = material.ready.tables.summary["without"].get(f"by {of.by}")
    if why:
        texts.append(f"No count by “{of.by}” is shown: {why}.")
    if of.test != "none":
        texts.append(f"P: {TESTS[of.test]}.{adjusted(tests, of)}")
    return (*(Footnote(text) for text in texts), *marked(material, tests, of, rows))


def has_median(rows: Iterable[Row]) -> bool:
    """Whether a median stands in some rows."""
    cells = (cell.text for row in rows if row.label.text == MEDIAN for cell in row.cells)
    return not {"", said.NOTHING}.issuperset(cells)


def adjusted(tests: Tests, of: Table | Comparison) -> str:
    """What is said of a family, with a space in front; nothing where none of its tests is shown here."""
    if of.family is None:
        return ""
    keys = tests.families[of.family]
    if not any(key[0] == of.name and key in tests.adjusted for key in keys):
        return ""
    held = any(isinstance(tests.outcomes[key], Withheld) for key in keys)
    made = sum(not isinstance(tests.outcomes[key], Untestable) for key in keys)
    bound = " Tests that are held back count as P = 1, so the others' are upper bounds." if held else ""
    return f" Adjusted after Holm among the {made} tests of the family “{of.family}”.{bound}"


def marked(
    material: Material, tests: Tests, of: Table | Comparison, rows: Iterable[Row]
) -> tuple[Footnote, ...]:
    """The notes whose marks stand in some rows."""
    marks = {mark for row in rows for cell in (row.label, *row.cells) for mark in cell.marks}
    mine = [outcome for key, outcome in tests.outcomes.items() if key[0] == of.name]
    reasons = dict.fromkeys(each.reason for each in mine if isinstance(each, Untestable))
    known = {
        said.HELD: held_back(material),
        NO_TEST: f"No test: {'; '.join(reasons)}.",
        APPROXIMATE: "By an approximation, as there are too many answers to compute it exactly.",
    }
    return tuple(Footnote(text, mark) for mark, text in known.items() if mark in marks)


def held_back(material: Material) -> str:
    """What is said of whatever does not appear."""
    terms = material.terms
    return (
        f"Held back under the terms of the survey, in whole or in part: a count below {terms.smallest_cell}, "
        f"what would give one away, or a column in which fewer than {terms.minimum} answered."
    )
