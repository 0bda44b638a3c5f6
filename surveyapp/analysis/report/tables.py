"""The tables of a plan: how often each answer was given, by group where that was planned, with tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from surveyapp.analysis.document.report import Cell, Column, Row, Table
from surveyapp.analysis.figures.shares import Range
from surveyapp.analysis.inference.outcome import Untestable
from surveyapp.analysis.inference.quantiles import quartiles
from surveyapp.analysis.report import said
from surveyapp.analysis.report.material import Material
from surveyapp.analysis.report.notes import MEDIAN, notes, p_cells
from surveyapp.analysis.report.published import Counted
from surveyapp.analysis.report.tested import Tests, groups_of, numbers_of
from surveyapp.instrument.kinds.base import Variable
from surveyapp.release.plan import document
from surveyapp.release.plan.named import MEASURED, numbers

NOT_SHOWN = "Not shown under the terms"
LEVELS = 2


@dataclass(frozen=True)
class Lines:
    """Writes the rows of one table."""

    material: Material
    tests: Tests
    table: document.Table

    def rows(self) -> Iterator[Row]:
        """All rows, those of each name of the plan together."""
        at = 0
        for row in self.table.rows_of(self.material.instrument):
            if row.several:
                yield Row(Cell(row.wording), heading=True)
            for variable, label in zip(row.variables, row.labels, strict=True):
                yield from self._variable(
                    variable, label if row.several else row.wording, at, several=row.several
                )
                at += 1
            if row.several:
                first = row.variables[0]
                yield from self._absent(first, 1, answered=first.option is not None)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns: everybody, the groups, and the tests."""
        material, table = self.material, self.table
        by = table.by_of(material.instrument)
        if by is None:
            return Column("n/N (%)"), Column("95% CI")
        names = [Column("n/N (%)", "Everybody"), Column("95% CI", "Everybody")]
        names += [Column(label, f"{by.wording} n/N (%)") for label in by.codes.values()]
        if table.test != "none":
            names += [Column("P"), *([Column("P, Holm")] if table.family else [])]
        return tuple(names)

    @property
    def _blank(self) -> tuple[Cell, ...]:
        return (Cell(),) * len(self.columns)

    def _variable(self, variable: Variable, label: str, at: int, *, several: bool) -> Iterator[Row]:
        """A variable: its heading and its answers; one row where it says yes or no."""
        counted = self.material.published.counted(variable.name)
        level = int(several)
        p = self._p(at)
        if counted is None:
            cells = (Cell(NOT_SHOWN, said.HELD), *self._blank[1:])
            yield Row(Cell(label), cells, level=level)
        elif set(counted.values) == {"1", "0"} and variable.type == "flag":
            name = label if variable.option else f"{label} Yes" if label.endswith("?") else f"{label}: yes"
            yield Row(Cell(name), self._cells(variable, counted, ("1",), p), level=level)
            if variable.option is None:
                yield from self._absent(variable, level + 1, asked=not several)
        else:
            cells = (*self._blank[len(p) :], *p) if p else ()
            yield Row(Cell(label), cells, heading=True, level=level)
            for word in counted.values:
                name = self._label(variable, word)
                yield Row(Cell(name), self._cells(variable, counted, (word,)), level=level + 1)
            yield from self._median(variable, counted, level + 1)
            yield from self._absent(variable, level + 1, asked=not several)

    def _label(self, variable: Variable, word: str) -> str:
        ladder = self.material.ready.profile.ladders.get(variable.name)
        bands = ladder.labels if ladder else {}
        return variable.codes.get(word) or bands.get(word) or word.replace("_", " ").capitalize()

    def _cells(
        self, variable: Variable, counted: Counted, words: tuple[str, ...], p: tuple[Cell, ...] = ()
    ) -> tuple[Cell, ...]:
        count = counted.of(words)
        groups = groups_of(self.material, self.table, variable).values()
        found = [
            said.share(count, counted),
            Cell(said.interval(count, counted, self.material.plan.intervals)),
            *(
                Cell(said.NOTHING, said.HELD) if each is None else said.share(each.of(words), each)
                for each in groups
            ),
        ]
        found += p or [Cell()] * (len(self._blank) - len(found))
        return tuple(found)

    def _p(self, at: int) -> tuple[Cell, ...]:
        if self.table.test == "none":
            return ()
        return p_cells(self.tests, (self.table.name, at, self.table.test), family=bool(self.table.family))

    def _median(self, variable: Variable, counted: Counted, level: int) -> Iterator[Row]:
        """Median and quartiles, of everybody and by group, where all counts behind them are shown."""
        known = numbers(variable) if variable.codes else numbers_of(self.material, variable, counted.values)
        wanted = variable.type in MEASURED or (self.table.median and known is not None)
        if not wanted:
            return
        groups = groups_of(self.material, self.table, variable).values()
        cells = [self._quartiles(known, each) for each in (counted, *groups)]
        filled = (cells[0], Cell(), *cells[1:])
        blank = (Cell(),) * (len(self._blank) - len(filled))
        yield Row(Cell(MEDIAN), (*filled, *blank), level=level)

    def _quartiles(self, known: dict[str, float] | None, counted: Counted | None) -> Cell:
        shown = counted.shown if counted else None
        if known is None or shown is None:
            return Cell(said.NOTHING, said.HELD)
        found = quartiles([known[word] for word, n in shown.items() for _ in range(n)])
        if isinstance(found, Untestable):
            return Cell(said.NOTHING)
        lower, median, upper = map(said.number, (found.lower, found.median, found.upper))
        return Cell(f"{median} ({lower}, {upper})")

    def _absent(
        self, variable: Variable, level: int, *, answered: bool = True, asked: bool = True
    ) -> Iterator[Row]:
        """Who did not answer, and who was not asked, where there is anybody or that is held back."""
        counted = self.material.published.counted(variable.name)
        if counted is None:
            return
        groups = groups_of(self.material, self.table, variable).values()
        people = self.material.responses
        if answered:
            left = [(each.left_open, each.asked) if each else None for each in (counted, *groups)]
            yield from self._people("Not answered", level, left)
        if asked and counted.asked < people:
            missing = people - counted.asked
            yield self._filled(
                "Not asked", level, [Cell(f"{missing} of {people}"), *(Cell() for _ in groups)]
            )

    def _people(self, label: str, level: int, counts: list[tuple[Range, int] | None]) -> Iterator[Row]:
        if any(count is not None and count[0].high for count in counts):
            cells = [
                Cell(said.NOTHING, said.HELD) if each is None else said.of_asked(*each) for each in counts
            ]
            yield self._filled(label, level, cells)

    def _filled(self, label: str, level: int, cells: list[Cell]) -> Row:
        blank = (Cell(),) * (len(self._blank) - len(cells) - 1)
        return Row(Cell(label), (cells[0], Cell(), *cells[1:], *blank), level=min(level, LEVELS))


def table(material: Material, tests: Tests, of: document.Table, number: str) -> Table:
    """One table of the plan, as it is printed."""
    lines = Lines(material, tests, of)
    rows = tuple(lines.rows())
    caption = of.title if of.name not in material.planned.added else f"{of.title} (not planned in advance)"
    return Table(of.name, number, caption, "Question", lines.columns, rows, notes(material, tests, of, rows))
