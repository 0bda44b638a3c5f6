"""YAML as a stream of events, parsed piece by piece so that an edited document costs what was edited.

The items of each section are parsed one by one and remembered by their text; what is left, with a mark where
the items were, is parsed as a document of its own. Wherever that could read otherwise than the whole would
(anything odd, anything that doesn't parse), the whole is parsed, and nothing is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

MARK = "\ue0f0items"
"""Stands for a list of items in what is left of a document; a document that holds it is read as a whole."""
PIECES_KEPT = 4_096
LARGEST_PIECE = 16 * 1024
ODD_LINES = re.compile("[\r\x85\u2028\u2029\t]|^(?:---|\\.\\.\\.|%)", re.MULTILINE)
LIST = re.compile(r"^( +)items:[ ]*(?:#.*)?$")
ENTRY = re.compile(r"^( *)- ")
STREAM = 2
"""How many events begin, and how many end, a stream with one document."""


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


@dataclass(frozen=True)
class _List:
    """The lines of a list of items: each entry begins at one of ``starts``, the last ends at ``end``."""

    line: int
    column: int
    starts: tuple[int, ...]
    end: int


class _NotApart(Exception):
    """The document cannot be parsed in pieces."""


def events(text: str) -> Iterator[Event]:
    """The events of a YAML text. Raises what ruamel.yaml raises where it is not YAML."""
    try:
        yield from _in_pieces(text)
    except (_NotApart, YAMLError, ValueError):
        yield from _whole(text)


def _whole(text: str) -> Iterator[Event]:
    return map(_event, YAML(typ="safe", pure=True).parse(text))


@lru_cache(maxsize=PIECES_KEPT)
def _piece(text: str) -> tuple[Event, ...]:
    return tuple(_whole(text))


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


def _in_pieces(text: str) -> list[Event]:
    if ODD_LINES.search(text) or MARK in text:
        raise _NotApart
    lines = text.split("\n")
    lists = _lists(lines)
    if not lists:
        raise _NotApart
    skeleton = _piece("\n".join(_left(lines, lists)))
    found: list[Event] = []
    following = iter(lists)
    for event in skeleton:
        if event.value == MARK and event.kind == "ScalarEvent":
            block = next(following, None)
            if block is None or event.line != block.line:
                raise _NotApart
            found += _items(lines, block)
        else:
            found.append(event)
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
        if not bare or bare.startswith("#"):
            continue
        depth = len(line) - len(bare)
        if indent < 0:
            indent = depth if ENTRY.match(line) and depth >= column else -2
        if indent < 0 or depth < indent or (depth == indent and not ENTRY.match(line)):
            break
        if depth == indent:
            starts.append(at)
        end = at + 1
    return _List(opened, indent, tuple(starts), end) if starts else None


def _left(lines: list[str], lists: list[_List]) -> list[str]:
    """The document with a mark for each list, every other line where it was."""
    left = list(lines)
    for block in lists:
        key, _, _ = left[block.line].partition(":")
        left[block.line] = f"{key}: {MARK}"
        left[block.line + 1 : block.end] = [""] * (block.end - block.line - 1)
    return left


def _items(lines: list[str], block: _List) -> Iterator[Event]:
    ends = (*block.starts[1:], block.end)
    first = block.starts[0]
    yield Event("SequenceStartEvent", "", None, False, None, None, first, block.column, first, block.column)
    for start, end in zip(block.starts, ends, strict=True):
        text = "\n".join([*lines[start:end], ""])
        if len(text) > LARGEST_PIECE:
            raise _NotApart
        parsed = _piece(text)
        inside = parsed[STREAM + 1 : -STREAM - 1]
        if parsed[STREAM].kind != "SequenceStartEvent" or _roots(inside) != 1:
            raise _NotApart
        for event in inside:
            yield event._replace(line=event.line + start, end_line=event.end_line + start)
    yield Event("SequenceEndEvent", "", None, False, None, None, block.end, 0, block.end, 0)


def _roots(inside: tuple[Event, ...]) -> int:
    depth = roots = 0
    for event in inside:
        if event.kind.endswith("EndEvent"):
            depth -= 1
        else:
            roots += depth == 0
            depth += event.kind.endswith("StartEvent")
    return roots
