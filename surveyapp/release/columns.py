"""Columns: the data as whole columns of small numbers, each standing for one of the column's words.

A row is never kept as a Python object: a million responses take about a byte for each of their cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod

import numpy as np
import numpy.typing as npt

from surveyapp.instrument.kinds.base import Variable

Codes = npt.NDArray[np.integer]
Numbers = npt.NDArray[np.int64]
LARGEST = 2**62
FEW, SPARE = 8, 1024
"""Numbers below so many times as many as there are, and so many more, are looked up and not sorted."""


@dataclass(frozen=True)
class Column:
    """One variable of every response: ``words[codes[i]]`` is the cell of response i."""

    variable: Variable
    words: tuple[str, ...]
    codes: Codes

    @property
    def name(self) -> str:
        """The variable's name."""
        return self.variable.name

    def renamed(self, words: Sequence[str]) -> Column:
        """The same cells under other words, one for each of ``words``; equal ones become one."""
        found = {word: code for code, word in enumerate(dict.fromkeys(words))}
        if len(found) == len(words):
            return Column(self.variable, tuple(words), self.codes)
        place = np.array([found[word] for word in words], dtype=narrow(len(found)))
        return Column(self.variable, tuple(found), place[self.codes])

    def occurring(self) -> Column:
        """The same cells without the words that do not occur."""
        return self._without_others(list(self.counts()))

    def canonical(self) -> Column:
        """The same cells with the words that occur, sorted, which says nothing of the order of rows."""
        return self._without_others(sorted(self.counts()))

    def _without_others(self, words: Sequence[str]) -> Column:
        found = {word: code for code, word in enumerate(words)}
        place = np.array([found.get(word, 0) for word in self.words], dtype=narrow(len(words)))
        return Column(self.variable, tuple(words), place[self.codes])

    def everywhere(self, word: str) -> Column:
        """The column with one word in all its cells."""
        return Column(self.variable, (word,), np.zeros(len(self.codes), dtype=np.uint8))

    def counts(self) -> dict[str, int]:
        """How many cells hold each of the words that occur."""
        counts = np.bincount(self.codes, minlength=len(self.words)).tolist()
        return {word: count for word, count in zip(self.words, counts, strict=True) if count}


@dataclass(frozen=True)
class Combinations:
    """The distinct combinations of some columns: ``codes`` has one row each, ``counts`` how often it occurs.

    ``index`` gives the combination of each response.
    """

    codes: Codes
    counts: npt.NDArray[np.int64]
    index: npt.NDArray[np.int64]


def combinations(parts: Sequence[Codes], sizes: Sequence[int], rows: int) -> Combinations:
    """The distinct combinations of columns of codes below ``sizes``, in the order of those codes."""
    key, _ = packed(parts, sizes, rows)
    _, first, index, counts = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    codes = (
        np.stack([part[first] for part in parts], axis=1) if parts else np.zeros((len(first), 0), np.int64)
    )
    return Combinations(codes, counts.astype(np.int64), index.reshape(-1))


def packed(parts: Sequence[Codes], sizes: Sequence[int], rows: int) -> tuple[npt.NDArray[np.int64], int]:
    """One number for each combination of codes, in their order, and a bound that all numbers lie below."""
    if prod(sizes) <= LARGEST:
        start = np.zeros(rows, dtype=np.int64)
        return reduce(lambda key, part: key * part[1] + part[0], zip(parts, sizes, strict=True), start), prod(
            sizes
        )
    middle = len(parts) // 2
    halves = [packed(parts[:middle], sizes[:middle], rows), packed(parts[middle:], sizes[middle:], rows)]
    ranks = [ranked(key, bound) for key, bound in halves]
    size = max(rows, 1)
    return ranks[0] * size + ranks[1], size * size


def occurring(numbers: Numbers, bound: int) -> Numbers:
    """Those that occur of the numbers below a bound, each once, in their order."""
    if bound <= FEW * len(numbers) + SPARE:
        return np.flatnonzero(np.bincount(numbers, minlength=bound))
    return np.unique(numbers)


def ranked(numbers: Numbers, bound: int) -> Numbers:
    """The rank of each of some numbers below a bound among those that occur."""
    if bound <= FEW * len(numbers) + SPARE:
        occurs = np.bincount(numbers, minlength=bound) > 0
        return (np.cumsum(occurs) - 1)[numbers]
    return np.unique(numbers, return_inverse=True)[1].reshape(-1).astype(np.int64)


def narrow(size: int) -> np.dtype[np.unsignedinteger]:
    """The smallest type of number that holds all codes below ``size``."""
    return np.min_scalar_type(max(size - 1, 0))
