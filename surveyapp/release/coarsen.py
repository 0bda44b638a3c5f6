"""Coarsening: columns as a recoding shows them, and what goes along with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from surveyapp.release.columns import Column, narrow
from surveyapp.release.ladders import Ladder
from surveyapp.release.lattice import Lattice
from surveyapp.release.recoding import Recoding
from surveyapp.release.words import SUPPRESSED


def released(lattice: Lattice, columns: Sequence[Column], recoding: Recoding) -> Iterator[Column]:
    """The columns that leave, row by row at the levels of the recoding; what goes along is suppressed.

    ``columns`` are those of the data, without the withheld ones. Responses that are left out are not in them
    any more.
    """
    places = {ladder.variable: place for place, ladder in enumerate(lattice.ladders)}
    hidden = [lattice.suppressed(levels) for levels in recoding.patterns]
    for column in columns:
        if column.name in places:
            place = places[column.name]
            levels = [pattern[place] for pattern in recoding.patterns]
            shown = _shown(column, lattice.ladders[place], levels, recoding)
        else:
            shown = _carried(column, [column.name in names for names in hidden], recoding)
        yield (
            shown
            if recoding.kept is None
            else Column(shown.variable, shown.words, shown.codes[recoding.kept])
        )


def _shown(column: Column, ladder: Ladder, levels: Sequence[int], recoding: Recoding) -> Column:
    """The column with each cell at the level of its response's pattern."""
    used = sorted(set(levels))
    words = [ladder.at(word, level) for level in used for word in column.words]
    if len(used) == 1:
        return column.renamed(words)
    start = np.array([used.index(level) * len(column.words) for level in levels], dtype=narrow(len(words)))
    return (
        Column(column.variable, tuple(words), start[recoding.which] + column.codes).renamed(words).occurring()
    )


def _carried(column: Column, hidden: Sequence[bool], recoding: Recoding) -> Column:
    """The column, suppressed in the responses of some patterns."""
    if not any(hidden):
        return column
    if all(hidden):
        return column.everywhere(SUPPRESSED)
    words = (*column.words, SUPPRESSED)
    codes = column.codes.astype(narrow(len(words)))
    codes[np.array(hidden)[recoding.which]] = len(words) - 1
    return Column(column.variable, words, codes).occurring()
