"""McNemar, intervals, quartiles and Holm: what holds whatever the numbers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from math import comb, inf
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.analysis.inference.holm import holm
from surveyapp.analysis.inference.mcnemar import EXACT_UP_TO, mcnemar
from surveyapp.analysis.inference.outcome import Method, Untestable
from surveyapp.analysis.inference.proportions import Interval, clopper_pearson, wilson
from surveyapp.analysis.inference.quantiles import quartiles
from tests.analysis.inference.outcomes import result_of

PROBABILITIES = st.lists(st.floats(0, 1), max_size=6)


@pytest.mark.parametrize("pairs", range(1, 9))
def test_mcnemar_is_what_all_changes_give(pairs: int) -> None:
    """Every pair changed one way or the other by the toss of a coin."""
    apart = [abs(2 * sum(way) - pairs) for way in product((0, 1), repeat=pairs)]
    for b in range(pairs + 1):
        observed = abs(2 * b - pairs)
        p = sum(other >= observed for other in apart) / 2**pairs
        mid_p = p - sum(other == observed for other in apart) / 2**pairs / 2 if observed else 1
        assert result_of(mcnemar(b, pairs - b)).p == p
        assert result_of(mcnemar(b, pairs - b, mid_p=True)).p == mid_p


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(0, 60).filter(bool))
def test_mcnemar_is_the_same_both_ways(b: int, c: int) -> None:
    one, other = result_of(mcnemar(b, c)), result_of(mcnemar(c, b))
    assert one.p == other.p
    assert 0 < result_of(mcnemar(b, c, mid_p=True)).p <= one.p <= 1
    assert one.interval.low <= one.odds_ratio <= one.interval.high
    assert other.odds_ratio == (c / b if b else inf)
    assert one.interval.low * other.interval.high == pytest.approx(1) or b == 0


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(0, 40))
def test_p_falls_as_the_pairs_part(c: int, b: int) -> None:
    assert result_of(mcnemar(c + b + 1, c)).p < result_of(mcnemar(c + b, c)).p + (b == 0)


def test_no_discordant_pair_is_no_test() -> None:
    assert mcnemar(0, 0) == Untestable("no pair is discordant")


def test_mcnemar_says_when_it_is_exact() -> None:
    assert result_of(mcnemar(EXACT_UP_TO // 2, EXACT_UP_TO // 2)).method is Method.EXACT
    assert result_of(mcnemar(3, 1, mid_p=True)).method is Method.MID_P
    assert result_of(mcnemar(EXACT_UP_TO, 1)).method is Method.CHI_SQUARED
    assert result_of(mcnemar(EXACT_UP_TO, 0)).p > 0


@pytest.mark.parametrize("interval", [wilson, clopper_pearson])
def test_an_interval_holds_the_share_and_mirrors_its_complement(
    interval: Callable[..., Interval | Untestable],
) -> None:
    for count, of in [(0, 9), (1, 9), (5, 9), (9, 9), (46, 66)]:
        found, mirrored = result_of(interval(count, of)), result_of(interval(of - count, of))
        assert 0 <= found.low <= count / of <= found.high <= 1
        assert found.low == pytest.approx(1 - mirrored.high)
        assert result_of(interval(count, of, 0.99)).high >= found.high
    assert interval(0, 0) == Untestable("nobody answered")
    with pytest.raises(ValueError, match="5 of 4"):
        interval(5, 4)


def test_clopper_pearson_is_where_the_binomial_tails_are() -> None:
    found = result_of(clopper_pearson(3, 10))
    at_least = sum(comb(10, k) * found.low**k * (1 - found.low) ** (10 - k) for k in range(3, 11))
    at_most = sum(comb(10, k) * found.high**k * (1 - found.high) ** (10 - k) for k in range(4))
    assert (at_least, at_most) == pytest.approx((0.025, 0.025))


@settings(deadline=None)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_quartiles_part_the_answers(values: list[int], chance: Random) -> None:
    found = result_of(quartiles(values))
    for share, quantile in ((1, found.lower), (2, found.median), (3, found.upper)):
        assert 4 * sum(value < quantile for value in values) <= share * len(values)
        assert 4 * sum(value > quantile for value in values) <= (4 - share) * len(values)
    assert quartiles(chance.sample(values, len(values))) == found


def test_quartiles_of_nobody_say_so() -> None:
    assert quartiles([]) == Untestable("nobody answered")


@settings(deadline=None)
@given(PROBABILITIES)
def test_holm_keeps_the_order_and_never_lowers(probabilities: list[float]) -> None:
    adjusted = holm(probabilities)
    assert all(after >= before for before, after in zip(probabilities, adjusted, strict=True))
    assert all(
        after <= min(1, len(adjusted) * p)
        for p, after in zip(sorted(probabilities)[:1], sorted(adjusted), strict=False)
    )
    order = sorted(range(len(adjusted)), key=probabilities.__getitem__)
    assert [adjusted[place] for place in order] == sorted(adjusted)
