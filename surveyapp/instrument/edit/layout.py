"""A list or a mapping as its entries and what stands between them, so that entries can be put elsewhere.

The comment right above an entry, the one behind it and deeper ones below it go with the entry. Blank lines,
and comments with a blank line after them, stay between.
"""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.instrument.edit.nodes import Node


class Unwritable(Exception):
    """A text is written in a way that cannot be changed piece by piece."""


@dataclass(frozen=True)
class Layout:
    """Where the entries of a list or mapping stand: a (start, end) for each, in characters.

    ``column`` is where entries of a block begin.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    column: int

    @property
    def start(self) -> int:
        """Where the first entry begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the last entry ends."""
        return self.spans[-1][1]

    def between(self) -> list[str]:
        """What stands between each two entries."""
        return [self.text[one[1] : other[0]] for one, other in zip(self.spans, self.spans[1:], strict=False)]


def layout(text: str, node: Node) -> Layout:
    """The layout of a list or mapping that has entries. Raises Unwritable where it is none that we know."""
    if node.flow:
        starts = [each.start for each in node.keys or node.entries]
        return Layout(text, tuple((s, e.end) for s, e in zip(starts, node.entries, strict=True)), 0)
    owns = [key.start for key in node.keys] or _dashes(text, node)
    column = owns[0] - _line_start(text, owns[0])
    spans: list[tuple[int, int]] = []
    for own, value in zip(owns, node.entries, strict=True):
        least = spans[-1][1] if spans else 0
        spans.append(
            (_with_comments_above(text, own, column, least), _end(text, max(own, value.end), column))
        )
    return Layout(text, tuple(spans), column)


def _dashes(text: str, node: Node) -> list[int]:
    dashes = []
    least = node.start
    for value in node.entries:
        dash = text.rfind("-", least, value.start)
        if dash < 0 or (text[dash + 1 : value.start].strip() and "#" not in text[dash : value.start]):
            raise Unwritable
        dashes.append(dash)
        least = value.end
    columns = {dash - _line_start(text, dash) for dash in dashes}
    if len(columns) != 1:
        raise Unwritable
    return dashes


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _with_comments_above(text: str, own: int, column: int, least: int) -> int:
    """Where an entry begins with the comments right above it that stand in its own column."""
    start = own
    line = _line_start(text, own)
    if text[line:own].strip():
        return own
    while line > least:
        above = _line_start(text, line - 1)
        words = text[above : line - 1]
        if above < least or not words.lstrip(" ").startswith("#") or _depth(words) != column:
            break
        start, line = above + column, above
    return start


def _end(text: str, end: int, column: int) -> int:
    """Where an entry ends with the comment behind it and deeper comments below."""
    end = _line_end(text, end)
    while end < len(text):
        below = text[end + 1 : _line_end(text, end + 1)]
        if not below.lstrip(" ").startswith("#") or _depth(below) <= column:
            break
        end = _line_end(text, end + 1)
    return end


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def indented(chunk: str, by: int) -> str:
    """An entry's text, its lines after the first moved to the right, or to the left."""
    first, *rest = chunk.split("\n")
    if by >= 0:
        return "\n".join([first, *(" " * by + line if line.strip() else line for line in rest)])
    return "\n".join([first, *(line[min(-by, _depth(line)) :] for line in rest)])
