"""Comments as a page draws them: the text in pieces, with the hints numbered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from surveyapp.release.comments.hints import Hint


class Piece(NamedTuple):
    """A stretch of a text; `number` is that of its hint, 0 where it has none."""

    words: str
    number: int


def pieces(text: str, hints: Sequence[Hint]) -> list[Piece]:
    """The text, cut where hints begin and end."""
    found, last = [], 0
    for number, hint in enumerate(hints, 1):
        found += [Piece(text[last : hint.start], 0), Piece(text[hint.start : hint.end], number)]
        last = hint.end
    return [piece for piece in (*found, Piece(text[last:], 0)) if piece.words]
