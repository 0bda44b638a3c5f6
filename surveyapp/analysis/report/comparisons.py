"""Comparisons: the same people's answers to two questions, pair by pair."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.analysis.document.report import Block, Cell, Column, Footnote, Paragraph, Row, Table
from surveyapp.analysis.figures.shares import percent
from surveyapp.analysis.inference.mcnemar import McNemar
from surveyapp.analysis.report import said
from surveyapp.analysis.report.joint import Joint, Withheld
from surveyapp.analysis.report.material import Material
from surveyapp.analysis.report.notes import TESTS, adjusted, held_back, marked, p_cells
from surveyapp.analysis.report.tested import Tests, sided_test
from surveyapp.instrument.kinds.scales import BeforeAfter
from surveyapp.release.plan.document import Comparison

THEN_TEST = (
    "Both answers were given at one time: people were asked afterwards how it had been before. Such a "
    "then-test is open to recall bias and to a wish to see change, it has no comparison group, and time "
    "alone may have changed the answers."
)
NOT_SHOWN, CHANGED = "Not shown", "Changed"
SHORT = {"mcnemar": "P", "mcnemar_mid_p": "P, mid-p", "signed_rank": "P, signed-rank"}


def blocks(material: Material, tests: Tests, of: Comparison, number: str) -> tuple[Block, ...]:
    """A comparison as a table, with the caveat of retrospective pairs where they are such."""
    caveat = (Paragraph(THEN_TEST, aside=True),) if retrospective(material, of) else ()
    return table(material, tests, of, number), *caveat


def retrospective(material: Material, of: Comparison) -> bool:
    """Whether any pair is before and after in one questionnaire."""
    pairs = of.pairs_of(material.instrument)
    return any(pair.first.control and isinstance(pair.first.control.item, BeforeAfter) for pair in pairs)


def table(material: Material, tests: Tests, of: Comparison, number: str) -> Table:
    """A row for each pair: how many agree first and second, who changed, the odds ratio and the tests."""
    rows = tuple(_rows(material, tests, of))
    title = of.title if of.name not in material.planned.added else f"{of.title} (not planned in advance)"
    side = f": {of.sides[0].lower()} against {of.sides[1].lower()}" if of.dichotomous else ""
    return Table(
        of.name,
        number,
        f"{title}{side}",
        "Pair",
        _columns(material, of),
        rows,
        _notes(material, tests, of, rows),
    )


def _columns(material: Material, of: Comparison) -> tuple[Column, ...]:
    first, second = of.columns_of(material.instrument)
    found: list[Column] = []
    if of.dichotomous:
        group = f"{of.sides[0]}, n/N (%)"
        found += [Column(first, group), Column(second, group)]
        found += [
            Column("First only", CHANGED),
            Column("Second only", CHANGED),
            Column("Odds ratio (95% CI)"),
        ]
    for test in of.tests:
        found += [Column(SHORT[test]), *([Column(f"{SHORT[test]}, Holm")] if of.family else [])]
    return tuple(found)


def _rows(material: Material, tests: Tests, of: Comparison) -> Iterator[Row]:
    for at, pair in enumerate(of.pairs_of(material.instrument)):
        cells: list[Cell] = []
        found = tests.joints.get((of.name, at))
        if isinstance(found, Joint):
            cells += _sides(tests, of, at, found)
        elif found is not None:
            cells += [Cell(NOT_SHOWN, said.HELD), *[Cell()] * 4]
        for test in of.tests:
            mine = p_cells(tests, (of.name, at, test), family=bool(of.family))
            hidden = isinstance(found, Withheld) and test != "signed_rank"
            cells += [Cell()] * len(mine) if hidden else mine
        yield Row(Cell(pair.label), tuple(cells))


def _sides(tests: Tests, of: Comparison, at: int, found: Joint) -> list[Cell]:
    n = found.pairs
    first, second = (int(found.counts.sum(axis=axis)[0]) for axis in (1, 0))
    outcome = tests.outcomes[of.name, at, sided_test(of)]
    ratio = said.NOTHING
    if isinstance(outcome, McNemar):
        ratio = f"{said.odds(outcome.odds_ratio)} ({said.between(outcome.interval, ratio=True)})"
    shares = [Cell(f"{count}/{n} ({percent(count, n)})") for count in (first, second)]
    changed = [Cell(str(int(found.counts[0, 1]))), Cell(str(int(found.counts[1, 0])))]
    return [*shares, *changed, Cell(ratio)]


def _notes(material: Material, tests: Tests, of: Comparison, rows: tuple[Row, ...]) -> tuple[Footnote, ...]:
    first, second = of.columns_of(material.instrument)
    found = [outcome for key, outcome in tests.outcomes.items() if key[0] == of.name]
    shown = any(not isinstance(each, Withheld) for each in found)
    texts = ["N: those who answered both questions of a pair."]
    if of.dichotomous and shown:
        texts.append(
            f"First only: {of.sides[0].lower()} at “{first}” and not at “{second}”; second only: the other "
            "way round. Odds ratio: first only over second only, with its exact conditional interval."
        )
    if shown:
        texts.append(f"P: {'; '.join(TESTS[test] for test in of.tests)}, two-sided.{adjusted(tests, of)}")
    reasons = dict.fromkeys(each.reason for each in found if isinstance(each, Withheld))
    every = marked(material, tests, of, rows)
    held = tuple(
        Footnote(f"{held_back(material)} Here: {'; '.join(reasons)}.", note.mark)
        if note.mark == said.HELD
        else note
        for note in every
    )
    return (*(Footnote(text) for text in texts), *held)
