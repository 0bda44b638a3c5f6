"""The table of claims: read row by row, and what is wrong with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from surveyapp.analysis.reconcile.chances import PrintedP
from surveyapp.analysis.reconcile.rounding import Printed
from surveyapp.instrument.explain import nearest
from surveyapp.instrument.problems import Place, Problem, Unusable
from surveyapp.instrument.tree import decode

LARGEST = 1_000_000
"""Bytes that a table of claims may have."""
NEEDED = ("id", "n", "N", "percent")
COLUMNS = (*NEEDED, "where", "decimals", "subset_of", "p", "test", "known")
TESTS = ("mcnemar", "fisher")

COUNT = re.compile(r"[0-9]{1,9}")
PERCENT = re.compile(r"([0-9]{1,3}(?:\.([0-9]{1,6}))?) ?%?")
P = re.compile(r"[pP]? ?(=|<|>|≤|≥|<=|>=|) ?((?:0|1)?(?:\.([0-9]{1,12}))?)")
KNOWN = re.compile(r"[0-9]{1,6}(?:[ /]+[0-9]{1,6}){0,99}")

HINTS = {
    "not-a-count": "a whole number, without separators",
    "not-a-percent": "as printed, 0 to 100, with a decimal point: 89, 88.9 or 89 %",
    "not-decimals": "how many decimals were printed, 0 to 6, not fewer than stand in percent",
    "not-a-p": "as printed: 0.062, P = .02, < 0.03",
    "not-known": "numbers, with / between the rows of a table: 9, 7 0 or 3 8 12 / 6 5 4",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A published number: `n` of `whole` are `percent`, part of what claim `subset_of` counts; or a P value.

    `known` holds the rows of what is known of the test behind `p`.
    """

    id: str
    place: Place
    n: int | None
    whole: int | None
    percent: Printed | None
    subset_of: str
    p: PrintedP | None
    test: str
    known: tuple[tuple[int, ...], ...]


def read_claims(content: bytes, file: str) -> tuple[list[Claim], list[Problem]]:
    """The claims that can be read, and a problem for everything that cannot."""
    if len(content) > LARGEST:
        return [], [Problem(Place(file), "too-large", f"more than {LARGEST:,} bytes", "split it")]
    try:
        text = decode(content, file)
    except Unusable as unusable:
        return [], list(unusable.problems)
    claims: list[Claim] = []
    problems: list[Problem] = []
    rows = _rows(text, file, problems)
    header = next(rows, (Place(file), []))
    problems += _header_problems(*header)
    if any(problem.code != "column-unknown" for problem in problems):
        return [], problems
    for place, cells in rows:
        if len(cells) != len(header[1]):
            said = f"{len(cells)} cells, and the header has {len(header[1])}"
            problems.append(Problem(place, "cells", said, "a text with a comma in it belongs in quotes"))
        else:
            reader = _Row(dict(zip(header[1], cells, strict=True)), place, problems)
            claims.append(reader.claim())
    return claims, problems


def _rows(text: str, file: str, problems: list[Problem]) -> Iterator[tuple[Place, list[str]]]:
    """Each row that holds anything with the line it starts on; a broken one ends the table."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        place = Place(file, reader.line_num + 1)
        try:
            cells = [_printable(cell.strip()) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(Problem(place, "not-csv", str(error), "check the quotes from here on"))
            return
        if any(cells):
            yield place, cells


def _printable(cell: str) -> str:
    """A cell that is safe to print: control characters become a replacement character."""
    return "".join(
        letter if letter.isprintable() or letter == "\t" else "\N{REPLACEMENT CHARACTER}" for letter in cell
    )


def _header_problems(place: Place, names: Sequence[str]) -> Iterator[Problem]:
    if len(names) == 1 and (found := re.search(r"[;\t|]", names[0])):
        said = f"columns are separated by {found[0]!r}"
        yield Problem(place, "delimiter", said, "save the file with commas between columns")
        return
    for name in dict.fromkeys(names):
        if name not in COLUMNS:
            yield Problem(place, "column-unknown", f"no column is called '{name}'", nearest(name, COLUMNS))
        elif names.count(name) > 1:
            yield Problem(place, "column-twice", f"two columns are called '{name}'", "leave one of them out")
    for name in NEEDED:
        if name not in names:
            yield Problem(
                place, "column-missing", f"there is no column '{name}'", f"needed: {', '.join(NEEDED)}"
            )


class _Row:
    """Reads the cells of one row; each that cannot be read becomes a problem, and reads as empty."""

    def __init__(self, cells: Mapping[str, str], place: Place, problems: list[Problem]):
        self.cells, self.place, self.problems = cells, place, problems

    def claim(self) -> Claim:
        name, p = self.cell("id"), self._p()
        if not name:
            self.refuse("id-missing", "a claim without an id", "give it a short name of its own")
        known = self._known()
        if p and not (self.cell("test") and self.cell("known")):
            self.refuse("not-known", f"'{p}' of which test, and of what?", "fill in test and known")
        return Claim(
            id=name,
            place=self.place,
            n=self._count("n"),
            whole=self._count("N"),
            percent=self._percent(),
            subset_of=self.cell("subset_of"),
            p=p,
            test=self._test(),
            known=known,
        )

    def cell(self, column: str) -> str:
        """What stands in a column; nothing where there is none."""
        return self.cells.get(column, "")

    def refuse(self, code: str, message: str, hint: str = "") -> None:
        """Note a problem of this row."""
        self.problems.append(Problem(self.place, code, message, hint or HINTS[code]))

    def _match(self, pattern: re.Pattern[str], column: str, code: str) -> re.Match[str] | None:
        cell = self.cell(column)
        match = pattern.fullmatch(cell)
        if cell and not match:
            self.refuse(code, f"{column} is '{cell[:40]}'")
        return match if cell else None

    def _count(self, column: str) -> int | None:
        match = self._match(COUNT, column, "not-a-count")
        return int(match[0]) if match else None

    def _percent(self) -> Printed | None:
        match = self._match(PERCENT, "percent", "not-a-percent")
        given = self._match(re.compile("[0-6]"), "decimals", "not-decimals")
        if not match:
            return None
        value, decimals = Fraction(match[1]), len(match[2] or "")
        if value > 100:
            self.refuse("not-a-percent", f"percent is '{match[0]}'")
            return None
        if given and int(given[0]) < decimals:
            self.refuse("not-decimals", f"decimals is '{given[0]}', percent '{match[1]}'")
        return Printed(value, max(decimals, int(given[0]) if given else 0))

    def _p(self) -> PrintedP | None:
        match = self._match(P, "p", "not-a-p")
        if not match:
            return None
        relation = {"": "=", "<=": "≤", ">=": "≥"}.get(match[1], match[1])
        value = Fraction(match[2] or 2)
        if value > 1:
            self.refuse("not-a-p", f"p is '{match[0]}'")
            return None
        return PrintedP(relation, Printed(value, len(match[3] or "")))

    def _test(self) -> str:
        test = self.cell("test")
        if test in ("", *TESTS):
            return test
        self.refuse("unknown-test", f"no test is called '{test}'", nearest(test, TESTS))
        return ""

    def _known(self) -> tuple[tuple[int, ...], ...]:
        match = self._match(KNOWN, "known", "not-known")
        return tuple(tuple(map(int, row.split())) for row in match[0].split("/")) if match else ()
