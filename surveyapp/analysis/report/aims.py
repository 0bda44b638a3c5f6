"""Aims: whether what was planned to be reached was reached."""

from __future__ import annotations

from collections.abc import Sequence

from surveyapp.analysis.document.report import Cell, Column, Footnote, Row, Table
from surveyapp.analysis.report import said
from surveyapp.analysis.report.material import Material
from surveyapp.analysis.report.notes import INTERVALS, held_back
from surveyapp.release.plan.document import Aim

REACHED, MISSED = "Reached", "Not reached"
NOBODY = "Nobody answered"
UNTOLD = "Can't be told under the terms"


def table(material: Material, aims: Sequence[Aim], name: str, number: str, caption: str) -> Table:
    """A row for each aim: how many of those who answered, and whether that reaches it."""
    rows = tuple(_row(material, aim) for aim in aims)
    kind = INTERVALS[material.plan.intervals]
    notes = [
        Footnote("n/N: of N who answered. Whether an aim was reached is decided by the exact share."),
        Footnote(f"CI: {kind} interval; it does not decide."),
    ]
    if any(said.HELD in cell.marks for row in rows for cell in row.cells):
        notes.append(Footnote(held_back(material), said.HELD))
    columns = Column("n/N (%)"), Column("95% CI"), Column("Result", align="start")
    return Table(name, number, caption, "Aim", columns, rows, tuple(notes))


def _row(material: Material, aim: Aim) -> Row:
    counted = material.published.counted(aim.variable_of(material.instrument).name)
    if counted is None:
        return Row(Cell(aim.words), (Cell(said.NOTHING, said.HELD), Cell(), Cell(UNTOLD)))
    count = counted.told(aim.agree)
    interval = said.interval(count, counted, material.plan.intervals)
    return Row(Cell(aim.words), (said.share(count, counted), Cell(interval), Cell(verdict(material, aim))))


def verdict(material: Material, aim: Aim) -> str:
    """Whether an aim was reached, as far as everything that the tables leave open agrees on it."""
    counted = material.published.counted(aim.variable_of(material.instrument).name)
    if counted is None:
        return UNTOLD
    count, others = counted.of(aim.agree), counted.of(set(counted.values) - set(aim.agree))
    # A share grows with those who count and falls with those who do not, so two corners decide.
    corners = [(count.low, others.high), (count.high, others.low)]
    if all(inside + outside == 0 for inside, outside in corners):
        return NOBODY
    if any(inside + outside == 0 for inside, outside in corners):
        return UNTOLD
    found = {aim.reached(inside, inside + outside) for inside, outside in corners}
    return UNTOLD if len(found) > 1 else REACHED if found.pop() else MISSED
