"""The search for the recoding to release at, for data of any size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from math import prod

from surveyapp.release.columns import Column
from surveyapp.release.demands import Demands
from surveyapp.release.exact import Undecided
from surveyapp.release.lattice import Lattice
from surveyapp.release.local import PROPOSALS
from surveyapp.release.recoding import Recoding, find
from surveyapp.release.write import Order

MANY = 20_000
"""So many combinations, sensitive values included, are always searched one by one."""


def search(
    lattice: Lattice,
    sensitive: Sequence[Column],
    demands: Demands,
    order: Callable[[], Order],
    many: int = MANY,
    proposals: int = PROPOSALS,
) -> Recoding:
    """The recoding that meets the demands and loses least, as `recoding.find` has it.

    ``sensitive`` are the columns of the responses of which variety is demanded. Where they make more than
    ``many`` combinations, those of the quasi-identifiers are taken whole, unless that could miss the exact
    answer. Local recoding then has fewer ways to improve on it, which among many people costs little. Raises
    Refusal where nothing meets the demands.
    """
    if _most(lattice, sensitive) > many:
        with suppress(Undecided):
            return find(lattice.taken_whole(sensitive), demands, order, proposals)
    return find(lattice.with_sensitive(sensitive), demands, order, proposals)


def _most(lattice: Lattice, sensitive: Sequence[Column]) -> int:
    """How many combinations there can be."""
    values = prod(len(column.words) for column in sensitive)
    return min(lattice.rows, len(lattice.counted.counts) * values) if sensitive else 0
