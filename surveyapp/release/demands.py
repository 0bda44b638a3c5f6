"""Demands: what every class of released rows must have before it may leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Population:
    """Everybody who could have answered: how many people the roster has of each combination.

    ``counts`` are people by their values as collected, in the order of ``variables``.
    """

    variables: tuple[str, ...]
    counts: Mapping[tuple[str, ...], int]


@dataclass(frozen=True)
class Demands:
    """What every class has: the rows that share all their released quasi-identifiers.

    ``k`` rows at least; with a ``population`` k people on the roster who match the labels instead (k-map). Of
    each variable that ``diverse`` names, at least so many distinct values (distinct l-diversity). What is
    missing is no value: a class in which the variable is suppressed, or nobody gave an answer, needs none.

    Up to a share ``suppress_at_most`` of the rows may become all ``*`` where that loses less than coarser
    levels for everybody. They are a class like any other; with ``drop`` they are left out of the file
    instead, and nothing is demanded of them. With ``local`` each cell may have a level of its own.
    """

    k: int
    diverse: Mapping[str, int] = field(default_factory=dict)
    population: Population | None = None
    suppress_at_most: float = 0.0
    drop: bool = False
    local: bool = False

    def suppressible(self, rows: int) -> int:
        """How many of so many rows may become all ``*``."""
        return int(self.suppress_at_most * rows + 1e-9)
