"""The codebook: what every column of the data means, and what was done to it, as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from surveyapp.release.entries import Entry
from surveyapp.release.words import MISSING

HEADER = (
    "variable",
    "number",
    "wording",
    "kind",
    "codes",
    "numbers",
    "n",
    "missing",
    "privacy",
    "released",
)


def codebook(entries: Iterable[Entry], numbers: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[str, ...]]:
    """The header and a row for each entry.

    ``numbers`` has, by variable, what stands for its codes in programs that store numbers; it is shown where
    that is not the code itself.
    """
    yield HEADER
    for entry in entries:
        known = numbers.get(entry.name, {})
        differ = any(str(number) != code for code, number in known.items())
        yield (
            entry.name,
            entry.number,
            entry.wording,
            entry.kind,
            _pairs(entry.labels) or entry.range,
            _pairs({str(number): code for code, number in known.items()}) if differ else "",
            "" if entry.n is None else str(entry.n),
            _pairs({word: f"{MISSING[word]} ({count})" for word, count in entry.missing.items()}),
            entry.privacy,
            entry.done,
        )


def _pairs(pairs: Mapping[str, str]) -> str:
    return "; ".join(f"{left} = {right}" for left, right in pairs.items())
