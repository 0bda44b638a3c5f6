"""Who gives which answer, so that every answer is given as often as wanted.

People are told apart only by the options they are offered. All randomness is passed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

Counts = Mapping[str, int]
Offers = Sequence[Sequence[str]]
"""For each person, the codes that can be picked."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What could not be met: how many answers were wanted, how many there are, and why, in words."""

    control: str
    wanted: int
    got: int
    why: str

    def __str__(self) -> str:
        return f"{self.control}: {self.why}"


def one_each(
    control: str, offers: Offers, wanted: Counts, rng: Random
) -> tuple[list[str | None], list[Shortfall]]:
    """A code for each person, or None; each code as often as wanted where that is possible at all."""
    shortfalls = []
    total = sum(wanted.values())
    if total > len(offers):
        why = f"{_answers(total)} wanted, but only {len(offers)} are asked"
        shortfalls.append(Shortfall(control, total, len(offers), why))
        wanted = scaled(wanted, len(offers))
    given: list[str | None] = [None] * len(offers)
    left = {code: count for code, count in wanted.items() if count}
    groups: dict[tuple[str, ...], list[int]] = {}
    for person in rng.sample(range(len(offers)), len(offers)):
        groups.setdefault(tuple(code for code in offers[person] if code in left), []).append(person)
    flow = _flow(left, {group: len(people) for group, people in groups.items()})
    for group, people in groups.items():
        codes = [code for code in group for _ in range(flow.get((code, group), 0))]
        for person, code in zip(people, codes, strict=False):
            given[person] = code
    for code, count in left.items():
        got = given.count(code)
        if got < count:
            why = f"{_answers(count)} '{code}' wanted, but only {got} can be had from those offered it"
            shortfalls.append(Shortfall(control, count, got, why))
    return given, shortfalls


def _answers(count: int) -> str:
    return f"{count} answer{'s' if count != 1 else ''}"


def scaled(wanted: Counts, total: int) -> dict[str, int]:
    """The counts in the same proportions with another total: the largest remainders are rounded up."""
    whole = sum(wanted.values())
    floors = {code: count * total // whole for code, count in wanted.items()}
    by_remainder = sorted(wanted, key=lambda code: -(wanted[code] * total % whole))
    for code in by_remainder[: total - sum(floors.values())]:
        floors[code] += 1
    return floors


def _flow(wanted: Counts, room: Mapping[tuple[str, ...], int]) -> dict[tuple[str, tuple[str, ...]], int]:
    """How many of each group of people, offered the same, give each code: as many answers as possible.

    Maximum flow by shortest augmenting paths (Edmonds and Karp 1972, doi:10.1145/321694.321699) over codes
    and groups, of which there are few however many people there are.
    """
    flow: dict[tuple[str, tuple[str, ...]], int] = {}
    left, free = dict(wanted), dict(room)
    for code in wanted:
        while left[code]:
            path = _augmenting(code, flow, free)
            if not path:
                break
            amount = min(left[code], free[path[-1][1]])
            # Every second step takes back what another code was given.
            backs = [(path[at + 1][0], path[at][1]) for at in range(len(path) - 1)]
            amount = min([amount, *(flow[back] for back in backs)])
            for step in path:
                flow[step] = flow.get(step, 0) + amount
            for back in backs:
                flow[back] -= amount
            left[code] -= amount
            free[path[-1][1]] -= amount
    return flow


def _augmenting(
    code: str, flow: dict[tuple[str, tuple[str, ...]], int], free: Mapping[tuple[str, ...], int]
) -> list[tuple[str, tuple[str, ...]]]:
    """Steps (code, group) from a code to a group with room, each code after the first giving up a place."""
    reached: dict[str, list[tuple[str, tuple[str, ...]]]] = {code: []}
    queue = [code]
    for now in queue:
        for group, room in free.items():
            if now not in group:
                continue
            path = [*reached[now], (now, group)]
            if room:
                return path
            for other in group:
                if other not in reached and flow.get((other, group), 0):
                    reached[other] = path
                    queue.append(other)
    return []


@dataclass(frozen=True, slots=True)
class Ticks:
    """What a ``choices`` item takes: which options stand alone, and how many of the others may be ticked."""

    control: str
    alone: frozenset[str]
    at_least: int = 1
    at_most: int | None = None


def several_each(
    ticks: Ticks, offers: Offers, wanted: Counts, rng: Random
) -> tuple[list[set[str]], list[Shortfall]]:
    """A set of codes for each person; each code as often as wanted where that is possible."""
    alone = {code: count for code, count in wanted.items() if code in ticks.alone}
    given, shortfalls = one_each(ticks.control, offers, alone, rng)
    ticked: list[set[str]] = [set() if code is None else {code} for code in given]
    free = [person for person, code in enumerate(given) if code is None and _can_tick(ticks, offers[person])]
    together = {code: count for code, count in wanted.items() if code not in ticks.alone}
    fitting = _fitted(ticks, offers, free, together)
    chosen = _answering(ticks, free, fitting, rng)
    for code, count in fitting.items():
        able = [person for person in rng.sample(chosen, len(chosen)) if code in offers[person]]
        if ticks.at_least > 1 or ticks.at_most is not None:
            # Fewest ticks first: people then stay within one tick of each other.
            able.sort(key=lambda person: len(ticked[person]))
            able = [person for person in able if ticks.at_most is None or len(ticked[person]) < ticks.at_most]
        for person in able[:count]:
            ticked[person].add(code)
    for codes in ticked:
        if len(codes) < ticks.at_least and not codes & ticks.alone:
            codes.clear()
    for code, count in together.items():
        got = sum(code in codes for codes in ticked)
        if got < count:
            why = f"{count} ticks of '{code}' wanted, but only {got} can be had from {len(free)} people"
            shortfalls.append(Shortfall(ticks.control, count, got, why))
    return ticked, shortfalls


def _can_tick(ticks: Ticks, offered: Sequence[str]) -> bool:
    """Whether there are enough options to tick the least that is taken."""
    return sum(code not in ticks.alone for code in offered) >= ticks.at_least


def _fitted(ticks: Ticks, offers: Offers, free: Sequence[int], wanted: Counts) -> dict[str, int]:
    """The counts cut to what people can tick: no more than are offered it, nor than may be ticked in all."""
    counts = {
        code: min(count, sum(code in offers[person] for person in free)) for code, count in wanted.items()
    }
    most = len(free) * ticks.at_most if ticks.at_most is not None else None
    if most is not None and sum(counts.values()) > most:
        counts = scaled(counts, most)
    while counts and max(counts.values()) > sum(counts.values()) // ticks.at_least:
        highest = max(counts, key=counts.__getitem__)
        counts[highest] = min(counts[highest] - 1, sum(counts.values()) // ticks.at_least)
    return counts


def _answering(ticks: Ticks, free: Sequence[int], counts: Counts, rng: Random) -> list[int]:
    """Those who tick anything: few enough that each can be given as many ticks as the least that is taken."""
    if ticks.at_least <= 1:
        return list(free)
    return rng.sample(list(free), min(len(free), sum(counts.values()) // ticks.at_least))
