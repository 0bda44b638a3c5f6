"""YAML as plain data with positions: mappings, lists, texts, numbers, booleans, and nothing else.

The text of a document is untrusted. It is read event by event with bounds on its size, its depth and the
number of its nodes (aliases counted each time they are used); no tag is acted on; whatever is odd is a
Problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from surveyapp.instrument.events import Event, Items, Piece, parts
from surveyapp.instrument.kept import Kept
from surveyapp.instrument.places import Laid, Places
from surveyapp.instrument.problems import Path, Place, Problem, Unusable
from surveyapp.instrument.scalars import ODD, Plain, plain_value

LARGEST = 256 * 1024
MOST_NODES = 40_000
DEEPEST = 24
LONGEST_KEY = 200


@dataclass
class Tree:
    """Plain data read from YAML, and where each key and entry stands.

    ``faults`` are the things that are wrong but leave the rest readable, such as a key that is written twice.
    """

    file: str
    data: Any = None
    places: Mapping[Path, Place] = field(default_factory=dict)
    faults: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Where the path stands, or the nearest thing around it that has a place."""
        while path:
            found = self.places.get(path)
            if found is not None:
                return found
            path = path[:-1]
        return Place(self.file)


def read(text: str, file: str) -> Tree:
    """The YAML text as plain data with positions. Raises Unusable with one problem where it is not YAML."""
    if len(text) > LARGEST:
        raise Unusable([Problem(Place(file), "too-large", f"more than {LARGEST:,} characters", "split it")])
    reader = _Reader(file)
    try:
        for part in parts(text):
            if isinstance(part, Items):
                reader.take_items(part)
            else:
                reader.take(part)
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


@dataclass(frozen=True)
class _Fragment:
    """What one piece says, read by itself. ``depth`` counts its nested lists and mappings."""

    data: Any
    places: Mapping[Path, Place]
    faults: tuple[Problem, ...]
    size: int
    depth: int

    def fresh(self) -> Any:
        """What it says, as a thing of its own: two items of one text are two items."""
        return self.data.copy() if isinstance(self.data, (dict, list)) else self.data


_FRAGMENTS: Kept[_Fragment] = Kept()


def _fragment(piece: Piece) -> _Fragment | None:
    """What a piece says; None where it depends on others, being marked or standing for what is."""
    return _FRAGMENTS.known(piece.text, lambda: _read_fragment(piece), lambda found: found.size)


def _read_fragment(piece: Piece) -> _Fragment | None:
    reader = _Reader("")
    depth = 0
    try:
        for event in piece.events:
            if event.anchor is not None:
                return None
            reader.take(event)
            depth = max(depth, len(reader.open))
    except Unusable:
        return None
    tree = reader.tree()
    places = {(): reader.roots[0].place, **tree.places}
    return _Fragment(tree.data, places, tuple(tree.faults), reader.count, depth)


class _Reader:
    """Takes the parser's events one by one, or in pieces, and gives the tree at the end."""

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

    def take_items(self, items: Items) -> None:
        """A list of items; event by event where a piece of it, or all that it holds, is beyond a bound."""
        laid = [(piece.line, _fragment(piece)) for piece in items.pieces]
        known = [(line, fragment) for line, fragment in laid if fragment is not None]
        size = sum(fragment.size for _, fragment in known)
        depth = max((fragment.depth for _, fragment in known), default=0)
        if len(known) < len(laid) or self.count + size >= MOST_NODES or len(self.open) + 1 + depth > DEEPEST:
            for event in items.events():
                self.take(event)
            return
        for line, fragment in known:
            for fault in fragment.faults:
                place = Place(self.file, fault.where.line + line, fault.where.column)
                self.faults.append(replace(fault, where=place))
        self.count += size
        place = Place(self.file, items.pieces[0].line + 1, items.column + 1)
        self._close(_Node(place, {"pieces": known}, size + 1), None)

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
        return ODD.sub("", text) if event.style in ("'", '"', "|", ">") else Plain(ODD.sub("", text))

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
            elif name == "<<" and isinstance(key.content, Plain):
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
        places = Places(self.file)
        tree = Tree(self.file, places=places, faults=self.faults)
        if len(self.roots) > 1:
            tree.faults.append(
                Problem(self.roots[1].place, "not-yaml", "a second document begins here", "remove ---")
            )
        if self.roots:
            tree.data = _plain(self.roots[0], (), places)
        return tree


def _plain(node: _Node, path: Path, places: Places) -> Any:
    content = node.content
    if isinstance(content, dict) and "pieces" in content:
        return _items(content["pieces"], path, places)
    if isinstance(content, dict):
        return dict(_mapping(content["pairs"], path, places))
    if isinstance(content, list):
        for index, entry in enumerate(content):
            places.put((*path, index), entry.place)
        return [_plain(entry, (*path, index), places) for index, entry in enumerate(content)]
    return plain_value(content) if isinstance(content, Plain) else content


def _items(pieces: Sequence[tuple[int, _Fragment]], path: Path, places: Places) -> list[Any]:
    places.lay(path, [Laid(line, fragment.places) for line, fragment in pieces])
    return [fragment.fresh() for _, fragment in pieces]


def _mapping(pairs: list[tuple[str, Place, _Node]], path: Path, places: Places) -> Iterator[tuple[str, Any]]:
    for name, place, value in pairs:
        places.put((*path, name), place)
        yield name, _plain(value, (*path, name), places)
