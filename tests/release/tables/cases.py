"""Made-up instruments with a group, a skip rule, a rating and a tick list, and people who answer them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from surveyapp.release.columns import Column
from surveyapp.release.profile import Profile
from surveyapp.release.table import Table
from surveyapp.release.tables import TablesMade, make
from surveyapp.release.terms import Terms
from tests.release.tiny import instrument, profile, stored

ITEMS = """
- {name: area, type: choice, ask: Area?, options: {a: A, b: B, c: C}, privacy: quasi_identifier}
- {name: sued, type: yes_no, ask: Sued?, privacy: quasi_identifier}
- {name: harm, type: scale, ask: Harm?, scale: three, when: {sued: yes}}
- {name: help, type: choices, ask: Help?, options: {x: X, y: Y, none: {label: None, exclusive: true}}}
- {name: good, type: scale, ask: Good?, scale: three, privacy: ordinary}
"""
MORE = "scales: {three: {1: One, 2: Two, 3: Three}}"
TINY = instrument(ITEMS, MORE)
NAMES = tuple(variable.name for variable in TINY.variables)
Row = Mapping[str, Any]


def by(*groups: str, ladder: str = "[]") -> Profile:
    """A profile that breaks down by some groups."""
    listed = ", ".join(groups)
    return profile(TINY, f"quasi_identifiers: {{area: {ladder}, sued: []}}\ngroups: [{listed}]")


def random_people(rng: Random, people: int) -> list[Row]:
    """Answers of which some are rare and some are left out."""
    shares = [rng.choice([(6, 3, 1), (5, 4, 0), (8, 1, 1)]) for _ in range(3)]
    found = []
    for _ in range(people):
        answers: dict[str, Any] = {
            "area": rng.choices("abc", shares[0])[0],
            "sued": rng.choices(["yes", "no"], [7, 3])[0],
            "harm": rng.choices("123", shares[1])[0],
            "help": [code for code in "xy" if rng.random() < 0.5] or ["none"],
            "good": rng.choices("123", shares[2])[0],
        }
        found.append({name: value for name, value in answers.items() if rng.random() < 0.97})
    return found


def tables(
    answers: Sequence[Row], of: Profile, terms: Terms, released: Sequence[Column] | None = None
) -> TablesMade:
    """The tables of some answers to the tiny instrument."""
    found = Table(TINY, stored(answers))
    return make(TINY, of, terms, found.columns, found.rows, released)


def words_of(answers: Sequence[Row]) -> list[dict[str, str]]:
    """The row of each person as collected."""
    columns = Table(TINY, stored(answers)).columns
    return [{each.name: each.words[each.codes[at]] for each in columns} for at in range(len(answers))]


def allowed(kind: Mapping[str, str]) -> bool:
    """Whether a row can come from the tiny instrument."""
    if (kind["harm"] == "not_asked") == (kind["sued"] == "1"):
        return False
    ticked = [kind[f"help_{code}"] for code in ("x", "y", "none")]
    if "not_answered" in ticked:
        return set(ticked) == {"not_answered"}
    return "1" in ticked and (ticked[2] == "0" or ticked[:2] == ["0", "0"])


WORDS = {
    "area": ("a", "b", "c", "not_answered"),
    "sued": ("1", "0", "not_answered"),
    "harm": ("1", "2", "3", "not_answered", "not_asked"),
    "help_x": ("1", "0", "not_answered"),
    "help_y": ("1", "0", "not_answered"),
    "help_none": ("1", "0", "not_answered"),
    "good": ("1", "2", "3", "not_answered"),
}
