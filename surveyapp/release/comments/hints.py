"""Hints of what in a comment may point to somebody, from patterns of our own: an aid for who reads, no more.

Nothing here decides anything. A text without a hint can still give its writer away, and the person who
reviews it is told so; `docs/comments.md` says how much the patterns find, and the test that measures it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from surveyapp.release.comments.names import names
from surveyapp.release.comments.patterns import PATTERNS

KINDS: dict[str, str] = {
    "role": "a role or a trait that may fit one person only",
    "place": "a place, a unit or a room",
    "date": "a date or a time",
    "age": "an age",
    "duration": "a duration",
    "contact": "a way to reach somebody",
    "number": "a number of a record or a case",
    "amount": "an amount or a count that others may know",
    "name": "a name, or initials",
}
"""Every kind of hint in words; of two that are equally long the one that stands first here counts."""
RANK = {kind: rank for rank, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True, order=True)
class Hint:
    """A stretch of a text, from ``start`` to before ``end`` in characters, and what kind of thing it is."""

    start: int
    end: int
    kind: str

    @property
    def meaning(self) -> str:
        """What it may be, in words."""
        return KINDS[self.kind]


def hints(text: str) -> tuple[Hint, ...]:
    """Everything in a text that may point to somebody, in order; hints do not overlap."""
    return tuple(_apart(sorted(_found(text))))


def _found(text: str) -> Iterator[Hint]:
    for kind, patterns in PATTERNS.items():
        for pattern in patterns:
            for match in pattern.finditer(text):
                yield Hint(match.start(), match.end(), kind)
    for start, end in names(text):
        yield Hint(start, end, "name")


def _apart(found: Iterable[Hint]) -> Iterator[Hint]:
    """Hints with those that overlap joined to one, which is of the longer one's kind."""
    last: Hint | None = None
    for hint in found:
        if last is not None and hint.start < last.end:
            kind = max(last, hint, key=lambda each: (each.end - each.start, -RANK[each.kind])).kind
            last = Hint(last.start, max(last.end, hint.end), kind)
            continue
        if last is not None:
            yield last
        last = hint
    if last is not None:
        yield last
