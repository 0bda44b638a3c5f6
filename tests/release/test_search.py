"""Variety that is asked for afterwards, as it is where there are many combinations."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, reject, settings

from surveyapp.release.recoding import Recoding
from surveyapp.release.search import search
from surveyapp.release.terms import Refusal
from tests.release.brute import Case, random_case
from tests.release.test_local import by_content, cases, leaving


def late(case: Case) -> Recoding:
    """The recoding of a case that asks for variety, and asks late."""
    try:
        return search(case.lattice(), case.demands, lambda: by_content(case), many=0, proposals=200)
    except Refusal:
        reject()


def varied_case(rng: Random) -> Case:
    case = random_case(rng, most_rows=25)
    asked = replace(case.demands, diverse={"s": 2}, population=None, drop=False, local=True)
    return replace(case, demands=replace(asked, suppress_at_most=rng.choice([0.1, 0.5, 1.0])))


@settings(max_examples=150, deadline=None)
@given(cases)
def test_it_meets_what_is_demanded(rng: Random) -> None:
    case = varied_case(rng)
    found = late(case)
    rows = list(leaving(case, found))
    assert len(rows) == len(case.rows)
    assert case.serves(rows)
    whole = len(case.tops) + len(case.carried)
    cost = sum(case.row_cost(*each) for each in rows)
    assert float(cost / (whole * len(case.rows))) == pytest.approx(found.loss)


@settings(max_examples=40, deadline=None)
@given(cases)
def test_the_order_of_rows_changes_nothing(rng: Random) -> None:
    case = varied_case(rng)
    mixed = replace(case, rows=rng.sample(case.rows, len(case.rows)))
    assert late(case).loss == late(mixed).loss
    assert sorted(leaving(case, late(case))) == sorted(leaving(mixed, late(mixed)))
