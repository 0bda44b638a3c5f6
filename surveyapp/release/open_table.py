"""Any CSV file as columns, however it is separated and encoded; no row is kept as a Python object."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO, TextIOWrapper
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, TextIO

import numpy as np

from surveyapp.instrument.kinds.base import Variable
from surveyapp.instrument.problems import Place, Problem, Unusable
from surveyapp.release.columns import Codes, Column, narrow
from surveyapp.release.write import Tell

SEPARATORS = ",;\t|"
CHUNK = 10_000
SAMPLE = 2**18
MOST_PROBLEMS = 20
LONGEST = 131_072
"""Characters of a cell: more is a quote that was never closed. Python's limit is a setting of the process."""
EXCEL = "sep="
"""What a first line begins with that tells Excel the separator."""
UNREADABLE = "\udcff"
UNDECODED = re.compile("[\udc80-\udcff]")
"""What stands for bytes that are nothing in an encoding."""
Record = tuple[int, list[str]]
"""The line that a record begins in, counted from 1, and its cells."""


class Form(NamedTuple):
    """How a CSV file is written; ``announced`` where its first line says its separator."""

    encoding: str
    separator: str
    announced: bool = False


@dataclass(frozen=True)
class Table:
    """The cells of a CSV file by column, and how many rows it has."""

    columns: tuple[Column, ...]
    rows: int


def form_of(path: Path, encoding: str, separator: str | None, wanted: Collection[str]) -> Form:
    """How a file is separated: so that it has the ``wanted`` columns, equal rows, and several columns."""
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        sample = file.read(SAMPLE)
    first = sample.partition("\n")[0].rstrip("\r")
    if first.lower().startswith(EXCEL) and len(first) == len(EXCEL) + 1:
        return Form(encoding, separator or first[-1], announced=True)
    return Form(encoding, separator or max(SEPARATORS, key=lambda each: _fit(sample, each, wanted)))


def _fit(sample: str, separator: str, wanted: Collection[str]) -> tuple[bool, bool, float, int]:
    lines = csv.reader(StringIO(sample, newline=""), delimiter=separator)
    try:
        rows = [row for row in islice(lines, 200) if row]
    except csv.Error:
        rows = []
    width = len(rows[0]) if rows else 0
    equal = sum(len(row) == width for row in rows) / max(len(rows), 1)
    return width > 0 and set(wanted) <= set(rows[0]), width > 1, equal, width


def header_of(path: Path, form: Form) -> list[str]:
    """The names of a file's columns. Raises Unusable where one has no name, or two have the same."""
    found = next(_records(path, form), None)
    if found is None:
        hint = "its first line names the columns, and each further line is a row"
        raise Unusable([Problem(Place(str(path)), "empty-file", "the file is empty", hint)])
    line, names = found
    if not names:
        raise Unusable(_faults(path, form, 0))
    problems = []
    for at, name in enumerate(names, start=1):
        place = Place(str(path), line)
        if not name.strip():
            problems.append(Problem(place, "unnamed-column", f"column {at} has no name", "give it one"))
        elif name in names[: at - 1]:
            said = f"columns {names.index(name) + 1} and {at} are both called '{name[:60]}'"
            problems.append(Problem(place, "doubled-column", said, "rename one"))
    if problems:
        raise Unusable(problems[:MOST_PROBLEMS])
    return names


def read_table(
    path: Path, form: Form, codes: Mapping[str, Sequence[str]], withheld: Collection[str], tell: Tell
) -> Table:
    """The cells of a file but for ``withheld`` columns; ``codes`` are the values that some columns may have.

    Raises Unusable with the lines that are wrong: of another length than the header, with quotes that do not
    match, or with a NUL byte.
    """
    names = header_of(path, form)
    places = [at for at, name in enumerate(names) if name not in withheld]
    seen = [_Seen() for _ in places]
    parts: list[list[Codes]] = [[] for _ in places]
    rows = 0
    try:
        for chunk in _chunks(path, form, len(names), tell):
            rows += len(chunk)
            for at, known, part in zip(places, seen, parts, strict=True):
                cells = map(itemgetter(at), chunk)
                each = np.fromiter(map(known.__getitem__, cells), dtype=np.int32, count=len(chunk))
                part.append(each.astype(narrow(len(known))))
    except (csv.Error, ValueError):
        raise Unusable(_faults(path, form, len(names))) from None
    if not rows:
        said = "there is a header and no row"
        raise Unusable([Problem(Place(str(path)), "no-rows", said, "check that it is the right file")])
    columns = (
        Column(_variable(names[at], codes.get(names[at], ())), tuple(known), np.concatenate(part))
        for at, known, part in zip(places, seen, parts, strict=True)
    )
    return Table(tuple(columns), rows)


