"""The exact search against every level and every choice of rows, tried one by one."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.release.demands import Demands, Population
from surveyapp.release.exact import Exact, least
from surveyapp.release.loss import Loss
from surveyapp.release.recoding import find
from surveyapp.release.terms import Refusal
from tests.release.brute import Case, random_case

cases = st.integers(0, 2**40).map(Random)


def searched(case: Case) -> tuple[Exact | None, Loss]:
    ways = case.lattice()
    loss = Loss(ways)
    return least(ways, case.demands, loss), loss


@settings(max_examples=2_000, deadline=None)
@given(cases)
def test_the_answer_is_the_best_of_all_levels_and_all_choices_of_rows(rng: Random) -> None:
    case = random_case(rng, most_rows=6)
    found, loss = searched(case)
    if found is None:
        assert case.best() is None
    else:
        cost, hidden, levels = found.rank
        assert (Fraction(cost, loss.unit), hidden, levels) == case.best()


@settings(max_examples=200, deadline=None)
@given(cases)
def test_where_classes_must_stay_diverse_the_best_rows_to_hide_are_found(rng: Random) -> None:
    case = random_case(rng, most_rows=8)
    share = rng.choice([0.35, 0.5, 0.8])
    case.demands = Demands(rng.randint(1, 3), {"s": rng.randint(1, 3)}, suppress_at_most=share)
    found, loss = searched(case)
    best = case.best()
    assert (found is None) == (best is None)
    if found is not None and best is not None:
        cost, *others = found.rank
        assert (Fraction(cost, loss.unit), *others) == best


def one(words: str, demands: Demands, *levels: dict[str, str]) -> Case:
    """A case of one quasi-identifier with values a to d, one letter a row, and 1 and 2 beside in turn."""
    rows = [(word, str(1 + at % 2)) for at, word in enumerate(words)]
    return Case([list(levels)], [list("abcd")], rows, demands, [frozenset()])


PAIRS = {"a": "ab", "b": "ab", "c": "cd", "d": "cd"}


@pytest.mark.parametrize(
    ("words", "share", "levels", "hidden"),
    [
        ("aabb", 0, (0,), 0),
        ("aaab", 0, (1,), 0),
        ("aaaaaabccc", 0.2, (0,), 2),  # b alone would be a class of one: an a goes with it
        ("aaaaaabccc", 0.1, (1,), 0),
        ("aabbcd", 0.5, (1,), 0),  # both lose as much: then the fewest are hidden
    ],
)
def test_hiding_a_few_is_weighed_against_coarser_levels(
    words: str, share: float, levels: tuple[int, ...], hidden: int
) -> None:
    found, _ = searched(one(words, Demands(2, suppress_at_most=share), PAIRS))
    assert found is not None
    assert (found.levels, found.hidden.sum()) == (levels, hidden)


def test_those_who_are_left_out_need_no_company() -> None:
    found, loss = searched(one("aaaaaabccc", Demands(2, suppress_at_most=0.1, drop=True), PAIRS))
    assert found is not None
    assert (found.levels, found.hidden.tolist(), found.cost) == ((0,), [0, 1, 0], loss.unit)


def test_nobody_is_left_where_everybody_is_left_out() -> None:
    case = one("abc", Demands(4, suppress_at_most=1, drop=True))
    with pytest.raises(Refusal) as caught:
        find(case.lattice(), case.demands, list)  # type: ignore[arg-type]  # the order is not asked for
    assert caught.value.code == "no-level"


def test_a_class_needs_its_distinct_values() -> None:
    found, _ = searched(one("abab", Demands(2, {"s": 2}), PAIRS))
    assert found is not None
    assert found.levels == (1,)


def test_a_roster_can_be_company_enough() -> None:
    everybody = Population(("q0",), {("a",): 3, ("b",): 1, ("c",): 1})
    found, _ = searched(one("a", Demands(3, population=everybody), PAIRS))
    assert found is not None
    assert found.levels == (0,)
    found, _ = searched(one("b", Demands(4, population=everybody), PAIRS))
    assert found is not None
    assert found.levels == (1,)
    found, _ = searched(one("c", Demands(4, population=everybody), PAIRS))
    assert found is not None
    assert found.levels == (2,)
