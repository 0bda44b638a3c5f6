"""Where each part of a YAML text stands: the spans from which an edited text is put together again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

from surveyapp.instrument.events import Event, Items, Piece, parts
from surveyapp.instrument.kept import Kept
from surveyapp.instrument.problems import Path


@dataclass(slots=True)
class Node:
    """One part of a text, from ``start`` to ``end`` (exclusive), counted in characters.

    ``entries`` are the parts of a list, or the values of a mapping under ``keys``. An ``alias`` has the name
    that it stands for in ``anchor``.
    """

    kind: str
    start: int
    end: int
    flow: bool = False
    style: str | None = None
    anchor: str | None = None
    value: str = ""
    keys: Sequence[Node] = ()
    entries: Sequence[Node] = ()

    def child(self, step: str | int) -> Node | None:
        """The part under a key or at a position, if there is one."""
        if isinstance(step, int):
            return self.entries[step] if self.kind == "list" and step < len(self.entries) else None
        for key, entry in zip(self.keys, self.entries, strict=True):
            if key.value == step:
                return entry
        return None

    def at(self, path: Path) -> Node | None:
        """The part at a path, if there is one."""
        node: Node | None = self
        for step in path:
            node = node.child(step) if node is not None else None
        return node

    def walk(self, path: Path = ()) -> Iterator[tuple[Path, Node]]:
        """Every part with its path, outermost first."""
        yield path, self
        for at, entry in enumerate(self.entries):
            yield from entry.walk((*path, self.keys[at].value if self.keys else at))


class _Moved(Sequence[Node]):
    """Parts of a piece as they stand in a text, ``by`` characters further on; made when one looks at them."""

    def __init__(self, parts: Sequence[Node], by: int):
        self._parts, self._by = parts, by

    def __len__(self) -> int:
        return len(self._parts)

    @overload
    def __getitem__(self, at: int) -> Node: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Node]: ...
    def __getitem__(self, at: int | slice) -> Node | Sequence[Node]:
        if isinstance(at, slice):
            return _Moved(self._parts[at], self._by)
        return _moved(self._parts[at], self._by)


def _moved(node: Node, by: int) -> Node:
    keys, entries = _Moved(node.keys, by), _Moved(node.entries, by)
    return replace(node, start=node.start + by, end=node.end + by, keys=keys, entries=entries)


def nodes(text: str) -> Node | None:
    """The parts of a YAML text's first document; None where there is none. Raises what ``parts`` raises."""
    return _nodes(text, parts(text))


_PIECES: Kept[Node] = Kept()


def _of_piece(piece: Piece) -> Node | None:
    return _PIECES.known(piece.text, lambda: _nodes(piece.text, piece.events), lambda _: len(piece.events))


def _items(items: Items, starts: list[int]) -> Node:
    found = ((_of_piece(piece), starts[piece.line]) for piece in items.pieces)
    entries = [_moved(node, by) for node, by in found if node is not None]
    return Node("list", starts[items.pieces[0].line] + items.column, entries[-1].end, entries=entries)


def _nodes(text: str, found: Iterable[Event | Items]) -> Node | None:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    opened: list[Node] = []
    root: Node | None = None
    for part in found:
        if isinstance(part, Items):
            _put(opened[-1], _items(part, starts))
            continue
        node = _node(part, text, starts)
        if node is not None:
            if opened:
                _put(opened[-1], node)
            elif root is None:
                root = node
            if part.kind.endswith("StartEvent"):
                opened.append(node)
        elif part.kind in ("MappingEndEvent", "SequenceEndEvent"):
            _close(opened.pop(), part, starts)
    return root


def _node(event: Event, text: str, starts: list[int]) -> Node | None:
    start = starts[event.line] + event.column
    if event.kind == "ScalarEvent":
        end = starts[event.end_line] + event.end_column
        if event.style in ("|", ">"):
            end = _block_end(text, start, end)
        return Node("scalar", start, end, style=event.style, anchor=event.anchor, value=event.value)
    if event.kind == "AliasEvent":
        return Node("alias", start, starts[event.end_line] + event.end_column, anchor=event.anchor)
    if event.kind in ("MappingStartEvent", "SequenceStartEvent"):
        kind = "mapping" if event.kind.startswith("Mapping") else "list"
        return Node(kind, start, start, flow=event.flow, anchor=event.anchor, keys=[], entries=[])
    return None


def _block_end(text: str, start: int, end: int) -> int:
    """Where a block scalar's last line ends: blank lines after it are its own only if its head keeps them."""
    head = text[start:end].partition("\n")[0]
    body = text[start:end]
    if "+" in head.partition("#")[0]:
        return start + len(body.removesuffix("\n") if end < len(text) or body.endswith("\n") else body)
    return start + len(body.rstrip(" \n"))


def _put(parent: Node, node: Node) -> None:
    keyed = parent.kind == "mapping" and len(parent.keys) == len(parent.entries)
    within = parent.keys if keyed else parent.entries
    if isinstance(within, list):
        within.append(node)


def _close(node: Node, event: Event, starts: list[int]) -> None:
    if node.flow or not node.entries:
        node.end = starts[event.end_line] + event.end_column
        return
    node.end = node.entries[-1].end
    if node.anchor is None:
        node.start = node.keys[0].start if node.keys else node.start
