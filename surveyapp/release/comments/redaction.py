"""Redacting: words are taken away and a mark stands in their place. Nothing is added."""

from __future__ import annotations

import re
from collections.abc import Iterable

from surveyapp.release.comments.hints import Hint, hints

REMOVED = "[removed]"
MARK = re.compile(r"\[[^\[\]\n]{1,40}\]")
"""What may stand for what was taken away: words in square brackets, such as [removed] or [a colleague]."""


def without(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """The text with ``[removed]`` in place of each stretch, from one character to before another.

    Neighbours get one mark together.
    """
    parts: list[str] = []
    last = 0
    for start, end in sorted(stretches):
        if not parts or text[last:start].strip(" ,"):
            parts.append(text[last:start])
        last = max(last, end)
    return REMOVED.join([*parts, text[last:]])


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Every stretch of a text in which those words stand."""
    return [match.span() for match in re.finditer(re.escape(words), text)] if words else []


def open_hints(text: str) -> list[Hint]:
    """The hints outside square brackets, where something was taken out already."""
    marks = [match.span() for match in MARK.finditer(text)]
    return [
        hint for hint in hints(text) if not any(hint.start < end and start < hint.end for start, end in marks)
    ]


def fault(original: str, redacted: str) -> str | None:
    """Why one text is no redaction of the other, in words for who wrote it; None where it is one.

    It is one where the original comes out when each mark is replaced by at least one character, white space
    apart, and where anything is left to read.
    """
    wanted, given = (" ".join(text.split()) for text in (original, redacted))
    pieces = MARK.split(given)
    if len(pieces) == 1:
        return f"Put {REMOVED}, or other words in square brackets, where something is taken away."
    if not any(letter.isalnum() for piece in pieces for letter in piece):
        return "Nothing would be left to read. Withhold the comment instead."
    if not _fits(wanted, pieces):
        return (
            "Apart from the words in square brackets this is not what was written. A redaction takes words "
            "away and adds none."
        )
    return None


def _fits(text: str, pieces: list[str]) -> bool:
    """Whether the pieces make up the text in this order, with something between each two."""
    first, *middle, last = pieces
    if not text.startswith(first):
        return False
    place = len(first)
    for piece in middle:
        found = text.find(piece, place + 1)
        if found < 0:
            return False
        place = found + len(piece)
    return text.endswith(last) and len(text) - len(last) > place
