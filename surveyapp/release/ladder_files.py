"""Ladder files: a ladder as a table, the way ARX writes its hierarchies.

One row a value and one column a level, from the value itself to ``*``; no header; commas or semicolons.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any

from surveyapp.instrument.problems import Path, Place, Problem, Unusable
from surveyapp.instrument.tree import Tree, decode
from surveyapp.release.words import HIDDEN

LARGEST = 16 * 2**20
MOST_PROBLEMS = 20
"""Enough to see what is wrong with a table that is wrong from end to end."""
KEY = "ladder_file"
LADDERS: Path = ("privacy", "quasi_identifiers")

Row = tuple[int, list[str]]
"""A line of the file, counted from 1, and its cells."""
Groups = dict[str, list[str]]


def fill(tree: Tree, broken: set[str]) -> Iterator[Problem]:
    """Put levels where a profile names ladder files; gives what is wrong with those.

    Files are looked for beside the profile. A ladder that cannot be read becomes empty, and its variable is
    added to ``broken``.
    """
    privacy = tree.data.get("privacy")
    privacy = privacy if isinstance(privacy, dict) else {}
    ladders = privacy.get("quasi_identifiers")
    ladders = ladders if isinstance(ladders, dict) else {}
    for name, given in ladders.items():
        if not isinstance(given, dict) or KEY not in given:
            continue
        try:
            values, ladders[name] = _read(tree, (*LADDERS, name), given)
        except Unusable as unusable:
            yield from unusable.problems
            broken.add(name)
            ladders[name] = []
        else:
            known = privacy.setdefault("values", {})
            if not ladders[name] and isinstance(known, dict):
                known[name] = values


def _read(tree: Tree, path: Path, given: dict[str, Any]) -> tuple[list[str], list[Groups]]:
    for key in given.keys() - {KEY}:
        hint = "a ladder file says everything about its ladder"
        raise Unusable([Problem(tree.place((*path, key)), "unknown-key", f"'{key}' is not a key here", hint)])
    place, name = tree.place((*path, KEY)), str(given[KEY])
    folder = FilePath(tree.file).parent
    file = folder / name
    if not file.resolve().is_relative_to(folder.resolve()):
        hint = "put it into the profile's folder, or into a folder in that"
        raise Unusable([Problem(place, "ladder-file-outside", f"'{name}' is not beside the profile", hint)])
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError:
        hint = "its path is read from the profile's folder on"
        raise Unusable([Problem(place, "no-ladder-file", f"'{name}' cannot be read", hint)]) from None
    if len(content) > LARGEST:
        raise Unusable([Problem(place, "too-large", f"'{name}' has more than {LARGEST:,} bytes")])
    return read_ladder(decode(content, str(file)), str(file))


def read_ladder(text: str, file: str) -> tuple[list[str], list[Groups]]:
    """The values that a ladder file knows, and its levels between the values and ``*``.

    Raises Unusable with what is wrong: lines of different length, a value that stands twice, levels that are
    not nested.
    """
    rows = _rows(text, file)
    problems = [*_ragged(rows, file)] or [*_twice(rows, file), *_apart(rows, file)]
    if problems:
        raise Unusable(problems[:MOST_PROBLEMS])
    columns = list(zip(*(cells for _, cells in rows), strict=True))
    while len(columns) > 1 and set(columns[-1]) == {HIDDEN}:
        columns.pop()
    levels = []
    for lower, upper in pairwise(columns):
        groups: Groups = {}
        for label, member in dict.fromkeys(zip(upper, lower, strict=True)):
            groups.setdefault(label, []).append(member)
        levels.append(groups)
    return list(columns[0]), levels


def _rows(text: str, file: str) -> list[Row]:
    """The table under the separator that fits it best: several columns, ``*`` last, equal lines."""
    found: list[tuple[tuple[bool, bool, bool, int], list[Row]]] = []
    for separator in ";,":
        lines = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
        try:
            rows = [(lines.line_num, cells) for cells in lines if cells]
        except csv.Error:
            continue
        width = len(rows[0][1]) if rows else 0
        stars = all(cells[-1] == HIDDEN for _, cells in rows)
        equal = all(len(cells) == width for _, cells in rows)
        found.append(((width > 1, stars, equal, width), rows))
    (several, *_), rows = max(found, key=lambda each: each[0], default=((False,), []))
    if not rows or (not several and len(found) == 1):
        said = "quotes do not match" if text.strip() else "the ladder file is empty"
        hint = "write one row a value, one column a level, from the value itself to *"
        raise Unusable([Problem(Place(file), "not-a-ladder", said, hint)])
    return rows


def _ragged(rows: Sequence[Row], file: str) -> Iterator[Problem]:
    first, width = rows[0][0], len(rows[0][1])
    for line, cells in rows:
        if len(cells) != width:
            said = f"line {line} has {len(cells)} columns, and line {first} has {width}"
            yield Problem(Place(file, line), "ragged", said, "give every line a label for each level")


def _twice(rows: Sequence[Row], file: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for line, (value, *_) in rows:
        if not value:
            hint = "remove the line: an empty cell stays empty until it is hidden"
            yield Problem(Place(file, line), "empty-value", "the value is empty", hint)
        elif seen.setdefault(value, line) != line:
            said = f"'{value}' stands in line {seen[value]} already"
            yield Problem(Place(file, line), "doubled-value", said, "keep one of the two lines")


def _apart(rows: Sequence[Row], file: str) -> Iterator[Problem]:
    """Lines that share a label and part again higher up."""
    for level in range(1, len(rows[0][1]) - 1):
        seen: dict[str, tuple[int, str]] = {}
        for line, cells in rows:
            label, above = cells[level : level + 2]
            first, expected = seen.setdefault(label, (line, above))
            if above != expected:
                said = (
                    f"lines {first} and {line} share '{label}' in column {level + 1} "
                    f"and part in column {level + 2}: '{expected}' and '{above}'"
                )
                yield Problem(Place(file, line), "not-nested", said, "who shares a level shares all above it")
