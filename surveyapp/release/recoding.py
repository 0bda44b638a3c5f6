"""Recoding: the levels at which each response leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from surveyapp.release.columns import Codes, narrow
from surveyapp.release.demands import Demands
from surveyapp.release.exact import least
from surveyapp.release.lattice import Lattice, Levels
from surveyapp.release.local import PROPOSALS, improved
from surveyapp.release.loss import Loss
from surveyapp.release.shares import Shares
from surveyapp.release.terms import Refusal
from surveyapp.release.write import Order

SEED = 20_020_723


@dataclass(frozen=True)
class Recoding:
    """The levels at which each response leaves: ``patterns[which[i]]`` are those of response i.

    ``loss`` is the mean loss of a cell, from 0 to 1, and ``suppressed`` the number of responses of which
    every quasi-identifier is hidden, or that are left out. ``kept`` says which are not; None where nobody is
    left out.
    """

    patterns: tuple[Levels, ...]
    which: Codes
    loss: float
    suppressed: int
    kept: npt.NDArray[np.bool_] | None = None


def find(
    lattice: Lattice, demands: Demands, order: Callable[[], Order], proposals: int = PROPOSALS
) -> Recoding:
    """The recoding that meets the demands and loses least; a local one with so many ``proposals``.

    ``order`` gives the responses in an order that follows from what they say; it is asked for only where
    responses with the same combination are shown differently. Raises Refusal where nothing meets the demands.
    """
    loss = Loss(lattice)
    found = least(lattice, demands, loss)
    if found is None:
        raise Refusal(
            "no-level",
            "At no level of the profile's ladders would everybody share their values with enough others "
            f"(k = {demands.k}). Nothing is released.",
        )
    if demands.local and lattice.ladders:
        return recoded(lattice, improved(lattice, demands, loss, found, proposals), loss, order)
    return recoded(lattice, found.shares(lattice, demands.drop), loss, order)


def recoded(lattice: Lattice, shares: Shares, loss: Loss, order: Callable[[], Order]) -> Recoding:
    """The recoding that shows each combination's responses as the shares say.

    Which responses of a combination get which share is drawn by lots, from an order of what they say: it
    follows from the data, but goes with nobody's answers.
    """
    patterns, number = np.unique(shares.levels, axis=0, return_inverse=True)
    number = number.reshape(-1).astype(narrow(len(patterns)))
    by_combination = np.lexsort((number, shares.left_out, shares.combination))
    place = np.empty(lattice.rows, dtype=np.int64)
    place[_by_combination(lattice, shares, order)] = np.repeat(by_combination, shares.counts[by_combination])
    hidden = shares.left_out | ((shares.levels == lattice.tops).all(axis=1) & bool(lattice.tops))
    return Recoding(
        tuple(tuple(levels) for levels in patterns.tolist()),
        number[place],
        loss.mean(shares.cost),
        int(shares.counts[hidden].sum()),
        ~shares.left_out[place] if shares.left_out.any() else None,
    )


def _by_combination(lattice: Lattice, shares: Shares, order: Callable[[], Order]) -> Order:
    """The responses by combination, in the order of the lots where that matters."""
    index = lattice.counted.index
    if len(shares.combination) == len(lattice.counted.counts):
        return np.argsort(index, kind="stable")
    lots = order()[np.random.default_rng(SEED).permutation(lattice.rows)]
    return lots[np.argsort(index[lots], kind="stable")]
