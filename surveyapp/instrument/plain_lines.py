"""The YAML that nearly every item is written in, read line by line: ten times as fast as YAML in general.

That is an entry of a list, being a mapping whose keys stand on lines of their own, with a plain text, with
something in brackets or quotes, or with a mapping in lines below. Everything else is nothing to this module.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

BEGINNING = re.compile(r" *- (?=\w)")
LINE = re.compile(
    r"""(\ *)([A-Za-z0-9_]{1,99}):
        (?:\ (?:(?P<plain>[A-Za-z0-9](?:[^:#]|:(?=[A-Za-z0-9]))*)|(?P<enclosed>[\[{"'].*))(?<!\ ))?""",
    re.VERBOSE,
)


class Event(NamedTuple):
    """One event: ``kind`` is ruamel.yaml's name for it; lines and columns count from 0."""

    kind: str
    value: str
    style: str | None
    flow: bool
    anchor: str | None
    tag: str | None
    line: int
    column: int
    end_line: int
    end_column: int

    def moved(self, lines: int, columns: int = 0) -> Event:
        """The same so many lines further down, and so many columns further to the right."""
        line, column, end_line, end_column = self[6:]
        return Event(*self[:6], line + lines, column + columns, end_line + lines, end_column + columns)


Enclosed = Callable[[str], tuple[Event, ...] | None]
"""Gives the events of a line with one thing in brackets or quotes, None where it is anything else."""


def plain_entry(text: str, enclosed: Enclosed) -> tuple[Event, ...] | None:
    """The events of a text that is one entry of a list; None where it is anything else."""
    first = BEGINNING.match(text)
    lines = text.split("\n")
    if first is None or lines.pop():
        return None
    lines[0] = " " * first.end() + text[first.end() : len(lines[0])]
    reader = _Lines(enclosed)
    if not all(reader.take(at, line) for at, line in enumerate(lines)):
        return None
    return reader.ended(len(lines))


class _Lines:
    """Takes lines, and opens and closes mappings as their indentation says."""

    def __init__(self, enclosed: Enclosed):
        self._enclosed = enclosed
        self._events: list[Event] = []
        self._columns: list[int] = []
        self._empty = True
        """Whether the last key has nothing yet: its mapping has to follow."""

    def take(self, at: int, line: str) -> bool:
        """Whether the line is one of those that are known."""
        if not line.isprintable():
            return False
        bare = line.lstrip(" ")
        if not bare or bare[0] == "#":
            return True
        found = LINE.fullmatch(line)
        if found is None or not self._placed(at, found.end(1)):
            return False
        column, end = found.span(2)
        self._scalar(found[2], at, column, end)
        self._empty = len(line) == end + 1
        if found["plain"] is not None:
            self._scalar(found["plain"], at, *found.span("plain"))
        elif found["enclosed"] is not None:
            inside = self._enclosed(found["enclosed"])
            self._events += [each.moved(at, found.start("enclosed")) for each in inside or ()]
            return inside is not None
        return True

    def _placed(self, at: int, column: int) -> bool:
        """Opens or closes mappings for a key in a column; whether it can stand there."""
        if self._empty and (not self._columns or column > self._columns[-1]):
            self._columns.append(column)
            self._mark("MappingStartEvent", at, column)
            return True
        if self._empty or not self._columns:
            return False
        while self._columns and self._columns[-1] > column:
            self._columns.pop()
            self._mark("MappingEndEvent", at, column)
        return bool(self._columns) and self._columns[-1] == column

    def _scalar(self, value: str, at: int, column: int, end: int) -> None:
        self._events.append(Event("ScalarEvent", value, None, False, None, None, at, column, at, end))

    def _mark(self, kind: str, at: int, column: int) -> None:
        self._events.append(Event(kind, "", None, False, None, None, at, column, at, column))

    def ended(self, at: int) -> tuple[Event, ...] | None:
        """All events, where nothing is missing."""
        if self._empty:
            return None
        for _ in self._columns:
            self._mark("MappingEndEvent", at, 0)
        return tuple(self._events)
