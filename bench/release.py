"""What hiding people among each other costs: the search of the release engine beside anjana."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import process_time

import numpy as np

from bench.anjana import Answer, Case, ask
from bench.people import K, people
from surveyapp.release.demands import Demands
from surveyapp.release.lattice import plain
from surveyapp.release.recoding import Recoding, find

SIZES = (66, 1_000, 10_000, 100_000)
GROWN = 1_000_000
"""How many people the exact search alone is tried on, to see it grow."""
SHARES = (0.0, 0.05)
ROUNDS = 3
MOST_SECONDS, LEAST_RATIO = 0.5, 20
"""Targets of the exact search at the largest size: its CPU time, and how often that goes into anjana's."""
MOST_LOCAL_SECONDS, LEAST_GAIN = 5.0, 0.25
"""Targets of local recoding at the smallest size, against the exact answer at 5 %."""


@dataclass(frozen=True)
class Search:
    """One search: its loss, rows hidden or left out, CPU seconds, and anjana's answer to the same."""

    name: str
    people: int
    loss: float
    hidden: int
    cpu: float
    peer: Answer | None = None
    met: bool | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the CPU anjana took."""
        return None if self.peer is None else self.peer.seconds / self.cpu


def searches() -> Iterator[Search]:
    """Each size with and without suppression, and local recoding; where both can, rows are left out by both.

    Ours is the least CPU of some rounds, everything from the columns on included; anjana's is its call
    alone, once, since it keeps nothing from one call to the next.
    """
    for number in SIZES:
        peers = ask(Case(number, 1, K, share) for share in SHARES)
        for share, peer in zip(SHARES, peers, strict=True):
            found, cpu = measured(number, Demands(K, suppress_at_most=share, drop=True), ROUNDS)
            search = Search(f"exact, {share:.0%} left out", number, found.loss, found.suppressed, cpu, peer)
            yield search if number < SIZES[-1] else judged(search)
        exact, cpu = measured(number, Demands(K, suppress_at_most=SHARES[-1]), ROUNDS)
        name = f"exact, {SHARES[-1]:.0%} all *"
        yield Search(name, number, exact.loss, exact.suppressed, cpu)
        found, cpu = measured(number, Demands(K, suppress_at_most=SHARES[-1], local=True), 1)
        met = cpu < MOST_LOCAL_SECONDS and found.loss <= (1 - LEAST_GAIN) * exact.loss
        first = number == SIZES[0]
        yield Search("local, the same", number, found.loss, found.suppressed, cpu, met=met if first else None)
    found, cpu = measured(GROWN, Demands(K, suppress_at_most=SHARES[-1]), 1)
    yield Search(f"exact, {SHARES[-1]:.0%} all *", GROWN, found.loss, found.suppressed, cpu)


def judged(search: Search) -> Search:
    """A search held against the targets of the largest size."""
    met = search.cpu < MOST_SECONDS and search.ratio is not None and search.ratio >= LEAST_RATIO
    return Search(search.name, search.people, search.loss, search.hidden, search.cpu, search.peer, met)


def measured(number: int, demands: Demands, rounds: int) -> tuple[Recoding, float]:
    """A recoding of so many people, and the least CPU seconds that it took."""
    made = people(number)
    spent = []
    for _ in range(rounds):
        start = process_time()
        ways = plain(made.ladders, made.columns, number)
        found = find(ways, demands, lambda: np.lexsort([column.codes for column in made.columns]))
        spent.append(process_time() - start)
    return found, min(spent)


HEAD = ("People", "search", "loss", "hidden", "CPU s", "anjana s", "ratio", "")


def row(search: Search) -> tuple[str, ...]:
    """A search for a person."""
    peer = "" if search.peer is None else f"{search.peer.seconds:.3f}"
    ratio = "" if search.ratio is None else f"{search.ratio:.0f} x"
    judged = {True: "met", False: "NOT MET", None: ""}[search.met]
    cpu = f"{search.cpu:.3f}"
    return (
        f"{search.people:,}",
        search.name,
        f"{search.loss:.4f}",
        f"{search.hidden:,}",
        cpu,
        peer,
        ratio,
        judged,
    )
