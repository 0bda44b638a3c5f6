"""Columns as they are written down: only the words that occur, in the order in which they are declared."""

from __future__ import annotations

import numpy as np

from surveyapp.release.columns import Column, narrow
from surveyapp.release.ladders import order
from surveyapp.release.words import MISSING


def as_declared(column: Column) -> Column:
    """The same cells with only the words that occur: codes as declared, then others, then missing words.

    A word that was hidden wherever it stood would otherwise leave in the lists of words that files carry,
    and the order in which words came first would tell something of the order of the responses.
    """
    declared = {word: place for place, word in enumerate(column.variable.codes)}
    last = {word: place for place, word in enumerate(MISSING)}

    def rank(word: str) -> tuple[int, int, tuple[float, str], str]:
        if word in last:
            return 2, last[word], (0.0, ""), word
        return (0, declared[word], (0.0, ""), word) if word in declared else (1, 0, order(word), word)

    words = sorted(column.counts(), key=rank)
    place = {word: code for code, word in enumerate(words)}
    codes = np.array([place.get(word, 0) for word in column.words], dtype=narrow(len(words)))
    return Column(column.variable, tuple(words), codes[column.codes])
