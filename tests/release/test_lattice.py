"""The lattice of levels: what is counted, and what follows from what."""

from __future__ import annotations

from surveyapp.release.lattice import Lattice, lattice
from surveyapp.release.table import Table
from tests.release.tiny import instrument, profile, stored

ITEMS = """
    - {name: area, type: choice, ask: Area?, privacy: quasi_identifier, options: {north: N, south: S}}
    - {name: sued, type: yes_no, ask: Sued?, privacy: quasi_identifier}
    - {name: won, type: yes_no, ask: Won?, privacy: quasi_identifier, when: {sued: yes}}
    - {name: cost, type: integer, ask: Cost?, when: {won: yes}}
    - {name: pride, type: integer, ask: Pride?, when: {area: north}}
"""
PEOPLE = [
    {"area": "south", "sued": "yes", "won": "no"},
    {"area": "north", "sued": "no", "pride": 3},
    {"area": "south", "sued": "yes", "won": "no"},
]


def ways(privacy: str, people: list[dict[str, object]]) -> Lattice:
    of = instrument(ITEMS)
    table = Table(of, stored(people))
    found = lattice(of, profile(of, privacy), table.columns, table.rows)
    return found.with_sensitive([column for column in table.columns if column.name == "pride"])


LADDERS = "quasi_identifiers: {area: [], sued: [], won: []}"


def test_what_depends_on_a_value_that_is_not_shown_goes_with_it() -> None:
    found = ways(LADDERS, PEOPLE)
    assert (found.follows, found.bound, found.held) == (
        (frozenset(), frozenset(), {1}),
        frozenset(),
        frozenset(),
    )
    assert found.carried == {"cost": {1, 2}, "pride": {0}}
    assert [found.settled(levels) for levels in ((0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1))] == [
        (0, 0, 0),
        (1, 0, 0),
        (0, 1, 1),
        (0, 0, 1),
    ]
    assert [found.suppressed(levels) for levels in ((0, 0, 0), (1, 0, 0), (0, 1, 1), (0, 0, 1))] == [
        set(),
        {"pride"},
        {"cost"},
        {"cost"},
    ]


def test_what_depends_on_a_withheld_value_never_leaves() -> None:
    found = ways("{quasi_identifiers: {area: [], won: []}, withhold: [sued]}", PEOPLE)
    assert (found.bound, found.held, found.carried) == ({1}, {"cost"}, {"pride": {0}})
    assert found.settled((0, 0)) == (0, 1)
    assert found.suppressed((0, 1)) == {"cost"}


def test_responses_are_counted_by_combination_in_an_order_of_their_words() -> None:
    found = ways(LADDERS, PEOPLE)
    cells = zip(
        *([each.words[code] for code in each.codes] for each in (*found.columns, *found.sensitive)),
        strict=True,
    )
    assert list(cells) == [("north", "0", "not_asked", "3"), ("south", "1", "0", "not_asked")]
    assert found.counted.counts.tolist() == [1, 2]
    assert found.counted.index.tolist() == [1, 0, 1]
    other = ways(LADDERS, PEOPLE[::-1])
    assert [each.words for each in other.columns] == [each.words for each in found.columns]
    assert other.counted.codes.tolist() == found.counted.codes.tolist()
