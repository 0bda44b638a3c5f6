"""YAML as a stream of events, parsed piece by piece so that an edited document costs what was edited.

The items of each section are parsed one by one and remembered by their text; what is left, with a mark where
the items were, is parsed as a document of its own. Wherever that could read otherwise than the whole would
(anything odd, anything that doesn't parse), the whole is parsed, and nothing is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from surveyapp.instrument.kept import Kept
from surveyapp.instrument.plain_lines import Event, plain_entry

__all__ = ["Event", "Items", "Piece", "parts"]

MARK = "\ue0f0items"
"""Stands for a list of items in what is left of a document; a document that holds it is read as a whole."""
LARGEST_PIECE = 16 * 1024
ODD_LINES = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]|^(?:---|\\.\\.\\.|%)|[|>][1-9]?\\+",
    re.MULTILINE,
)
"""What could mean something beyond its piece: ends of documents, and texts that keep blank lines; and every
character that YAML refuses, even in a comment."""
LIST = re.compile(r"^( +)items:(?: +#.*| *)$")
ENTRY = re.compile(r"^( *)- ")
STREAM = 2
"""How many events begin, and how many end, a stream with one document."""
_SKELETONS: Kept[tuple[Event, ...]] = Kept()
_ENTRIES: Kept[tuple[Event, ...]] = Kept()
_ENCLOSED: Kept[tuple[Event, ...]] = Kept()


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry of a list: its text, the line on which it begins, and its events counted from there."""

    text: str
    line: int
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list of items in pieces, the column of its entries, and the line after its last."""

    pieces: tuple[Piece, ...]
    column: int
    end: int

    def events(self) -> Iterator[Event]:
        """The events of the whole list."""
        line = self.pieces[0].line
        yield Event("SequenceStartEvent", "", None, False, None, None, line, self.column, line, self.column)
        for piece in self.pieces:
            for event in piece.events:
                yield event.moved(piece.line)
        yield Event("SequenceEndEvent", "", None, False, None, None, self.end, 0, self.end, 0)


class _NotApart(Exception):
    """The document cannot be parsed in pieces."""


def parts(text: str) -> Iterable[Event | Items]:
    """The events of a YAML text, with lists of items in pieces. Raises what ruamel.yaml raises."""
    try:
        return _in_pieces(text)
    except (_NotApart, YAMLError, ValueError):
        return _whole(text)


def _whole(text: str) -> Iterator[Event]:
    return map(_event, YAML(typ="safe", pure=True).parse(text))


def _skeleton(text: str) -> tuple[Event, ...]:
    return _SKELETONS.known(text, lambda: tuple(_whole(text)), len) or ()


def _entry(text: str) -> tuple[Event, ...] | None:
    """The events of a list's one entry; None where there is more or less than one."""
    return _ENTRIES.known(text, lambda: _parsed_entry(text), len)


def _parsed_entry(text: str) -> tuple[Event, ...] | None:
    found = plain_entry(text, _enclosed)
    if found is not None:
        return found
    parsed = tuple(_whole(text))
    inside = parsed[STREAM + 1 : -STREAM - 1]
    return inside if parsed[STREAM].kind == "SequenceStartEvent" and _roots(inside) == 1 else None


def _enclosed(text: str) -> tuple[Event, ...] | None:
    """The events of one thing in brackets or quotes; None where it goes on, or more follows."""
    return _ENCLOSED.known(text, lambda: _parsed_enclosed(text), len)


def _parsed_enclosed(text: str) -> tuple[Event, ...] | None:
    try:
        inside = tuple(_whole(text))[STREAM:-STREAM]
    except YAMLError:
        return None
    known = inside[0].flow or inside[0].style in ("'", '"')
    ends = (inside[-1].end_line, inside[-1].end_column)
    return inside if known and _roots(inside) == 1 and ends == (0, len(text)) else None


