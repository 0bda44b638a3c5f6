"""P5: nobody who holds the tables works out a count that they hide."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest

from surveyapp.release.tables import TablesMade
from surveyapp.release.terms import Terms
from tests.release.tables.attack import Attacker, Cell, all_kinds, not_shown, spans
from tests.release.tables.cases import WORDS, allowed, by, random_people, tables, words_of

KINDS = all_kinds(WORDS, allowed)
ORDINARY = {"good"}


def own(group: str, kind: Mapping[str, str], row: Mapping[str, str]) -> str:
    return kind[group]


def truth(answers: list[dict[str, str]], cell: Cell) -> int:
    variable, word, group, label = cell
    return sum(each[variable] == word and (not group or each[group] == label) for each in answers)


def small_cells(
    made: TablesMade, answers: list[dict[str, str]], groups: list[str], smallest: int
) -> list[Cell]:
    """Every count that must not be told: small ones, and all that are not 0 in columns that are too small."""
    found = []
    shown, closed = spans(made.files), not_shown(made.files)
    for variable, words in WORDS.items():
        for group, label in [("", ""), *((name, word) for name in groups for word in WORDS[name])]:
            for word in words:
                cell = (variable, word, group, label)
                guarded = group or variable not in ORDINARY
                if group == variable or word in ("not_answered", "not_asked") or not guarded:
                    continue
                count = truth(answers, cell)
                everybody = truth(answers, (variable, word, "", "")) == sum(
                    truth(answers, (variable, each, "", "")) for each in words if not each.startswith("not_")
                )
                small = cell in shown and 0 < count < smallest
                hidden = cell not in shown and (variable, group, "") not in closed
                if small or (count and hidden and group and not everybody):
                    found.append(cell)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_no_small_count_can_be_worked_out_from_all_tables(seed: int) -> None:
    rng = Random(seed)
    people = random_people(rng, rng.choice([20, 30, 45]))
    groups = [["area"], ["area", "sued"], ["sued"]][seed % 3]
    terms = Terms("tables", 3, 6, rng.choice([2, 3, 5]))
    made = tables(people, by(*groups), terms)
    rows = words_of(people)
    attacker = Attacker(KINDS, len(people), spans(made.files), own)
    shown = spans(made.files)
    for cell in small_cells(made, rows, groups, terms.smallest_cell):
        least, most = attacker.interval(cell)
        assert least < most, cell
        if cell in shown and terms.smallest_cell > 2:
            assert least <= 1, cell
            assert most >= min(terms.smallest_cell - 1, truth(rows, cell) + 1), cell
    for cell, (least, most) in shown.items():
        assert least <= truth(rows, cell) <= most, cell
        if least < most:
            low, high = attacker.interval(cell)
            assert low < high, cell
