"""What cannot be as it was printed is found, and what can be is not."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.analysis.inference.mcnemar import exact
from surveyapp.analysis.reconcile.chances import PrintedP, possible
from surveyapp.analysis.reconcile.check import reconcile
from surveyapp.analysis.reconcile.rounding import Printed, is_share, nearest_count, nearest_whole

HEADER = "id,n,N,percent,decimals,subset_of,p,test,known\n"


def found(*rows: str) -> list[tuple[str, str, str]]:
    """Code, message and hint of each problem of some claims."""
    content = (HEADER + "\n".join(rows)).encode()
    return [(problem.code, problem.message, problem.hint) for problem in reconcile(content, "claims.csv")]


@pytest.mark.parametrize(
    "row",
    [
        "a,37,63,59,,,,,",
        "a,7,8,88,,,,,",
        "a,1,8,12,,,,,",
        "a,1,8,13,,,,,",
        "a,1,8,12.5,,,,,",
        "a,0,9,0,,,,,",
        "a,9,9,100,,,,,",
        "a,1,300,0,,,,,",
        "a,,7,71,,,,,",
        "a,23,,72,,,,,",
        "a,0,,0,,,,,",
        "a,5,,0,,,,,",
        "a,,,72,,,,,",
        "a,,,,,,.02,mcnemar,9",
        "a,,,,,,P < .05,mcnemar,9",
        "a,,,,,,<= 0.02,mcnemar,9",
        "a,,,,,,> .05,mcnemar,9",
        "a,,,,,,0.03125,mcnemar,6 0",
        "a,,,,,,.016,mcnemar,2 7 / 0 1",
        "a,,,,,,.09,fisher,3 8 12 16 7 / 6 5 4 3 2",
    ],
)
def test_what_can_be_is_no_problem(row: str) -> None:
    assert found(row) == []


@pytest.mark.parametrize(
    ("row", "message", "hint"),
    [
        ("a,31,36,89,,,,,", "31 of 36 is 86.1 %, not 89 %", "89 % is 32 of 36 or 31 of 35"),
        (
            "a,3,8,37,,,,,",
            "3 of 8 is 37.5 %, not 37 %",
            "no count of 8 is 37 %, and 3 is 37 % of no whole number",
        ),
        (
            "a,1,3,33,1,,,,",
            "1 of 3 is 33.33 %, not 33.0 %",
            "no count of 3 is 33.0 %, and 1 is 33.0 % of no whole number",
        ),
        ("a,2,3,33,,,,,", "2 of 3 is 66.7 %, not 33 %", "33 % is 1 of 3 or 2 of 6"),
        (
            "a,0,0,5,,,,,",
            "0 of 0 is no share of anybody, not 5 %",
            "no count of 0 is 5 %, and 0 is 5 % of no whole number",
        ),
    ],
)
def test_a_percentage_of_something_else(row: str, message: str, hint: str) -> None:
    assert found(row) == [("percent", f"a: {message}", hint)]


def test_a_count_above_its_whole() -> None:
    assert found("a,36,35,100,,,,,") == [("more-than-all", "a: 36 of 35", "n counts some of the N")]


@pytest.mark.parametrize(
    ("row", "message"),
    [("a,,7,50,,,,,", "no count of 7 is 50 %"), ("a,3,,99,,,,,", "3 is 99 % of no whole number")],
)
def test_a_percentage_of_nothing(row: str, message: str) -> None:
    assert [problem[:2] for problem in found(row)] == [("no-count", f"a: {message}")]


def test_more_answered_than_were_asked() -> None:
    """The N counts who answered; where it is not printed, at least n did."""
    said = "answered, but they are a part of 'sued', and those are 35"
    problems = found("sued,35,62,56,,,,,", "a,16,36,44,,sued,,,", "b,36,,,,sued,,,", "c,35,35,100,,sued,,,")
    assert [problem[:2] for problem in problems] == [
        ("denominator", f"a: 36 {said}"),
        ("denominator", f"b: 36 {said}"),
    ]


@pytest.mark.parametrize(
    ("claim", "reading", "near"),
    [
        ("= .02,mcnemar,6", "P = 0.02", "0.03125 (6 against 0)"),
        ("<= .03,mcnemar,2", "P ≤ 0.03, that is, in (0.02, 0.03]", "0.5 (2 against 0)"),
        ("< .01,mcnemar,7", "P < 0.01", "0.015625 (7 against 0)"),
        (
            "< .03,mcnemar,7",
            "P < 0.03, that is, in [0.02, 0.03)",
            "0.015625 (7 against 0) and 0.03125 (6 against 0)",
        ),
    ],
)
def test_a_p_that_no_mcnemar_test_gives(claim: str, reading: str, near: str) -> None:
    pairs = claim[-1]
    said = f"a: no exact McNemar test of {pairs} pairs or fewer gives {reading}; next to it are {near}"
    assert [problem[:2] for problem in found(f"a,,,,,,{claim}")] == [("p-value", said)]


@pytest.mark.parametrize("known", ["8 1", "1 8 / 1 4"])
def test_a_p_that_the_known_pairs_do_not_give(known: str) -> None:
    said = "a: an exact McNemar test does not give P = 0.02, but 0.0390625 (8 against 1)"
    assert [problem[:2] for problem in found(f"a,,,,,,.02,mcnemar,{known}")] == [("p-value", said)]


def test_the_hint_names_other_ways_that_give_the_p() -> None:
    ((_, _, hint),) = found("a,,,,,,P < .03,mcnemar,9")
    assert hint.split("; ") == [
        "the mid-p gives 0.0215 for 8 against 1",
        "chi-squared with continuity correction gives 0.0233 for 7 against 0",
        "chi-squared without correction gives 0.0253 for 5 against 0",
    ]


def test_a_p_that_fisher_does_not_give() -> None:
    assert found("a,,,,,,.03,fisher,3 8 12 16 7 / 6 5 4 3 2", "b,,,,,,.03,fisher,3 8 / 0 0") == [
        ("p-value", "a: the table gives 0.0923294 (exact), not P = 0.03", ""),
        ("p-value", "b: there is no test: fewer than two rows or two columns hold any answers", ""),
    ]


@settings(deadline=None)
@given(st.integers(1, 200), st.integers(0, 200), st.integers(0, 2))
def test_a_printed_percentage_is_what_decimal_rounding_gives(of: int, count: int, decimals: int) -> None:
    """Only shares that decimals hold to the end, so that Decimal has every digit: eighths of a hundredth."""
    share = Decimal(count) / 8
    unit = Decimal(1).scaleb(-decimals)
    both = {share.quantize(unit, rounding) for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
    for printed in (*both, max(both) + unit, min(both) - unit):
        assert Printed(Fraction(printed), decimals).fits(Fraction(share)) == (printed in both)


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(0, 100), st.integers(0, 8), st.integers(0, 1))
def test_the_nearest_numbers_are_those_of_a_search(of: int, percent: int, count: int, decimals: int) -> None:
    printed = Printed(Fraction(percent), decimals)
    counts = [other for other in range(of + 1) if is_share(other, of, printed)]
    nearest = nearest_count(min(count, of), of, printed)
    assert (nearest in counts) if counts else nearest is None
    wholes = [whole for whole in range(max(count, 1), 201 * (count + 1)) if is_share(count, whole, printed)]
    whole = nearest_whole(count, of, printed)
    assert is_share(count, whole, printed) if whole else not wholes
    if counts and nearest is not None:
        assert abs(nearest - min(count, of)) == min(abs(other - min(count, of)) for other in counts)


def test_no_nine_pairs_give_a_p_of_two_hundredths_and_something() -> None:
    reached = {exact(b, c) for b in range(10) for c in range(10 - b) if b + c}
    assert not any(0.02 <= p < 0.03 for p in reached)
    assert {p for p, _, _ in possible(9)} == reached


@pytest.mark.parametrize("relation", ["<", "≤"])
def test_a_bound_is_read_as_printed(relation: str) -> None:
    """Whatever is smaller fits a customary threshold; another one, what is just below."""
    threshold, other = (PrintedP(relation, Printed(Fraction(value), 2)) for value in ("0.05", "0.03"))
    assert [threshold.fits(p) for p in (0.001, 0.049, 0.06)] == [True, True, False]
    assert [other.fits(p) for p in (0.016, 0.025, 0.031)] == [False, True, False]