def _variable(name: str, codes: Sequence[str]) -> Variable:
    return Variable(name, None, "text", name, {code: code for code in codes})


class _Seen(dict[str, int]):
    """Numbers words in the order of their first appearance."""

    def __missing__(self, word: str) -> int:
        if len(word) > LONGEST:
            raise csv.Error("a cell that is too long")
        self[word] = code = len(self)
        return code


def _lines(file: TextIO) -> Iterator[str]:
    for line in file:
        if "\0" in line:
            raise csv.Error("a NUL byte")
        yield line


def _chunks(path: Path, form: Form, width: int, tell: Tell) -> Iterator[list[list[str]]]:
    """The rows, without empty lines. Raises csv.Error where one has another length."""
    size = path.stat().st_size
    with path.open("rb") as raw, TextIOWrapper(raw, encoding=form.encoding, newline="") as file:
        reader = csv.reader(_lines(file), delimiter=form.separator, strict=True)
        rows = filter(None, reader)
        next(islice(rows, int(form.announced), None), None)
        while chunk := list(islice(rows, CHUNK)):
            if set(map(len, chunk)) != {width}:
                raise csv.Error("rows of different length")
            tell("reading", raw.tell(), size)
            yield chunk


def _records(path: Path, form: Form) -> Iterator[Record]:
    """The header and the rows, with the lines that they begin in, up to where the file cannot be read on."""
    with path.open(encoding=form.encoding, newline="", errors="surrogateescape") as file:
        reader = csv.reader(file, delimiter=form.separator, strict=True)
        start, skip = 1, form.announced
        try:
            for cells in reader:
                if cells and not skip:
                    yield start, [] if max(map(len, cells)) > LONGEST else cells
                skip = skip and not cells
                start = reader.line_num + 1
        except csv.Error:
            yield start, []
        except UnicodeDecodeError:
            yield start, [UNREADABLE]


def _faults(path: Path, form: Form, width: int) -> list[Problem]:
    """What is wrong with a file that cannot be read: looked for slowly, line by line."""
    return list(islice(_broken(path, form, width), MOST_PROBLEMS))


def _broken(path: Path, form: Form, width: int) -> Iterator[Problem]:
    for line, cells in _records(path, form):
        place = Place(str(path), line)
        if not cells:
            hint = 'write a quote within quotes twice, and end every cell that begins with one: "5"" pipe"'
            yield Problem(
                place,
                "bad-quotes",
                "quotes do not match from here on, or a cell is longer than 131,072 characters",
                hint,
            )
        elif any("\0" in cell for cell in cells):
            yield Problem(place, "nul-byte", "a cell holds a NUL byte", "export the file anew")
        elif any(UNDECODED.search(cell) for cell in cells):
            said = f"the row is not written in {form.encoding}"
            yield Problem(place, "bad-encoding", said, "name the encoding, or save the file as UTF-8")
        elif len(cells) != width:
            said = f"the row has {len(cells)} cells, and the header {width}"
            yield Problem(place, "ragged", said, "a cell that holds the separator belongs in quotes")


def unknown(path: Path, form: Form, strange: Mapping[str, Collection[str]]) -> Iterator[tuple[int, str, str]]:
    """For each strange value by column: the line of the row that has it first, its column, and the value."""
    left = {(name, word) for name, words in strange.items() for word in words}
    records = _records(path, form)
    _, names = next(records, (1, []))
    places = [(names.index(name), name) for name in strange]
    for line, cells in records:
        for at, name in places:
            if (name, cells[at]) in left:
                left.remove((name, cells[at]))
                yield line, name, cells[at]
        if not left:
            return
