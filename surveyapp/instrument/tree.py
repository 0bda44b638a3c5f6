"""YAML as plain data with positions: mappings, lists, texts, numbers, booleans, and nothing else.

The text of a document is untrusted. It is read event by event with bounds on its size, its depth and the
number of its nodes (aliases counted each time they are used); no tag is acted on; whatever is odd is a
Problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from surveyapp.instrument.events import Event, events
from surveyapp.instrument.problems import Path, Place, Problem, Unusable

LARGEST = 256 * 1024
MOST_NODES = 40_000
DEEPEST = 24
LONGEST_KEY = 200
WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,14}")
BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\uffff]"
)
"""Characters that no questionnaire needs: controls, invisible ones, those that turn the direction of text."""


@dataclass
class Tree:
    """Plain data read from YAML, and where each key and entry stands.

    ``faults`` are the things that are wrong but leave the rest readable, such as a key that is written twice.
    """

    file: str
    data: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    faults: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Where the path stands, or the nearest thing around it that has a place."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.file))


def read(text: str, file: str) -> Tree:
    """The YAML text as plain data with positions. Raises Unusable with one problem where it is not YAML."""
    if len(text) > LARGEST:
        raise Unusable([Problem(Place(file), "too-large", f"more than {LARGEST:,} characters", "split it")])
    reader = _Reader(file)
    try:
        for event in events(text):
            reader.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        said = str(error.problem or error.context or "not readable")
        raise Unusable([_not_yaml(place, said)]) from None
    except (YAMLError, ValueError, ArithmeticError) as error:
        said = str(error).splitlines()[0] if str(error) else "not readable"
        raise Unusable([_not_yaml(Place(file), said)]) from None
    return reader.tree()


def decode(content: bytes, file: str) -> str:
    """The bytes of a file as text. Raises Unusable where they are not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unusable(
            [Problem(Place(file, line), "not-utf-8", "not UTF-8 text", "save the file as UTF-8")]
        ) from None


def _not_yaml(place: Place, said: str) -> Problem:
    return Problem(
        place,
        "not-yaml",
        said,
        "check indentation (spaces, never tabs); a text with a colon or a # in it belongs in quotes",
    )


@dataclass(slots=True)
class _Node:
    """A scalar's value, a list of nodes, or a list of (key, key's place, node)."""

    place: Place
    content: Any
    size: int = 1


class _Reader:
    """Takes the parser's events one by one and gives the tree at the end."""

    def __init__(self, file: str):
        self.file = file
        self.faults: list[Problem] = []
        self.open: list[tuple[str, _Node, str | None]] = []
        self.roots: list[_Node] = []
        self.anchors: dict[str, _Node] = {}
        self.count = 0

    def take(self, event: Event) -> None:
        """One event. Raises Unusable where a bound is passed."""
        kind = event.kind
        place = Place(self.file, event.line + 1, event.column + 1)
        if kind == "ScalarEvent":
            self._tag(event, place)
            self._close(_Node(place, self._scalar(event, place)), event.anchor)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._tag(event, place)
            if len(self.open) >= DEEPEST:
                raise Unusable([Problem(place, "too-deep", f"nested more than {DEEPEST} deep", "")])
            self.open.append((kind, _Node(place, []), event.anchor))
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            opened, node, anchor = self.open.pop()
            if opened == "MappingStartEvent":
                node.content = {"pairs": self._pairs(node.content)}
            self._close(node, anchor)
        elif kind == "AliasEvent":
            alias = self._alias(event.anchor or "", place)
            self.count += alias.size - 1
            self._close(alias, None)

    def _tag(self, event: Event, place: Place) -> None:
        if event.tag is not None and event.tag != "!":
            self.faults.append(
                Problem(place, "yaml-tag", f"the tag '{event.tag[:60]}' is not used here", "remove it")
            )

    def _scalar(self, event: Event, place: Place) -> Any:
        text = event.value
        odd = ODD.search(text)
        if odd:
            self.faults.append(
                Problem(
                    place,
                    "odd-character",
                    f"the character U+{ord(odd.group()):04X} is invisible or turns the text around",
                    "remove it",
                )
            )
        return ODD.sub("", text) if event.style in ("'", '"', "|", ">") else _Plain(ODD.sub("", text))

    def _alias(self, anchor: str, place: Place) -> _Node:
        if anchor not in self.anchors:
            raise Unusable([Problem(place, "not-yaml", f"nothing is marked &{anchor} before this", "")])
        marked = self.anchors[anchor]
        return _Node(place, marked.content, marked.size)

    def _close(self, node: _Node, anchor: str | None) -> None:
        self.count += 1
        if self.count > MOST_NODES:
            raise Unusable(
                [Problem(node.place, "too-large", f"more than {MOST_NODES:,} entries", "split it")]
            )
        if anchor is not None:
            self.anchors[anchor] = node
        if self.open:
            parent = self.open[-1][1]
            parent.content.append(node)
            parent.size += node.size
        else:
            self.roots.append(node)

    def _pairs(self, nodes: list[_Node]) -> list[tuple[str, Place, _Node]]:
        pairs = []
        seen: set[str] = set()
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            name = str(key.content) if isinstance(key.content, str) else ""
            if not isinstance(key.content, str) or len(name) > LONGEST_KEY:
                self.faults.append(Problem(key.place, "bad-key", "a key is one short word", ""))
            elif name == "<<" and isinstance(key.content, _Plain):
                self.faults.append(
                    Problem(key.place, "merge-key", "keys cannot be merged with <<", "write them out")
                )
            elif name in seen:
                self.faults.append(
                    Problem(key.place, "duplicate-key", f"'{name}' is written twice here", "keep one of them")
                )
            else:
                seen.add(name)
                pairs.append((name, key.place, value))
        return pairs

    def tree(self) -> Tree:
        """What was read; of several documents in one file the first."""
        tree = Tree(self.file, faults=self.faults)
        if len(self.roots) > 1:
            tree.faults.append(
                Problem(self.roots[1].place, "not-yaml", "a second document begins here", "remove ---")
            )
        if self.roots:
            tree.data = _plain(self.roots[0], (), tree.places)
        return tree


class _Plain(str):
    """A scalar without quotes, which may be a number or a boolean."""

    __slots__ = ()


def _plain(node: _Node, path: Path, places: dict[Path, Place]) -> Any:
    content = node.content
    if isinstance(content, dict):
        return dict(_mapping(content["pairs"], path, places))
    if isinstance(content, list):
        for index, entry in enumerate(content):
            places[(*path, index)] = entry.place
        return [_plain(entry, (*path, index), places) for index, entry in enumerate(content)]
    return plain_value(content) if isinstance(content, _Plain) else content


def _mapping(
    pairs: list[tuple[str, Place, _Node]], path: Path, places: dict[Path, Place]
) -> Iterator[tuple[str, Any]]:
    for name, place, value in pairs:
        places[(*path, name)] = place
        yield name, _plain(value, (*path, name), places)


def plain_value(text: str) -> Any:
    """A plain scalar: a number only where its text comes back the same, so that codes stay as written."""
    if text in NULLS:
        return None
    if text in BOOLEANS:
        return BOOLEANS[text]
    if WHOLE.fullmatch(text) and text != "-0":
        return int(text)
    if DECIMAL.fullmatch(text) and repr(float(text)) == text:
        return float(text)
    return str(text)
