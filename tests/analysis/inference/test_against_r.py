"""Every figure that R gives for the same numbers, to ten digits."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from surveyapp.analysis.inference.fisher import fisher
from surveyapp.analysis.inference.holm import holm
from surveyapp.analysis.inference.mcnemar import mcnemar
from surveyapp.analysis.inference.outcome import Method
from surveyapp.analysis.inference.proportions import clopper_pearson, wilson
from surveyapp.analysis.inference.quantiles import quartiles
from surveyapp.analysis.inference.ranks import rank_sum, signed_rank
from tests.analysis.inference.outcomes import result_of

HERE = Path(__file__).parent
OWN = HERE / "r_figures.json"
SHARED = HERE.parents[3] / "shared" / "reference" / "r_reference.json"
"""The study's own reference, where it lies beside the project; our copy holds all of it and more."""


def figures(subject: str) -> list[Any]:
    """What R gave about a subject, from both files where both are there."""
    files = [json.loads(file.read_text(encoding="utf-8")) for file in (OWN, SHARED) if file.exists()]
    found = [file[subject] for file in files]
    return [case for cases in found for case in (cases if isinstance(cases, list) else [cases])]


def close(value: float | Iterable[float]) -> Any:
    return pytest.approx(value, rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("case", figures("mcnemar_exact"))
def test_mcnemar(case: Any) -> None:
    b, c = case["b"], case["c"]
    assert result_of(mcnemar(b, c)).p == close(case["p"])
    assert result_of(mcnemar(b, c, mid_p=True)).p == close(case["midp"])


@pytest.mark.parametrize("case", figures("mcnemar_exact"))
def test_many_discordant_pairs_are_tested_by_chi_squared(case: Any) -> None:
    b, c = case["b"], case["c"]
    corrected, uncorrected = (result_of(mcnemar(b, c, mid_p=mid, exact_up_to=0)) for mid in (False, True))
    assert corrected.p == close(case["mcnemar_chisq_corrected_p"])
    assert uncorrected.p == close(case["mcnemar_chisq_uncorrected_p"])
    assert corrected.method is uncorrected.method is Method.CHI_SQUARED


@pytest.mark.parametrize("case", figures("mcnemar_or"))
def test_odds_ratio(case: Any) -> None:
    found = result_of(mcnemar(case["b"], case["c"]))
    expected = [float("inf") if value is None else value for value in (case["or"], *case["ci"])]
    assert [found.odds_ratio, found.interval.low, found.interval.high] == close(expected)


@pytest.mark.parametrize("case", figures("fisher"))
def test_fisher(case: Any) -> None:
    found = result_of(fisher(case["table"]))
    assert found.p == close(case["p"])
    assert found.method is Method.EXACT


@pytest.mark.parametrize("case", figures("fisher"))
def test_large_tables_are_tested_by_chi_squared(case: Any) -> None:
    found = result_of(fisher(case["table"], most_partial=0))
    assert found.p == close(case["chisq_p"])
    assert found.method is Method.CHI_SQUARED


@pytest.mark.parametrize("case", figures("wilcoxon_rank_sum"))
def test_rank_sum(case: Any) -> None:
    found, large = (result_of(rank_sum(case["x"], case["y"], exact_up_to=most)) for most in (200, 0))
    assert found.w == case["W"]
    assert found.p == close(case.get("p_exact", found.p))
    assert large.p == close(case["p_normal_cc"])
    assert (found.method, large.method) == (Method.EXACT, Method.NORMAL)


@pytest.mark.parametrize("case", figures("wilcoxon_signed_rank"))
def test_signed_rank(case: Any) -> None:
    found, large = (
        result_of(signed_rank(case["before"], case["after"], exact_up_to=most)) for most in (200, 0)
    )
    assert found.v == case["V"]
    assert found.p == close(case.get("p_exact", found.p))
    assert large.p == close(case["p_normal_cc"])
    assert (found.method, large.method) == (Method.EXACT, Method.NORMAL)


@pytest.mark.parametrize("case", figures("proportions"))
def test_intervals(case: Any) -> None:
    for interval, expected in ((clopper_pearson, "clopper_pearson"), (wilson, "wilson")):
        found = result_of(interval(case["x"], case["n"]))
        assert [found.low, found.high] == close(case[expected])


@pytest.mark.parametrize("case", figures("medians"))
def test_quartiles(case: Any) -> None:
    found = result_of(quartiles(case["v"]))
    assert [found.lower, found.median, found.upper] == [
        case["q_type2"][0],
        case["median"],
        case["q_type2"][1],
    ]


@pytest.mark.parametrize("case", figures("p_adjust"))
def test_holm(case: Any) -> None:
    assert holm(case["p"]) == close(case["holm"])
