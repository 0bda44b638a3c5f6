"""P5: nobody who holds the report's files works out how a small number of people lie over two questions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product
from random import Random
from typing import Any

import pytest

from surveyapp.analysis.report.build import build
from surveyapp.release.terms import Terms
from tests.analysis.report.reported import cells, material
from tests.release.tables.attack import Attacker, Cell, spans
from tests.release.tiny import instrument

ITEMS = """
- {name: one, type: yes_no, ask: First?}
- {name: two, type: yes_no, ask: Second?}
"""
ASKED = instrument(ITEMS)
WORDS = ("1", "0", "not_answered")
KINDS = [{"one": one, "two": two, "both": f"{one} {two}"} for one, two in product(WORDS, WORDS)]
PLAN = """{comparisons: [{name: change, title: Change, pairs: {Same: [one, two]}, columns: [Now, Then],
  agree: [1]}]}"""
TOLD = re.compile(r"(\d+)/(\d+) ")


def person(rng: Random, shares: Sequence[float]) -> dict[str, Any]:
    one = rng.random() < shares[0]
    two = one if rng.random() < shares[1] else rng.random() < shares[0]
    given = {"one": one, "two": two}
    return {name: "yes" if said else "no" for name, said in given.items() if rng.random() < shares[2]}


def joint(row: list[str]) -> Mapping[Cell, tuple[int, int]]:
    """What a printed comparison says of the four ways, in full."""
    first, _, only_first, only_second, *_ = row
    found = TOLD.match(first)
    if found is None:
        return {}
    agree, pairs, b, c = int(found[1]), int(found[2]), int(only_first), int(only_second)
    ways = {"1 1": agree - b, "1 0": b, "0 1": c, "0 0": pairs - agree - c}
    return {("both", way, "", ""): (count, count) for way, count in ways.items()}


def truth(people: Sequence[Mapping[str, Any]], way: str) -> int:
    said = {"yes": "1", "no": "0", None: "not_answered"}
    return sum(f"{said[each.get('one')]} {said[each.get('two')]}" == way for each in people)


@pytest.mark.parametrize("seed", range(20))
def test_no_small_count_of_pairs_can_be_worked_out(seed: int) -> None:
    rng = Random(seed)
    shares = rng.choice([0.5, 0.7]), rng.choice([0.2, 0.9]), rng.choice([1.0, 0.9])
    people = [person(rng, shares) for _ in range(rng.choice([12, 25, 60]))]
    terms = Terms("tables", 2, 5, 3)
    made = material(people, PLAN, terms, of=ASKED, privacy="{}")
    row = cells(build(made), "change")["Same"]
    known = {**spans(made.ready.tables.files), **joint(row)}
    attacker = Attacker(KINDS, len(people), known, lambda _group, _kind, _row: "")
    for one, two in product(WORDS, WORDS):
        cell = ("both", f"{one} {two}", "", "")
        count = truth(people, cell[1])
        least, most = attacker.interval(cell)
        assert least <= count <= most
        if 0 < count < terms.smallest_cell and (one, two) != ("not_answered", "not_answered"):
            assert least < most, (cell, count)


def test_some_are_shown_and_some_are_not() -> None:
    """So that the attack has something to work with."""
    shown = set()
    for seed in range(20):
        rng = Random(seed)
        shares = rng.choice([0.5, 0.7]), rng.choice([0.2, 0.9]), rng.choice([1.0, 0.9])
        people = [person(rng, shares) for _ in range(rng.choice([12, 25, 60]))]
        made = material(people, PLAN, Terms("tables", 2, 5, 3), of=ASKED, privacy="{}")
        shown.add(bool(joint(cells(build(made), "change")["Same"])))
    assert shown == {True, False}
