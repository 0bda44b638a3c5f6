"""Writing changed data into a text: what is the same keeps its text, only what differs is spelled anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from surveyapp.instrument.edit.layout import Layout, Unwritable, indented, layout
from surveyapp.instrument.edit.nodes import Node
from surveyapp.instrument.edit.spelling import STEP, entry, flow, joined, pair, spelled, spelled_key
from surveyapp.instrument.explain import value_at

AIRY = "sections"
"""The list whose entries have a blank line between them."""
MOVING = ("sections", "items")
"""The lists whose entries can go from one to another."""


class Copied(dict[str, Any]):
    """A new entry that is written as another one is, where the two are the same."""

    def __init__(self, original: dict[str, Any], changed: dict[str, Any]):
        super().__init__(changed)
        self.original = original


@dataclass(frozen=True)
class Whence:
    """Where an entry of a list stood before: its node and its text with the column that it had."""

    node: Node
    value: Any
    start: int
    end: int
    column: int


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same to a reader of the text: the order of keys counts, 1 is not true."""
    if one is other:
        return True
    if type(one) is not type(other) and not (isinstance(one, dict) and isinstance(other, dict)):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


class Writer:
    """Rewrites one text. ``expand`` names the anchors whose aliases are to be written out."""

    def __init__(self, text: str, root: Node, data: Any, expand: frozenset[str] = frozenset()):
        self._text, self._root, self._data, self._expand = text, root, data, expand
        self._known: dict[int, Whence] | None = None

    def written(self, new: Any) -> str:
        """The text with the new data. Raises Unwritable where it is written in a way that we can't change."""
        if self._root.kind != "mapping" or self._root.flow or not isinstance(new, dict):
            raise Unwritable
        done = self._within(self._root, self._data, new, "")
        if done is None:
            return self._text
        start, end, text = done
        return self._text[:start] + text + self._text[end:]

    def _kept(self, node: Node, old: Any, new: Any) -> bool:
        return same(old, new) and not (self._expand and self._stands_for(node))

    def _stands_for(self, node: Node) -> bool:
        return any(each.kind == "alias" and each.anchor in self._expand for _, each in node.walk())

    def _within(self, node: Node, old: Any, new: Any, key: str) -> tuple[int, int, str] | None:
        """What is written inside a list or mapping that stays one, or None where nothing changes."""
        if self._kept(node, old, new):
            return None
        laid = layout(self._text, node)
        if node.kind == "mapping":
            chunks, came = self._pairs(node, laid, old, new, key)
        else:
            chunks, came = self._entries(node, laid, old, new, key)
        return laid.start, laid.end, _put_together(laid, chunks, came, node.flow, key)

    def _pairs(
        self, node: Node, laid: Layout, old: dict[str, Any], new: dict[str, Any], key: str
    ) -> tuple[list[str], list[int | None]]:
        """Each pair's text, and which pair of the old ones it was."""
        names = [each.value for each in node.keys]
        renamed = _renamed(old, new)
        chunks: list[str] = []
        came: list[int | None] = []
        for name, value in new.items():
            was = renamed.get(name, name)
            if was in old and was in names:
                at = names.index(was)
                chunks.append(self._pair(node, at, laid, old[was], value, name, key))
                came.append(at)
            else:
                chunks.append(
                    f"{spelled_key(name)}: {flow(value)}"
                    if node.flow
                    else pair(name, value, laid.column, key)
                )
                came.append(None)
        return chunks, came

    def _pair(self, node: Node, at: int, laid: Layout, old: Any, new: Any, name: str, within: str) -> str:
        start, end = laid.spans[at]
        key, value = node.keys[at], node.entries[at]
        written = self._text[key.start : key.end] if key.value == name else spelled_key(name)
        before, after = self._text[start : key.start] + written, self._text[key.end : end]
        if self._kept(value, old, new):
            return before + after
        if value.kind in ("mapping", "list") and _both_full(old, new):
            done = self._within(value, old, new, name)
            if done is not None:
                after = self._text[key.end : done[0]] + done[2] + self._text[done[1] : end]
            return before + after
        return self._spelled(before, key, value, (laid.column, end, node.flow), new, (name, within))

    def _spelled(
        self,
        before: str,
        key: Node,
        value: Node,
        place: tuple[int, int, bool],
        new: Any,
        called: tuple[str, str],
    ) -> str:
        """A pair whose value is written anew; ``before`` is its text with the key."""
        column, end, in_flow = place
        name, within = called
        gap = self._text[key.end : value.start]
        if in_flow:
            return before + (gap if gap.startswith(":") and gap.strip(": ") == "" else ": ") + flow(new)
        trailing = self._trailing(value, end)
        if name in MOVING and isinstance(new, list) and new:
            return joined(before, ("", self._filled(new, column, name)), trailing)
        made = spelled(new, column, name, within, value.style if value.kind == "scalar" else None)
        one_line = made[0] and not made[1] and "\n" not in self._text[value.start : value.end]
        if one_line and gap == ": ":
            return before + gap + made[0] + self._text[value.end : end]
        return joined(before, made, trailing)

    def _filled(self, new: list[Any], column: int, key: str) -> list[str]:
        """The lines of a list that was empty, indented as the sections are."""
        sections = self._root.child(AIRY)
        full = sections is not None and bool(sections.entries) and not sections.flow
        column += layout(self._text, sections).column if sections is not None and full else STEP
        chunks = []
        for value in new:
            whence = self._whence(value)
            moved = whence and self._moved(whence, value, column, in_flow=False, key=key)
            chunks.append(" " * column + (moved or entry(value, column, key)))
        return "\n".join(chunks).split("\n")

    def _trailing(self, value: Node, end: int) -> str:
        """The comment behind a value that stands on one line, or behind the head of a block of text.

        One behind a list or mapping in lines of its own belongs to the last of its entries, and goes with it.
        """
        if value.kind != "scalar" and not value.flow and value.entries:
            return ""
        text = self._text[value.start : end]
        line = text.partition("\n")[0] if value.style in ("|", ">") else self._text[value.end : end]
        at = line.find(" #")
        return "" if at < 0 or "\n" in line else line[at:].rstrip()

    def _entries(
        self, node: Node, laid: Layout, old: list[Any], new: list[Any], key: str
    ) -> tuple[list[str], list[int | None]]:
        """Each entry's text, and which entry of the old ones it was."""
        came = _came(old, new)
        chunks = []
        for at, value in zip(came, new, strict=True):
            whence = None
            if at is not None:
                whence = Whence(node.entries[at], old[at], *laid.spans[at], laid.column)
            elif not node.flow:
                whence = self._whence(value)
            if whence is None:
                chunks.append(flow(value) if node.flow else entry(value, laid.column, key))
            else:
                chunks.append(self._moved(whence, value, laid.column, node.flow, key))
        return chunks, came

    def _moved(self, whence: Whence, value: Any, column: int, in_flow: bool, key: str) -> str:
        text = self._text[whence.start : whence.end]
        if not self._kept(whence.node, whence.value, value):
            if not (isinstance(value, (dict, list)) and _both_full(whence.value, value)):
                return flow(value) if in_flow else entry(value, column, key)
            done = self._within(whence.node, whence.value, value, key)
            if done is not None:
                text = self._text[whence.start : done[0]] + done[2] + self._text[done[1] : whence.end]
        return text if in_flow else indented(text, column - whence.column)

    def _whence(self, value: Any) -> Whence | None:
        """Where a section or item stood before that has come here from another list, or is a copy."""
        if self._known is None:
            self._known = dict(self._everything())
        found = self._known.get(id(value.original if isinstance(value, Copied) else value))
        if isinstance(value, Copied) and found and any(each.anchor for _, each in found.node.walk()):
            return None
        return found

    def _everything(self) -> Iterator[tuple[int, Whence]]:
        for path, node in self._root.walk():
            if node.kind == "list" and not node.flow and node.entries and path[-1] in MOVING:
                values = value_at(path, self._data)
                laid = layout(self._text, node)
                for value, under, span in zip(values, node.entries, laid.spans, strict=True):
                    yield id(value), Whence(under, value, *span, laid.column)


