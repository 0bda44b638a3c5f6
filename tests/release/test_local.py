"""Local recoding: never worse than the same levels for everybody, and still nobody stands alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from bench.people import people
from surveyapp.release.demands import Demands
from surveyapp.release.exact import least
from surveyapp.release.lattice import plain
from surveyapp.release.local import improved
from surveyapp.release.loss import Loss
from surveyapp.release.recoding import Recoding, find, recoded
from surveyapp.release.write import Order
from tests.release.brute import Case, Row, random_case

cases = st.integers(0, 2**40).map(Random)
Leaving = list[tuple[Row, tuple[int, ...]]]


def by_content(case: Case) -> Order:
    return np.array(sorted(range(len(case.rows)), key=case.rows.__getitem__), dtype=np.int64)


def recoding(case: Case) -> tuple[Recoding, Recoding]:
    """The exact answer and the local one, with few proposals."""
    ways = case.lattice()
    loss = Loss(ways)
    exact = least(ways, case.demands, loss)
    if exact is None:
        reject()
    full = recoded(ways, exact.shares(ways, case.demands.drop), loss, lambda: by_content(case))
    local = improved(ways, case.demands, loss, exact, proposals=200)
    return full, recoded(ways, local, loss, lambda: by_content(case))


def leaving(case: Case, found: Recoding) -> Iterator[tuple[Row, tuple[int, ...]]]:
    """The rows that leave, each with its levels."""
    for at, row in enumerate(case.rows):
        if found.kept is None or found.kept[at]:
            yield row, found.patterns[found.which[at]]


@settings(max_examples=300, deadline=None)
@given(cases)
def test_it_meets_what_is_demanded_and_loses_no_more_than_the_exact_answer(rng: Random) -> None:
    case = random_case(rng, most_rows=25)
    full, local = recoding(case)
    rows = list(leaving(case, local))
    assert case.serves(rows)
    assert all(case.settled(levels) == levels for _, levels in rows)
    most = max(full.suppressed, case.demands.suppressible(len(case.rows)))
    assert local.suppressed <= most
    whole = len(case.tops) + len(case.carried)
    cost = sum(case.row_cost(*each) for each in rows) + whole * (len(case.rows) - len(rows))
    assert float(Fraction(cost) / (whole * len(case.rows))) == pytest.approx(local.loss)
    assert local.loss <= full.loss


@settings(max_examples=100, deadline=None)
@given(cases)
def test_the_order_of_rows_changes_nothing(rng: Random) -> None:
    case = random_case(rng, most_rows=25)
    mixed = replace(case, rows=rng.sample(case.rows, len(case.rows)))
    for one, other in zip(recoding(case), recoding(mixed), strict=True):
        assert one.loss == other.loss
        assert sorted(leaving(case, one)) == sorted(leaving(mixed, other))


@settings(max_examples=200, deadline=None)
@given(cases)
def test_whoever_knows_a_persons_values_is_left_with_k_rows(rng: Random) -> None:
    """A row could be the person's if each of its cells could be: no cell may rule out all but a few."""
    case = random_case(rng, most_rows=25)
    case.demands = replace(case.demands, population=None, drop=False)
    _, local = recoding(case)
    rows = list(leaving(case, local))
    labels = [case.shown(row, levels)[:-1] for row, levels in rows]
    for row, _ in rows:
        fits = [fitting(case, at, word) for at, word in enumerate(row[:-1])]
        could_be = [each for each in labels if all(map(set.__contains__, fits, each))]
        assert len(could_be) >= case.demands.k


def fitting(case: Case, at: int, word: str) -> set[str]:
    """All labels under which a value may leave."""
    return {case.label(at, word, level) for level in range(case.tops[at] + 1)}


def test_it_loses_a_quarter_less_among_66_people() -> None:
    made = people(66)
    ways = plain(made.ladders, made.columns, 66)
    full, local = (
        find(ways, Demands(5, suppress_at_most=0.05, local=each), lambda: np.arange(66))
        for each in (False, True)
    )
    assert local.loss <= 0.75 * full.loss
    assert local.suppressed <= 3


def test_rows_that_say_the_same_may_leave_differently() -> None:
    """Two of five b's go with the a's, so that nobody needs to be hidden."""
    rows = [("a", "1")] + [("b", "1")] * 5
    values = [["a", "b", "c", "d"]]
    group = {"a": "ab", "b": "ab", "c": "cd", "d": "cd"}
    case = Case([[group]], values, rows, Demands(3), [frozenset()])
    full, local = recoding(case)
    assert full.patterns == ((1,),)
    assert sorted(levels for _, levels in leaving(case, local)) == [(0,)] * 3 + [(1,)] * 3
