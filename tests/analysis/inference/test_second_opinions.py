"""What statsmodels, scipy and numpy compute too, on data that hypothesis makes."""

from __future__ import annotations

from math import factorial
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar as statsmodels_mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from surveyapp.analysis.inference.fisher import fisher
from surveyapp.analysis.inference.holm import holm
from surveyapp.analysis.inference.mcnemar import mcnemar
from surveyapp.analysis.inference.outcome import Method
from surveyapp.analysis.inference.proportions import clopper_pearson, wilson
from surveyapp.analysis.inference.quantiles import quartiles
from surveyapp.analysis.inference.ranks import Zeros, rank_sum, signed_rank
from tests.analysis.inference.outcomes import result_of

stats: Any = scipy.stats
ZERO_METHODS: dict[Zeros, str] = {"wilcoxon": "wilcox", "pratt": "pratt"}
AGREE = settings(max_examples=50, deadline=None)
PAIRS = st.tuples(st.integers(0, 60), st.integers(0, 60)).filter(any)
SHARES = st.integers(1, 300).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
SCORES = st.lists(st.integers(1, 5), min_size=2, max_size=40)


def same(value: object) -> object:
    """A value, or several, to ten digits."""
    return pytest.approx(value, rel=1e-10, abs=1e-10)


def tables(rows: int, columns: int, most: int) -> st.SearchStrategy[list[list[int]]]:
    """Tables in which every row and column holds somebody."""
    cells = st.lists(st.integers(0, most), min_size=columns, max_size=columns)
    return st.lists(cells, min_size=rows, max_size=rows).filter(
        lambda table: all(map(any, table)) and all(map(any, zip(*table, strict=True)))
    )


def different(least: int, most: int) -> st.SearchStrategy[list[int]]:
    """Numbers that are all different, so that their ranks are not tied."""
    return st.lists(st.integers(-200, 200), min_size=least, max_size=most, unique_by=abs).map(
        lambda values: [value for value in values if value] or [1]
    )


@AGREE
@given(PAIRS)
def test_mcnemar_exact_is_that_of_statsmodels(pairs: tuple[int, int]) -> None:
    b, c = pairs
    found = result_of(mcnemar(b, c))
    assert found.p == same(statsmodels_mcnemar([[0, b], [c, 0]], exact=True).pvalue)


@AGREE
@given(PAIRS)
def test_the_mid_p_is_twice_the_tail_without_half_of_what_was_observed(pairs: tuple[int, int]) -> None:
    fewer, every = min(pairs), sum(pairs)
    tail = stats.binom.cdf(fewer, every, 0.5) - stats.binom.pmf(fewer, every, 0.5) / 2
    assert result_of(mcnemar(*pairs, mid_p=True)).p == same(min(1.0, 2 * tail))


@AGREE
@given(PAIRS, st.booleans())
def test_mcnemar_by_chi_squared_is_that_of_statsmodels(pairs: tuple[int, int], corrected: bool) -> None:
    b, c = pairs
    assume(b != c or not corrected)  # there statsmodels corrects 0 to 1, and R leaves it
    found = result_of(mcnemar(b, c, mid_p=not corrected, exact_up_to=0))
    peer = statsmodels_mcnemar([[0, b], [c, 0]], exact=False, correction=corrected)
    assert found.p == same(peer.pvalue)


@AGREE
@given(PAIRS)
def test_the_odds_ratio_has_the_odds_of_the_interval_of_statsmodels(pairs: tuple[int, int]) -> None:
    b, c = pairs
    low, high = proportion_confint(b, b + c, method="beta")
    found = result_of(mcnemar(b, c)).interval
    assert found.low / (1 + found.low) == same(low)
    assert (1.0 if not c else found.high / (1 + found.high)) == same(high)


@AGREE
@given(tables(2, 2, 40))
def test_fisher_two_by_two_is_that_of_scipy(table: list[list[int]]) -> None:
    assert result_of(fisher(table)).p == same(stats.fisher_exact(table).pvalue)


