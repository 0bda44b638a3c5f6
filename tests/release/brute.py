"""Every way of recoding a few rows, tried one by one, in words and fractions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations, product
from random import Random

import numpy as np

from surveyapp.instrument.kinds.base import Variable
from surveyapp.release.columns import Column
from surveyapp.release.demands import Demands, Population
from surveyapp.release.ladders import Ladder
from surveyapp.release.lattice import Lattice, plain

MISSING = ("not_asked", "not_answered")
Row = tuple[str, ...]


@dataclass
class Case:
    """Rows over quasi-identifiers ``q0``, ``q1``, … and one sensitive column ``s``.

    ``tables`` has for each quasi-identifier the label of each value at each level between; ``follows``,
    ``bound`` and ``carried`` are as a lattice has them.
    """

    tables: list[list[dict[str, str]]]
    values: list[list[str]]
    rows: list[Row]
    demands: Demands
    follows: list[frozenset[int]]
    bound: frozenset[int] = frozenset()
    carried: dict[str, frozenset[int]] = field(default_factory=dict)

    @property
    def tops(self) -> list[int]:
        return [len(table) + 1 for table in self.tables]

    def columns(self) -> list[Column]:
        """The rows as columns."""
        codes = [*({value: value for value in values} for values in self.values), {}]
        made = []
        for at, name in enumerate([*(f"q{place}" for place in range(len(self.values))), "s"]):
            words = tuple(dict.fromkeys(row[at] for row in self.rows))
            places = np.array([words.index(row[at]) for row in self.rows], dtype=np.uint8)
            made.append(Column(Variable(name, None, "code", "", codes[at]), words, places))
        return made

    def sensitive(self) -> list[Column]:
        """Those of the columns of which variety is demanded."""
        return [column for column in self.columns() if column.name in self.demands.diverse]

    def known(self) -> Lattice:
        """The quasi-identifiers for the code under test."""
        tables = enumerate(self.tables)
        ladders = {f"q{at}": Ladder(f"q{at}", tuple(map(_rung, _steps(table)))) for at, table in tables}
        ways = plain(ladders, self.columns(), len(self.rows))
        return replace(ways, follows=tuple(self.follows), bound=self.bound, carried=self.carried)

    def lattice(self) -> Lattice:
        """The same, counted with the sensitive column."""
        return self.known().with_sensitive(self.sensitive())

    def label(self, at: int, word: str, level: int) -> str:
        if level == self.tops[at]:
            return "*"
        return word if word in MISSING or level == 0 else self.tables[at][level - 1][word]

    def cost(self, at: int, word: str, level: int) -> Fraction:
        if level == self.tops[at]:
            return Fraction(1)
        if word in MISSING or level == 0 or len(self.values[at]) == 1:
            return Fraction(0)
        table = self.tables[at][level - 1]
        covered = sum(table[each] == table[word] for each in self.values[at])
        return Fraction(covered - 1, len(self.values[at]) - 1)

    def veiled(self, levels: Row | tuple[int, ...]) -> set[int]:
        return {at for at, level in enumerate(levels) if level} | self.bound

    def settled(self, levels: tuple[int, ...]) -> tuple[int, ...]:
        veiled = self.veiled(levels)
        return tuple(
            self.tops[at] if at in self.bound or self.follows[at] & veiled else level
            for at, level in enumerate(levels)
        )

    def row_cost(self, row: Row, levels: tuple[int, ...]) -> Fraction:
        along = sum(1 for places in self.carried.values() if places & self.veiled(levels))
        return along + sum((self.cost(at, row[at], level) for at, level in enumerate(levels)), Fraction(0))

    def shown(self, row: Row, levels: tuple[int, ...]) -> Row:
        """The row as it leaves, the sensitive cell last."""
        told = "s" not in self.carried or not self.carried["s"] & self.veiled(levels)
        labels = [self.label(at, row[at], level) for at, level in enumerate(levels)]
        return (*labels, row[-1] if told else "suppressed")

    def serves(self, leaving: list[tuple[Row, tuple[int, ...]]]) -> bool:
        """Whether rows, each with its levels, may leave together."""
        return self.stand([self.shown(row, levels) for row, levels in leaving])

    def stand(self, shown: list[Row]) -> bool:
        """Whether rows may leave together as they are shown."""
        classes: dict[Row, list[str]] = defaultdict(list)
        for *labels, told in shown:
            classes[tuple(labels)].append(told)
        return all(self._class_serves(labels, told) for labels, told in classes.items())

    def _class_serves(self, labels: Row, told: list[str]) -> bool:
        least = self.demands.diverse.get("s", 0)
        if set(told) != {"suppressed"} and len(set(told)) < least:
            return False
        if self.demands.population is None:
            return len(told) >= self.demands.k
        return self.people(labels) >= self.demands.k

    def people(self, labels: Row) -> int:
        population = self.demands.population
        assert population is not None
        places = [int(name[1:]) for name in population.variables]
        return sum(
            count
            for values, count in population.counts.items()
            if all(
                labels[at]
                in ("*", *MISSING, *(self.label(at, value, level) for level in range(self.tops[at])))
                for at, value in zip(places, values, strict=True)
            )
        )

    def best(self) -> tuple[Fraction, int, tuple[int, ...]] | None:
        """Least cost, fewest hidden, lowest levels, over all levels and all sets of rows to hide."""
        tops = tuple(self.tops)
        most = int(self.demands.suppress_at_most * len(self.rows) + 1e-9)
        whole = Fraction(len(tops) + len(self.carried))
        stars = [self.shown(row, tops) for row in self.rows]
        found = []
        for levels in {self.settled(levels) for levels in product(*(range(top + 1) for top in tops))}:
            costs = [self.row_cost(row, levels) for row in self.rows]
            shown = [self.shown(row, levels) for row in self.rows]
            for hidden in subsets(len(self.rows), most):
                left_out = hidden if self.demands.drop else ()
                leaving = [
                    stars[at] if at in hidden else each for at, each in enumerate(shown) if at not in left_out
                ]
                if leaving and self.stand(leaving):
                    cost = sum(
                        (each for at, each in enumerate(costs) if at not in hidden), whole * len(hidden)
                    )
                    found.append((cost, len(hidden), levels))
        return min(found, default=None)


def subsets(size: int, most: int) -> Iterator[frozenset[int]]:
    for number in range(most + 1):
        yield from map(frozenset, combinations(range(size), number))


def _steps(table: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """By level, the label of each label of the level before."""
    before: Mapping[str, str] = {value: value for value in (table[0] if table else {})}
    for labels in table:
        yield {before[value]: label for value, label in labels.items()}
        before = labels


def _rung(step: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {
        label: tuple(each for each in step if step[each] == label) for label in dict.fromkeys(step.values())
    }


def random_case(rng: Random, most_rows: int = 7) -> Case:
    """A few rows, ladders, dependencies and demands."""
    values = [[f"v{code}" for code in range(rng.randint(1, 5))] for _ in range(rng.randint(1, 3))]
    follows = [frozenset(below for below in range(at) if rng.random() < 0.15) for at in range(len(values))]
    for at, own in enumerate(follows):
        follows[at] = own.union(*(follows[below] for below in own))
    number = rng.randint(1, most_rows)
    rows = [
        (*(rng.choice([*each, each[0], rng.choice(MISSING)]) for each in values), rng.choice("abc"))
        for _ in range(number)
    ]
    carried = {
        name: frozenset(at for at in range(len(values)) if rng.random() < 0.5) for name in ("s", "t", "u")
    }
    return Case(
        [_table(rng, each) for each in values],
        values,
        rows,
        _demands(rng, values),
        follows,
        frozenset({0}) if rng.random() < 0.05 else frozenset(),
        {name: places for name, places in carried.items() if places and rng.random() < 0.4},
    )


def _table(rng: Random, values: list[str]) -> list[dict[str, str]]:
    labels = {value: value for value in values}
    table = []
    for level in range(1, rng.randint(1, 4)):
        known = list(dict.fromkeys(labels.values()))
        groups = {label: f"g{level}_{rng.randint(0, len(known) // 2)}" for label in known}
        labels = {value: groups[label] for value, label in labels.items()}
        table.append(labels)
    return table


def _demands(rng: Random, values: list[list[str]]) -> Demands:
    population = None
    if rng.random() < 0.3:
        places = sorted(rng.sample(range(len(values)), rng.randint(1, len(values))))
        counts = Counter(tuple(rng.choice(values[at]) for at in places) for _ in range(rng.randint(1, 12)))
        population = Population(tuple(f"q{at}" for at in places), counts)
    return Demands(
        rng.randint(1, 4),
        {"s": rng.randint(1, 3)} if rng.random() < 0.5 else {},
        population,
        rng.choice([0, 0.2, 0.35, 0.5, 0.8, 1]),
        drop=rng.random() < 0.2,
    )