def _both_full(old: Any, new: Any) -> bool:
    """Whether both are lists with entries, or both mappings with entries."""
    alike = isinstance(old, dict) == isinstance(new, dict) and isinstance(old, list) == isinstance(new, list)
    return alike and isinstance(old, (dict, list)) and bool(old) and bool(new)


def _renamed(old: dict[str, Any], new: dict[str, Any]) -> dict[str, str]:
    """Which new keys are old ones under another name: those whose value stays, in order."""
    gone = [key for key in old if key not in new]
    renamed = {}
    for key, value in new.items():
        if key not in old:
            was = next((each for each in gone if same(old[each], value)), None)
            if was is not None:
                gone.remove(was)
                renamed[key] = was
    return renamed


def _came(old: list[Any], new: list[Any]) -> list[int | None]:
    """For each new entry the old one that it was: the same object, of one name, equal; each at most once."""
    came: list[int | None] = [None] * len(new)
    left = set(range(len(old)))
    for mark in (_identity, _name, repr):
        known: dict[object, list[int]] = {}
        for at in sorted(left, reverse=True):
            known.setdefault(mark(old[at]), []).append(at)
        for at, value in enumerate(new):
            found = known.get(mark(value)) if came[at] is None and not isinstance(value, Copied) else None
            if found and mark(value) is not None:
                came[at] = found.pop()
                left.remove(came[at] or 0)
    if len(old) == len(new):
        for at in left:
            if came[at] is None and not isinstance(new[at], Copied):
                came[at] = at
    return came


def _identity(value: Any) -> int | None:
    return id(value) if isinstance(value, dict) else None


def _name(value: Any) -> str | None:
    named = isinstance(value, dict) and (value.get("name") or value.get("include"))
    return str(named) if named else None


def _put_together(laid: Layout, chunks: list[str], came: list[int | None], in_flow: bool, key: str) -> str:
    """The entries with what stood between them, as far as there was something; then with what is usual."""
    old = laid.between()
    usual = ", " if in_flow else "\n" + ("\n" if key == AIRY else "") + " " * laid.column
    usual = next((gap for gap in reversed(old) if "#" not in gap), usual)
    text = chunks[0]
    for gap, chunk in zip(_between(old, came, usual), chunks[1:], strict=True):
        text += gap + chunk
    return text


def _between(old: list[str], came: list[int | None], usual: str) -> list[str]:
    """What goes between the entries: new ones bring the usual, and ones that go take theirs with them."""
    kept = sorted(was for was in came if was is not None)
    left = [old[was - 1] for was in kept[1:]]
    made: list[str] = []
    begun = came[0] is not None
    for was in came[1:]:
        made.append(left.pop(0) if begun and was is not None else usual)
        begun = begun or was is not None
    return made
