"""What a cell costs."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.instrument.kinds.base import Variable
from surveyapp.release.columns import Column
from surveyapp.release.ladders import Ladder
from surveyapp.release.lattice import Lattice, plain
from surveyapp.release.loss import FINEST, Loss
from tests.release.brute import random_case

YEARS = Ladder("years", ({"few": ("0", "1", "2"), "many": ("3", "4")},))


def of(ladder: Ladder, words: list[str], codes: tuple[str, ...] = ()) -> Lattice:
    """A lattice of one column, one response for each word."""
    variable = Variable(ladder.variable, None, "code", "", dict.fromkeys(codes, ""))
    column = Column(variable, tuple(dict.fromkeys(words)), np.array([*map(words.index, words)]))
    return plain({ladder.variable: ladder}, [column], len(words))


def costs(ways: Lattice, level: int) -> dict[str, float]:
    loss = Loss(ways)
    return dict(zip(ways.columns[0].words, (loss.words[0][level] / loss.unit).tolist(), strict=True))


def test_a_label_costs_by_how_many_values_it_could_stand_for() -> None:
    ways = of(YEARS, ["0", "3"], codes=("0", "1", "2", "3", "4"))
    assert [costs(ways, level) for level in range(3)] == [
        {"0": 0, "3": 0},
        {"0": 2 / 4, "3": 1 / 4},
        {"0": 1, "3": 1},
    ]


def test_where_no_list_says_what_is_possible_the_values_that_occur_count() -> None:
    assert costs(of(YEARS, ["0", "1", "3"]), 1) == {"0": 1 / 2, "1": 1 / 2, "3": 0}


@pytest.mark.parametrize("word", ["not_asked", "not_answered", ""])
def test_a_missing_word_costs_nothing_until_it_is_hidden(word: str) -> None:
    ways = of(YEARS, ["0", "1", word])
    assert [costs(ways, level)[word] for level in range(3)] == [0, 0, 1]


def test_a_variable_with_one_value_is_lost_only_when_it_is_hidden() -> None:
    ways = of(Ladder("years", ({"any": ("0",)},)), ["0", "0"])
    assert [costs(ways, level)["0"] for level in range(3)] == [0, 0, 1]


def test_what_is_suppressed_along_is_lost_too() -> None:
    ways = replace(of(YEARS, ["0", "3"]), carried={"a": frozenset({0}), "b": frozenset({0})})
    loss = Loss(ways)
    assert [loss.mean(loss.total((level,))) for level in range(3)] == [0, 2 / 3, 1]


def test_where_fractions_do_not_fit_a_cell_is_off_by_less_than_a_billionth() -> None:
    primes = (101, 103, 107, 109, 113)
    ladders = {f"q{prime}": Ladder(f"q{prime}", ({"low": None, "high": 50},)) for prime in primes}
    columns = [
        Column(
            Variable(f"q{prime}", None, "integer", ""),
            (*map(str, range(prime + 1)),),
            np.arange(114) % (prime + 1),
        )
        for prime in primes
    ]
    loss = Loss(plain(ladders, columns, 114))
    assert loss.unit == FINEST
    for prime, words, column in zip(primes, loss.words, loss.lattice.columns, strict=True):
        assert words[1][column.words.index("7")] / FINEST == pytest.approx(49 / prime, rel=0, abs=1e-9)


@given(st.integers(0, 2**40).map(Random))
def test_no_coarser_levels_cost_less(rng: Random) -> None:
    ways = random_case(rng).lattice()
    loss = Loss(ways)
    levels = [rng.randint(0, top) for top in ways.tops]
    higher = [rng.randint(level, top) for level, top in zip(levels, ways.tops, strict=True)]
    assert loss.total(ways.settled(tuple(levels))) <= loss.total(ways.settled(tuple(higher)))