@settings(AGREE, max_examples=12)
@given(tables(2, 3, 2).filter(lambda table: sum(map(sum, table)) <= 6))
def test_fisher_of_larger_tables_is_that_of_scipy_as_far_as_that_goes_through_all(
    table: list[list[int]],
) -> None:
    every = factorial(sum(map(sum, table)))
    peer = stats.fisher_exact(table, method=stats.PermutationMethod(n_resamples=every))
    assert result_of(fisher(table)).p == same(peer.pvalue)


@AGREE
@given(tables(3, 4, 30))
def test_the_chi_squared_test_is_that_of_scipy(table: list[list[int]]) -> None:
    found = result_of(fisher(table, most_partial=0))
    assert found.method is Method.CHI_SQUARED
    assert found.p == same(stats.chi2_contingency(table, correction=False).pvalue)


@AGREE
@given(SHARES)
def test_wilson_is_that_of_statsmodels(share: tuple[int, int]) -> None:
    found = result_of(wilson(*share))
    assert (found.low, found.high) == same(proportion_confint(*share, method="wilson"))


@AGREE
@given(SHARES)
def test_clopper_pearson_is_that_of_statsmodels(share: tuple[int, int]) -> None:
    found = result_of(clopper_pearson(*share))
    assert (found.low, found.high) == same(proportion_confint(*share, method="beta"))


@AGREE
@given(SHARES)
def test_clopper_pearson_is_that_of_scipy_to_the_eight_digits_that_its_search_gives(
    share: tuple[int, int],
) -> None:
    found = result_of(clopper_pearson(*share))
    peer = stats.binomtest(*share).proportion_ci(method="exact")
    assert (found.low, found.high) == pytest.approx((peer.low, peer.high), abs=1e-8)


@AGREE
@given(st.lists(st.floats(1e-12, 1.0), min_size=1, max_size=12))
def test_holm_is_that_of_statsmodels(probabilities: list[float]) -> None:
    assert holm(probabilities) == same(tuple(multipletests(probabilities, method="holm")[1]))


@AGREE
@given(different(4, 14), st.data())
def test_the_rank_sum_without_ties_is_that_of_scipy(values: list[int], data: st.DataObject) -> None:
    values = [*values, 301, 302]
    cut = data.draw(st.integers(1, len(values) - 1))
    found = result_of(rank_sum(values[:cut], values[cut:]))
    peer = stats.mannwhitneyu(values[:cut], values[cut:], method="exact")
    assert found.w == same(peer.statistic)
    assert found.p == same(peer.pvalue)


@AGREE
@given(SCORES, SCORES)
def test_the_rank_sum_by_the_normal_distribution_is_that_of_scipy(
    first: list[int], second: list[int]
) -> None:
    assume(len({*first, *second}) > 1)
    found = result_of(rank_sum(first, second, exact_up_to=0))
    peer = stats.mannwhitneyu(first, second, method="asymptotic", use_continuity=True)
    assert found.p == same(peer.pvalue)


@AGREE
@given(different(2, 16))
def test_the_signed_rank_without_ties_is_that_of_scipy(changes: list[int]) -> None:
    found = result_of(signed_rank([0] * len(changes), changes))
    peer = stats.wilcoxon(changes, method="exact", alternative="two-sided")
    assert found.p == same(peer.pvalue)
    assert min(found.v, len(changes) * (len(changes) + 1) / 2 - found.v) == same(peer.statistic)


@AGREE
@given(
    st.lists(st.integers(-4, 4), min_size=2, max_size=40).filter(any), st.sampled_from(sorted(ZERO_METHODS))
)
def test_the_signed_rank_by_the_normal_distribution_is_that_of_scipy(
    changes: list[int], zeros: Zeros
) -> None:
    found = result_of(signed_rank([0] * len(changes), changes, zeros=zeros, exact_up_to=0))
    peer = stats.wilcoxon(changes, method="asymptotic", correction=True, zero_method=ZERO_METHODS[zeros])
    assert found.p == same(peer.pvalue)


@AGREE
@given(st.lists(st.integers(-50, 50), min_size=1, max_size=60))
def test_quartiles_are_those_of_numpy(values: list[int]) -> None:
    found = result_of(quartiles(values))
    peer = np.quantile(values, (0.25, 0.5, 0.75), method="averaged_inverted_cdf")
    assert (found.lower, found.median, found.upper) == same(tuple(peer))
