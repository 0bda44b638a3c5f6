"""Made-up people with five quasi-identifiers, and ladders for them with 300 combinations of levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from surveyapp.instrument.kinds.base import Variable
from surveyapp.release.columns import Column
from surveyapp.release.ladders import Ladder

K = 5
GROUPED: dict[str, tuple[list[str], tuple[int, ...]]] = {
    "age": ([f"age_{year}" for year in range(30, 70)], (5, 2, 2)),
    "specialty": ([f"specialty_{code:02d}" for code in range(24)], (3, 2, 2)),
    "years": ([f"years_{code}" for code in range(9)], (3,)),
    "sex": (["female", "male"], ()),
    "role": (["clinical", "academic"], ()),
}
"""By variable, its values, and how many labels of the level before each level puts together."""


@dataclass(frozen=True)
class People:
    """Some people: a column and a ladder for each quasi-identifier."""

    columns: tuple[Column, ...]
    ladders: Mapping[str, Ladder]

    def hierarchies(self) -> dict[str, list[list[str]]]:
        """By variable and level, the label of each value: the way in which other tools take ladders."""
        return {
            column.name: [
                [ladder.at(word, level) for word in column.words] for level in range(ladder.top + 1)
            ]
            for column, ladder in zip(self.columns, self.ladders.values(), strict=True)
        }


def people(number: int, seed: int = 1) -> People:
    """So many people: few in most specialties, years in practice that follow age, seniors more often male."""
    rng = np.random.default_rng(seed)
    age = np.clip(rng.gamma(4, 4.5, number), 0, 39).astype(np.uint8)
    specialty = np.minimum(rng.geometric(0.16, number) - 1, 23)
    years = np.clip((age + rng.normal(0, 4, number)) // 4.5, 0, 8)
    sex = rng.random(number) < 0.35 + age / 100
    role = rng.random(number) < 0.2 + 0.3 * (specialty % 3 == 0)
    codes = dict(zip(GROUPED, (age, specialty, years, sex, role), strict=True))
    columns = tuple(
        Column(
            Variable(name, None, "code", name, dict(zip(words, words, strict=True))),
            tuple(words),
            codes[name].astype(np.uint8),
        )
        for name, (words, _) in GROUPED.items()
    )
    return People(columns, {name: Ladder(name, _levels(name, *grouped)) for name, grouped in GROUPED.items()})


def _levels(name: str, labels: Sequence[str], sizes: Sequence[int]) -> tuple[dict[str, tuple[str, ...]], ...]:
    levels = []
    for level, size in enumerate(sizes, 1):
        starts = range(0, len(labels), size)
        groups = {f"{name}_{level}_{at // size}": tuple(labels[at : at + size]) for at in starts}
        labels = list(groups)
        levels.append(groups)
    return tuple(levels)
