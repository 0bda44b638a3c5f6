"""The search for the recoding to release at, for data of any size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from surveyapp.release.classes import Counts, Which, distinct
from surveyapp.release.coarsen import released
from surveyapp.release.columns import Column, combinations, narrow, packed
from surveyapp.release.demands import Demands
from surveyapp.release.lattice import Lattice
from surveyapp.release.local import PROPOSALS
from surveyapp.release.loss import Loss
from surveyapp.release.recoding import Recoding, find
from surveyapp.release.words import NOT_ASKED, SUPPRESSED
from surveyapp.release.write import Order

MANY = 20_000
"""Combinations, sensitive values included, above which local recoding asks for variety afterwards."""


def search(
    lattice: Lattice,
    demands: Demands,
    order: Callable[[], Order],
    many: int = MANY,
    proposals: int = PROPOSALS,
) -> Recoding:
    """The recoding that meets the demands and loses least, as `recoding.find` has it.

    With local recoding and more than ``many`` combinations, variety is asked for afterwards: where a class of
    the best recoding without that demand lacks it, all its rows are hidden, as long as the demands allow so
    many. Where there are many people such classes are few. Raises Refusal where nothing meets the demands.
    """
    late = demands.local and demands.diverse and demands.population is None
    if late and len(lattice.counted.counts) > many:
        known = _known(lattice)
        found = find(known, replace(demands, diverse={}), order, proposals)
        if found.kept is None:
            varied = _varied(lattice, known, demands, found)
            if varied is not None:
                return varied
    return find(lattice, demands, order, proposals)


def _known(lattice: Lattice) -> Lattice:
    """The lattice with its combinations counted over the quasi-identifiers alone."""
    columns = [_of_responses(lattice, column) for column in lattice.columns]
    counted = combinations(
        [column.codes for column in columns], [len(column.words) for column in columns], lattice.rows
    )
    cells = tuple(
        Column(each.variable, each.words, counted.codes[:, at]) for at, each in enumerate(lattice.columns)
    )
    return replace(lattice, columns=cells, counted=counted, sensitive=())


def _varied(lattice: Lattice, known: Lattice, demands: Demands, found: Recoding) -> Recoding | None:
    """The recoding with classes hidden until all vary; None where too many would have to be."""
    tops = lattice.tops
    patterns = (*found.patterns, tops) if tops not in found.patterns else found.patterns
    stars = patterns.index(tops)
    which = found.which.astype(narrow(len(patterns)))
    sensitive = [_of_responses(lattice, column) for column in lattice.sensitive]
    known_columns = [_of_responses(known, column) for column in known.columns]
    while True:
        now = replace(found, patterns=patterns, which=which)
        shown = {each.name: each for each in released(lattice, [*known_columns, *sensitive], now)}
        key = _classes([shown[column.name] for column in known_columns], lattice.rows)
        lacking = _lacking(key, [shown[column.name] for column in sensitive], demands)
        hidden = which == stars
        if not lacking.any():
            cost = _cost(known, now)
            return replace(now, loss=Loss(known).mean(cost), suppressed=int(hidden.sum()))
        more = lacking & ~hidden
        if not more.any() and not hidden.all():
            more = key == _smallest(key, hidden)  # those who are hidden lack something themselves
        if not more.any() or (more | hidden).sum() > demands.suppressible(lattice.rows):
            return None
        which = np.where(more, stars, which).astype(which.dtype)


def _of_responses(lattice: Lattice, column: Column) -> Column:
    """A column of combinations as a column of responses."""
    return Column(column.variable, column.words, column.codes[lattice.counted.index])


def _classes(columns: Sequence[Column], rows: int) -> Counts:
    """The number of each response's class."""
    key, _ = packed([column.codes for column in columns], [len(column.words) for column in columns], rows)
    return np.unique(key, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _lacking(key: Counts, sensitive: Sequence[Column], demands: Demands) -> Which:
    """The responses whose class is too small, or shows too few values of a sensitive column."""
    lacking = np.bincount(key)[key] < demands.k
    for column in sensitive:
        silent = column.renamed([NOT_ASKED if word == SUPPRESSED else word for word in column.words])
        lacking |= distinct(key, silent)[key] < demands.diverse[column.name]
    return lacking


def _smallest(key: Counts, hidden: Which) -> int:
    """The number of the smallest class of those who are not hidden."""
    sizes = np.bincount(key[~hidden], minlength=int(key.max()) + 1)
    return int(np.where(sizes > 0, sizes, len(key) + 1).argmin())


def _cost(lattice: Lattice, recoding: Recoding) -> int:
    """What a recoding costs over all responses."""
    loss, cost = Loss(lattice), 0
    for at, levels in enumerate(recoding.patterns):
        counts = np.bincount(
            lattice.counted.index[recoding.which == at], minlength=len(lattice.counted.counts)
        )
        chosen = np.flatnonzero(counts)
        cost += int(loss.each(levels, chosen) @ counts[chosen])
    return cost
