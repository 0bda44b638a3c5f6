"""Combinations that are taken whole, as they are where there are many."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, reject, settings

from surveyapp.release.demands import Demands
from surveyapp.release.exact import Exact, Undecided, least
from surveyapp.release.loss import Loss
from surveyapp.release.recoding import Recoding
from surveyapp.release.search import search
from surveyapp.release.terms import Refusal
from tests.release.brute import Case, random_case
from tests.release.test_local import by_content, cases, leaving


def whole(case: Case) -> Recoding:
    """The recoding of a case, in which combinations are taken whole where that misses nothing."""
    try:
        return search(
            case.known(), case.sensitive(), case.demands, lambda: by_content(case), many=0, proposals=200
        )
    except Refusal:
        reject()


def varied_case(rng: Random, most_rows: int = 25) -> Case:
    case = random_case(rng, most_rows)
    return replace(case, demands=replace(case.demands, diverse={"s": rng.randint(1, 3)}))


def local_case(rng: Random) -> Case:
    case = varied_case(rng)
    return replace(case, demands=replace(case.demands, local=True))


def exact_whole(case: Case) -> Exact | None:
    ways = case.known().taken_whole(case.sensitive())
    return least(ways, case.demands, Loss(ways))


@settings(max_examples=300, deadline=None)
@given(cases)
def test_the_exact_answer_is_that_of_single_responses_or_none_is_given(rng: Random) -> None:
    case = varied_case(rng)
    ways = case.lattice()
    single = least(ways, case.demands, Loss(ways))
    try:
        found = exact_whole(case)
    except Undecided:
        return
    if single is None or found is None:
        assert single is found is None
        return
    assert (found.cost, found.hidden.sum(), found.levels) == single.rank


def test_where_a_part_of_a_combination_is_to_be_hidden_single_responses_decide() -> None:
    rows = [("v0", "a"), *(("v1", told) for told in "abcb")]
    demands = Demands(2, {"s": 2}, suppress_at_most=0.5)
    case = Case([[]], [["v0", "v1"]], rows, demands, [frozenset()])
    with pytest.raises(Undecided):
        exact_whole(case)
    found = whole(case)
    assert (found.suppressed, found.loss) == (2, 0.4)


@settings(max_examples=300, deadline=None)
@given(cases)
def test_it_meets_what_is_demanded_and_loses_no_more_than_the_exact_answer(rng: Random) -> None:
    case = local_case(rng)
    found = whole(case)
    rows = list(leaving(case, found))
    assert case.serves(rows)
    left_out = len(case.rows) - len(rows)
    cells = len(case.tops) + len(case.carried)
    cost = sum(case.row_cost(*each) for each in rows) + left_out * cells
    assert float(cost / (cells * len(case.rows))) == pytest.approx(found.loss)
    ways = case.lattice()
    full = least(ways, case.demands, Loss(ways))
    assert full is not None
    assert found.loss <= Loss(ways).mean(full.cost)


@settings(max_examples=40, deadline=None)
@given(cases)
def test_the_order_of_rows_changes_nothing(rng: Random) -> None:
    case = local_case(rng)
    mixed = replace(case, rows=rng.sample(case.rows, len(case.rows)))
    assert whole(case).loss == whole(mixed).loss
    assert sorted(leaving(case, whole(case))) == sorted(leaving(mixed, whole(mixed)))