def _event(raw: Any) -> Event:
    start, end = raw.start_mark, raw.end_mark
    return Event(
        type(raw).__name__,
        str(getattr(raw, "value", "") or ""),
        getattr(raw, "style", None),
        bool(getattr(raw, "flow_style", False)),
        getattr(raw, "anchor", None),
        None if getattr(raw, "tag", None) is None else str(raw.tag),
        start.line if start else 0,
        start.column if start else 0,
        end.line if end else 0,
        end.column if end else 0,
    )


@dataclass(frozen=True)
class _List:
    """The lines of a list of items: each entry begins at one of ``starts``, the last ends at ``end``."""

    line: int
    column: int
    starts: tuple[int, ...]
    end: int


def _in_pieces(text: str) -> list[Event | Items]:
    if ODD_LINES.search(text) or MARK in text or not text.endswith("\n"):
        raise _NotApart
    lines = text.split("\n")
    lists = _lists(lines)
    if not lists:
        raise _NotApart
    left = _left(lines, lists)
    was = list(left)
    found: list[Event | Items] = []
    following = iter(lists)
    flows: list[bool] = []
    for event in _skeleton("\n".join(left.values())):
        if event.kind.endswith("StartEvent"):
            flows.append(event.flow)
        elif event.kind.endswith("EndEvent"):
            flows.pop()
        placed = event._replace(line=was[event.line], end_line=was[event.end_line])
        if event.value == MARK and event.kind == "ScalarEvent":
            block = next(following, None)
            if block is None or placed.line != block.line or flows[-1]:
                raise _NotApart
            found.append(_items(lines, block))
        else:
            found.append(placed)
    if next(following, None) is not None:
        raise _NotApart
    return found


def _lists(lines: list[str]) -> list[_List]:
    """Lists of items in block style. What only looks like one is found out when its mark is missed."""
    lists = []
    at = 0
    while at < len(lines):
        opened = LIST.match(lines[at])
        at += 1
        if opened:
            block = _list(lines, at - 1, len(opened.group(1)))
            if block:
                lists.append(block)
                at = block.end
    return lists


def _list(lines: list[str], opened: int, column: int) -> _List | None:
    starts: list[int] = []
    indent = end = -1
    for at in range(opened + 1, len(lines)):
        line = lines[at]
        bare = line.lstrip(" ")
        depth = len(line) - len(bare)
        if bare[:1] in ("", "#"):
            if bare and 0 <= indent < depth:
                end = at + 1  # it may be the last line of a text
            continue
        if indent < 0:
            indent = depth if ENTRY.match(line) and depth >= column else -2
        if indent < 0 or depth < indent or (depth == indent and not ENTRY.match(line)):
            break
        if depth == indent:
            starts.append(at)
        end = at + 1
    return _List(opened, indent, tuple(starts), end) if starts else None


def _left(lines: list[str], lists: list[_List]) -> dict[int, str]:
    """The lines of the document by their numbers, with a mark in place of each list."""
    left = dict(enumerate(lines))
    for block in lists:
        key, _, _ = lines[block.line].partition(":")
        left[block.line] = f"{key}: {MARK}"
        for at in range(block.line + 1, block.end):
            del left[at]
    return left


def _items(lines: list[str], block: _List) -> Items:
    pieces = []
    for start, end in zip(block.starts, (*block.starts[1:], block.end), strict=True):
        text = "\n".join([*lines[start:end], ""])
        found = _entry(text) if len(text) <= LARGEST_PIECE else None
        if found is None:
            raise _NotApart
        pieces.append(Piece(text, start, found))
    return Items(tuple(pieces), block.column, block.end)


def _roots(inside: tuple[Event, ...]) -> int:
    depth = roots = 0
    for event in inside:
        if event.kind.endswith("EndEvent"):
            depth -= 1
        else:
            roots += depth == 0
            depth += event.kind.endswith("StartEvent")
    return roots
