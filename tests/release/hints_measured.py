"""How much the hints find, on comments that we made up and marked by hand.

    python -m tests.release.hints_measured

prints the table that stands in docs/comments.md, and with ``--wrong`` also what was missed and what was
marked for nothing, for the comments that the patterns were written with.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from surveyapp.release.comments.hints import KINDS, Hint, hints

FOLDER = Path(__file__).with_name("comments")
MARKED = re.compile(r"\{(\w+)\|([^}]+)\}")


@dataclass(frozen=True)
class Marked:
    """A comment, and what a reader should be shown of it."""

    text: str
    spans: tuple[Hint, ...]


@dataclass
class Measured:
    """Counts over one file; what was missed and what was marked for nothing, in words."""

    marked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    hinted: int = 0
    right: int = 0
    plain: int = 0
    left_alone: int = 0
    missed: list[str] = field(default_factory=list)
    needless: list[str] = field(default_factory=list)


def comments(file: str) -> list[Marked]:
    """The comments of a file, one a line; lines that begin with # are not."""
    lines = (FOLDER / file).read_text(encoding="utf-8").splitlines()
    return [_read(line) for line in lines if line and not line.startswith("#")]


def _read(line: str) -> Marked:
    text, spans, last = "", [], 0
    for match in MARKED.finditer(line):
        text += line[last : match.start()]
        spans.append(Hint(len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        last = match.end()
    return Marked(text + line[last:], tuple(spans))


def meet(one: Hint, other: Hint) -> bool:
    """Whether two stretches have a character in common."""
    return one.start < other.end and other.start < one.end


def measured(file: str) -> Measured:
    """Recall: marked stretches that a hint touches. Precision: hints that touch a marked stretch."""
    result = Measured()
    for comment in comments(file):
        given = hints(comment.text)
        for span in comment.spans:
            result.marked[span.kind] += 1
            if any(meet(span, hint) for hint in given):
                result.found[span.kind] += 1
            else:
                result.missed.append(f"{span.kind}: {comment.text[span.start : span.end]}")
        right = [hint for hint in given if any(meet(span, hint) for span in comment.spans)]
        result.needless += [
            f"{hint.kind}: {comment.text[hint.start : hint.end]}" for hint in given if hint not in right
        ]
        result.hinted, result.right = result.hinted + len(given), result.right + len(right)
        result.plain += not comment.spans
        result.left_alone += not comment.spans and not given
    return result


def table() -> str:
    """The figures as rows of Markdown."""
    tuned, held_out = measured("tuned.txt"), measured("held_out.txt")
    rows = ["| | written with these in view | held out |", "|---|---|---|"]
    rows += [
        f"| {kind}: marked places found | {tuned.found[kind]} of {tuned.marked[kind]} "
        f"| {held_out.found[kind]} of {held_out.marked[kind]} |"
        for kind in KINDS
    ]
    for title, parts in (
        ("all marked places found (recall)", lambda it: (it.found.total(), it.marked.total())),
        ("hints that are right (precision)", lambda it: (it.right, it.hinted)),
        ("harmless comments without any hint", lambda it: (it.left_alone, it.plain)),
    ):
        cells = (f"{part} of {whole} ({part / whole:.0%})" for part, whole in map(parts, (tuned, held_out)))
        rows.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())  # noqa: T201  what the command is for
    if "--wrong" in sys.argv:
        print(*measured("tuned.txt").missed, *measured("tuned.txt").needless, sep="\n")  # noqa: T201
