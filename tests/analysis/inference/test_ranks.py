"""The rank tests against all ways to deal ranks and signs."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surveyapp.analysis.inference.outcome import Method, Untestable
from surveyapp.analysis.inference.ranks import Zeros, doubled_ranks, rank_sum, signed_rank
from tests.analysis.inference.outcomes import result_of

POINTS = st.lists(st.integers(1, 5), min_size=1, max_size=6)
PAIRS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=9)


def by_dealing(first: list[int], second: list[int]) -> float:
    ranks = doubled_ranks([*first, *second])
    mean, apart = (
        sum(ranks) * len(first),
        abs(sum(ranks[: len(first)]) * len(ranks) - sum(ranks) * len(first)),
    )
    sums = [abs(sum(dealt) * len(ranks) - mean) >= apart for dealt in combinations(ranks, len(first))]
    return sum(sums) / len(sums)


def by_signs(pairs: list[tuple[int, int]], zeros: Zeros) -> float:
    changes = [after - before for before, after in pairs if zeros == "pratt" or after != before]
    ranks = [rank for rank, change in zip(doubled_ranks(map(abs, changes)), changes, strict=True) if change]
    signs = [1 if change > 0 else -1 for change in changes if change]
    apart = abs(sum(rank * sign for rank, sign in zip(ranks, signs, strict=True)))
    sums = [
        abs(sum(rank * sign for rank, sign in zip(ranks, others, strict=True))) >= apart
        for others in product((1, -1), repeat=len(ranks))
    ]
    return sum(sums) / len(sums)


@settings(deadline=None)
@given(POINTS, POINTS)
def test_the_rank_sum_is_what_dealing_gives(first: list[int], second: list[int]) -> None:
    assume(len({*first, *second}) > 1)
    found = result_of(rank_sum(first, second))
    assert found.p == pytest.approx(by_dealing(first, second), rel=1e-12)
    assert found.method is Method.EXACT
    assert 0 < found.p <= 1


@settings(deadline=None)
@given(POINTS, POINTS)
def test_the_groups_are_alike(first: list[int], second: list[int]) -> None:
    assume(len({*first, *second}) > 1)
    one, other = result_of(rank_sum(first, second)), result_of(rank_sum(second, first))
    assert one.p == pytest.approx(other.p, rel=1e-12)
    assert one.w + other.w == len(first) * len(second)
    assert one.superiority + other.superiority == pytest.approx(1)
    assert one.w == sum((a > b) + (a == b) / 2 for a in first for b in second)


@pytest.mark.parametrize("zeros", ["wilcoxon", "pratt"])
@settings(deadline=None)
@given(pairs=PAIRS)
def test_the_signed_rank_is_what_signs_give(pairs: list[tuple[int, int]], zeros: Zeros) -> None:
    assume(any(before != after for before, after in pairs))
    found = result_of(signed_rank(*zip(*pairs, strict=True), zeros=zeros))
    assert found.p == pytest.approx(by_signs(pairs, zeros), rel=1e-12)
    assert found.zeros == sum(before == after for before, after in pairs)
    assert 0 < found.p <= 1


@settings(deadline=None)
@given(PAIRS)
def test_before_and_after_are_alike(pairs: list[tuple[int, int]]) -> None:
    assume(any(before != after for before, after in pairs))
    before, after = zip(*pairs, strict=True)
    assert result_of(signed_rank(before, after)).p == result_of(signed_rank(after, before)).p


def test_pratt_counts_what_did_not_change_when_it_ranks() -> None:
    before, after = [2, 2, 2, 2], [2, 2, 3, 4]
    assert result_of(signed_rank(before, after)).v == 3
    assert result_of(signed_rank(before, after, zeros="pratt")).v == 7


def test_decimals_that_are_tied_on_paper_are_tied() -> None:
    """As binary numbers, .3 - .2 and .2 - .1 differ."""
    found = result_of(signed_rank([0.2, 0.1, 0.4], [0.3, 0.2, 0.3]))
    assert found.v == 4


@pytest.mark.parametrize(("n", "method"), [(100, Method.EXACT), (101, Method.NORMAL)])
def test_large_groups_are_tested_by_the_normal_distribution(n: int, method: Method) -> None:
    first, second = [place % 5 for place in range(n)], [place % 4 for place in range(n)]
    assert result_of(rank_sum(first, second)).method is method


@pytest.mark.parametrize(("n", "method"), [(200, Method.EXACT), (201, Method.NORMAL)])
def test_many_changes_are_tested_by_the_normal_distribution(n: int, method: Method) -> None:
    found = result_of(signed_rank([0] * n, [place % 7 - 3.5 for place in range(n)]))
    assert found.method is method


def test_both_ways_agree_in_large_groups() -> None:
    first, second = [place % 5 for place in range(100)], [place % 7 for place in range(100)]
    exact, normal = (result_of(rank_sum(first, second, exact_up_to=most)).p for most in (200, 0))
    assert exact == pytest.approx(normal, rel=0.1)


def test_what_cannot_be_tested_says_why() -> None:
    assert rank_sum([], [1, 2]) == Untestable("one group is empty")
    assert rank_sum([3, 3], [3]) == Untestable("all answers are the same")
    assert signed_rank([1, 2], [1, 2]) == Untestable("no pair changed")
    assert signed_rank([], []) == Untestable("no pair changed")
