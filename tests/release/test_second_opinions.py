"""What other programs say: pycanon of released tables, and anjana of the same people."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycanon.anonymity import k_anonymity, l_diversity

from bench.people import people
from surveyapp.release.classes import Classes
from surveyapp.release.coarsen import released
from surveyapp.release.demands import Demands
from surveyapp.release.lattice import plain
from surveyapp.release.loss import Loss
from surveyapp.release.recoding import find
from surveyapp.release.terms import Refusal
from tests.release.brute import Case, random_case

RECORD = Path(__file__).parent / "anjana.json"
"""Made by `python -m bench.anjana --record tests/release/anjana.json`."""


def table(case: Case, demands: Demands) -> pd.DataFrame | None:
    """The released table; None where nothing may leave."""
    ways = case.lattice()
    try:
        found = find(
            ways, demands, lambda: np.array(sorted(range(len(case.rows)), key=case.rows.__getitem__))
        )
    except Refusal:
        return None
    shown = released(ways, case.columns(), found)
    return pd.DataFrame({each.name: np.array(each.words)[each.codes] for each in shown})


@pytest.mark.filterwarnings("ignore:In a future version, the keys of `groups`")  # pycanon's own
@pytest.mark.parametrize("drop", [False, True])
@settings(max_examples=60, deadline=None)
@given(rng=st.integers(0, 2**40).map(Random))
def test_pycanon_finds_k_and_l_in_what_leaves(rng: Random, drop: bool) -> None:
    case = random_case(rng, most_rows=25)
    demands = Demands(rng.randint(2, 4), {"s": rng.randint(1, 3)}, None, rng.choice([0, 0.1, 0.5]), drop=drop)
    case.demands, case.carried = demands, {}
    found = table(case, demands)
    if found is not None:
        known = [name for name in found if name != "s"]
        assert k_anonymity(found, known) >= demands.k
        assert l_diversity(found, known, ["s"]) >= demands.diverse["s"]


def answers() -> list[Any]:
    rows = json.loads(RECORD.read_text(encoding="utf-8"))["answers"]
    return [
        pytest.param(row, id="-".join(str(row[key]) for key in ("people", "seed", "k", "share")))
        for row in rows
    ]


@pytest.mark.parametrize("row", answers())
def test_no_answer_of_anjana_loses_less(row: dict[str, Any]) -> None:
    made = people(row["people"], row["seed"])
    ways = plain(made.ladders, made.columns, row["people"])
    demands = Demands(row["k"], suppress_at_most=row["share"], drop=True)
    loss, levels = Loss(ways), tuple(row["levels"])
    alone = np.flatnonzero(Classes(ways, demands).lacking(levels))
    counts = ways.counted.counts[alone]
    assert counts.sum() == row["left_out"] <= demands.suppressible(row["people"])
    theirs = loss.total(levels) + int((loss.most - loss.each(levels, alone)) @ counts)
    assert find(ways, demands, lambda: np.arange(row["people"])).loss <= loss.mean(theirs)
