"""Writing: columns as CSV, in an order that says nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TextIO

import numpy as np
import numpy.typing as npt

from surveyapp.release.cells import cell, line
from surveyapp.release.columns import LARGEST, Codes, Column, narrow

WIDEST = 2**14
CHUNK = 10_000
Order = npt.NDArray[np.int64]
Spell = Callable[[Column, str], str]
"""How a file writes one of a column's words."""
Tell = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and how much there is; 0 where that is not known."""


def tell_nobody(_what: str, _done: int, _all: int) -> None:
    """For where nobody waits."""


@dataclass(frozen=True)
class Run:
    """Neighbouring columns taken together: ``texts[codes[i]]`` is their part of line i, separators included.

    Texts stand in the order of their bytes, so that codes can be sorted in their place.
    """

    texts: tuple[str, ...]
    codes: Codes


def runs(columns: Sequence[Column], spell: Spell) -> list[Run]:
    """The lines of a file as a few runs of columns each."""
    found: list[Run] = []
    for place, column in enumerate(columns):
        end = "\n" if place == len(columns) - 1 else ","
        texts = [cell(spell(column, word)) + end for word in column.words]
        following = _sorted(Run(tuple(texts), column.codes))
        if found and len(found[-1].texts) * len(texts) <= WIDEST:
            found[-1] = _joined(found[-1], following)
        else:
            found.append(following)
    return found


def _sorted(run: Run) -> Run:
    texts = sorted(set(run.texts))
    place = {text: rank for rank, text in enumerate(texts)}
    ranks = np.array([place[text] for text in run.texts], dtype=narrow(len(texts)))
    return Run(tuple(texts), ranks[run.codes])


def _joined(left: Run, right: Run) -> Run:
    """Two runs as one, with the combinations that occur.

    No cell with its separator begins another, so combinations are in the order of their bytes.
    """
    width = len(right.texts)
    key = left.codes.astype(np.int64) * width + right.codes
    occurs = np.bincount(key, minlength=len(left.texts) * width) > 0
    rank = np.cumsum(occurs) - 1
    keys = np.flatnonzero(occurs).tolist()
    texts = tuple(left.texts[each // width] + right.texts[each % width] for each in keys)
    return Run(texts, rank.astype(narrow(len(texts)))[key])


def order(lines: Sequence[Run]) -> Order:
    """The responses in the order of their lines' bytes, which depends on nothing but what the lines say."""
    keys: list[tuple[npt.NDArray[np.int64], int]] = []
    for run in lines:
        size = max(len(run.texts), 1)
        if keys and keys[-1][1] * size < LARGEST:
            key, bound = keys[-1]
            keys[-1] = key * size + run.codes, bound * size
        else:
            keys.append((run.codes.astype(np.int64), size))
    return np.lexsort([key for key, _ in reversed(keys)])


def write(
    file: TextIO, names: Sequence[str], lines: Sequence[Run], rows: Order, tell: Tell = tell_nobody
) -> None:
    """Write a header and the lines, in the order of ``rows``."""
    file.write(line(names))
    texts = [np.array([*run.texts, ""], dtype=object) for run in lines]
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        parts = [found[run.codes[chunk]].tolist() for found, run in zip(texts, lines, strict=True)]
        file.write("".join(map("".join, zip(*parts, strict=True))))
        tell("Writing rows", start + len(chunk), len(rows))
