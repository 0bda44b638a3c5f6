"""P5: the tables add nothing to the row file from which a count that they hide could be worked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from random import Random

import numpy as np
import pytest

from surveyapp.release.columns import Column
from surveyapp.release.table import Table
from surveyapp.release.terms import Terms
from tests.release.tables.attack import Attacker, all_kinds, spans
from tests.release.tables.cases import TINY, WORDS, Row, allowed, by, random_people, tables, words_of
from tests.release.tiny import stored

KINDS = all_kinds(WORDS, allowed)
LADDER = "[{ab: [a, b], c_only: [c]}]"
COARSE = {"a": "ab", "b": "ab", "c": "c_only"}


def coarse(rng: Random, person: dict[str, str]) -> dict[str, str]:
    """A row of a row file: areas in groups, now and then a hidden suit with all that follows."""
    row = dict(person)
    row["area"] = COARSE.get(row["area"], row["area"])
    if rng.random() < 0.6:
        row |= {"sued": "*", "harm": "suppressed"}
    return row


def fits(kind: Mapping[str, str], row: Mapping[str, str]) -> bool:
    """Whether a person of a kind can stand behind a row."""
    return all(
        label in ("*", "suppressed", kind[name], COARSE.get(kind[name]) if name == "area" else None)
        for name, label in row.items()
    )


def released(people: list[Row], rows: list[dict[str, str]]) -> list[Column]:
    found = []
    for column in Table(TINY, stored(people)).columns:
        words = tuple(dict.fromkeys(row[column.name] for row in rows))
        codes = np.array([words.index(row[column.name]) for row in rows], dtype=np.uint8)
        found.append(Column(column.variable, words, codes))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_tables_beside_a_row_file_hide_what_it_hides(seed: int) -> None:
    rng = Random(seed)
    people = random_people(rng, rng.choice([20, 30]))
    persons = words_of(people)
    rows = [coarse(rng, person) for person in persons]
    terms = Terms("rows", 3, 6, rng.choice([3, 5]))
    made = tables(people, by("area", ladder=LADDER), terms, released(people, rows))
    file = Counter(tuple(row.items()) for row in rows)
    known = spans(made.files)
    assert any(group == "area" and label == "ab" for _, _, group, label in known)
    assert {label for _, _, group, label in known if group} <= {"ab", "c_only"}

    def label(group: str, _kind: Mapping[str, str], row: Mapping[str, str]) -> str:
        return row[group]

    alone = Attacker(KINDS, len(people), {}, label, file, fits)
    both = Attacker(KINDS, len(people), known, label, file, fits)
    for cell, (least, most) in known.items():
        variable, word, group, head = cell
        pairs = zip(persons, rows, strict=True)
        count = sum(one[variable] == word and (not group or row[group] == head) for one, row in pairs)
        assert least <= count <= most
        hides = 0 < count < terms.smallest_cell and variable != "good" and not word.startswith("not_")
        assert not hides or least < most, cell
        if hides and len(set(alone.interval(cell))) > 1:
            low, high = both.interval(cell)
            assert low < high, cell


def test_a_group_that_the_row_file_hides_of_one_person_heads_no_columns() -> None:
    people = random_people(Random(1), 30)
    rows = [dict(person) for person in words_of(people)]
    rows[0]["area"] = "*"
    made = tables(people, by("area"), Terms("rows", 3, 6, 3), released(people, rows))
    assert [name for name in made.files if "_by_" in name] == []
    assert "by area" in made.summary["without"]
