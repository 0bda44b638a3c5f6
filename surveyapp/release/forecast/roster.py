"""The roster: how many of those invited give each answer that the office knows of everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MOST_STRATA = 1_000
Counts = Mapping[str, int]
Combination = tuple[str, ...]


class Uneven(Exception):
    """Counts that cannot be right, in words for whoever typed them; ``name`` is the variable's."""

    def __init__(self, name: str, message: str):
        super().__init__(message)
        self.name = name


@dataclass(frozen=True)
class Roster:
    """Everybody invited, by what is counted of them.

    ``counts`` are people by their codes in the order of ``variables``. With ``assumed`` only the totals
    of each variable were known, ``totals``, and the combinations follow from them as if
    each said nothing of the other.
    """

    people: int
    variables: tuple[str, ...] = ()
    counts: Mapping[Combination, int] = field(default_factory=dict)
    totals: Mapping[str, Counts] = field(default_factory=dict)
    assumed: bool = False

    def strata(self) -> dict[Combination, int]:
        """Everybody in one piece where nothing is counted, else the counts."""
        return dict(self.counts) if self.variables else {(): self.people}

    def between(self, combination: Combination) -> tuple[int, int]:
        """The fewest and the most people who can share a combination, given what is known.

        With totals alone these are the Fréchet bounds (Fréchet 1940; Dobra and Fienberg 2000,
        doi:10.1073/pnas.97.22.11885): max(0, sum of totals - (m - 1) N) and the smallest total.
        """
        if not self.assumed:
            exact = self.counts.get(combination, 0)
            return exact, exact
        totals = [self.totals[name][code] for name, code in zip(self.variables, combination, strict=True)]
        return max(0, sum(totals) - (len(totals) - 1) * self.people), min(totals, default=self.people)


def counted(people: int, variables: Sequence[str], counts: Mapping[Combination, int]) -> Roster:
    """A roster of which every combination was counted. Raises Uneven where it has not that many people."""
    together = sum(counts.values())
    if together != people:
        raise Uneven("", f"The combinations add up to {together}, and {people} people are invited.")
    return Roster(people, tuple(variables), dict(counts))


def from_totals(people: int, totals: Mapping[str, Counts]) -> Roster:
    """A roster of which only each variable's totals are known; combinations are assumed to be independent.

    They are whole numbers, and add up to every total. Variables that would make more than ``MOST_STRATA`` of
    them are left out. Raises Uneven where totals do not add up.
    """
    for name, counts in totals.items():
        together = sum(counts.values())
        if together != people:
            raise Uneven(name, f"These add up to {together}, and {people} people are invited.")
    found: dict[Combination, int] = {(): people}
    taken: dict[str, Counts] = {}
    for name, counts in totals.items():
        if len(found) * len(counts) <= MOST_STRATA:
            found = _crossed(found, counts, people)
            taken[name] = counts
    return Roster(people, tuple(taken), found, taken, assumed=len(taken) > 1)


def _crossed(before: Mapping[Combination, int], counts: Counts, people: int) -> dict[Combination, int]:
    """Each stratum split as everybody is, in whole numbers with the same sums either way.

    Parts are rounded down. Which are rounded up again is settled row by row, those first that miss most, in
    the columns that miss most: what is left always fits (Gale 1957, doi:10.2140/pjm.1957.7.1073).
    """
    whole = max(people, 1)
    floors = {
        (*row, code): size * count // whole for row, size in before.items() for code, count in counts.items()
    }
    missing = {code: count - sum(floors[*row, code] for row in before) for code, count in counts.items()}
    short = {row: size - sum(floors[*row, code] for code in counts) for row, size in before.items()}
    for row in sorted(short, key=lambda each: -short[each]):
        parts = {code: before[row] * count % whole for code, count in counts.items()}
        most = sorted(counts, key=lambda code: (-missing[code], -parts[code]))
        for code in most[: short[row]]:
            floors[*row, code] += 1
            missing[code] -= 1
    return floors
