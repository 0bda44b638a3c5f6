"""Columns as a recoding shows them, each response at levels of its own."""

from __future__ import annotations

import numpy as np

from surveyapp.instrument.kinds.base import Variable
from surveyapp.release.coarsen import released
from surveyapp.release.columns import Column
from surveyapp.release.ladders import Ladder
from surveyapp.release.lattice import Lattice, plain
from surveyapp.release.recoding import Recoding

YEARS = Ladder("years", ({"few": ("a", "b"), "many": ("c",)},))


def column(name: str, *cells: str) -> Column:
    words = tuple(dict.fromkeys(cells))
    return Column(
        Variable(name, None, "text", ""), words, np.array([*map(words.index, cells)], dtype=np.uint8)
    )


def cells(of: Column) -> list[str]:
    return [of.words[code] for code in of.codes.tolist()]


COLUMNS = [
    column("years", "a", "b", "c", "not_asked"),
    column("cost", "1", "2", "3", "3"),
    column("x", *"wxyz"),
]


def ways(**more: object) -> Lattice:
    made = plain({"years": YEARS}, COLUMNS, 4)
    return Lattice(made.columns, made.ladders, made.counted, made.follows, **more)  # type: ignore[arg-type]


def test_each_response_is_shown_at_its_own_levels_and_what_follows_is_suppressed_there_alone() -> None:
    which = np.array([0, 1, 2, 1], dtype=np.uint8)
    shown = list(
        released(ways(carried={"cost": frozenset({0})}), COLUMNS, Recoding(((0,), (1,), (2,)), which, 0, 1))
    )
    assert [cells(each) for each in shown] == [
        ["a", "few", "*", "not_asked"],
        ["1", "suppressed", "suppressed", "suppressed"],
        ["w", "x", "y", "z"],
    ]
    assert [len(each.words) for each in shown] == [4, 2, 4]
    assert {each.codes.dtype for each in shown} == {np.dtype(np.uint8)}


def test_at_the_same_levels_for_all_a_column_is_shown_or_suppressed_whole() -> None:
    everywhere = np.zeros(4, dtype=np.uint8)
    carried = ways(carried={"cost": frozenset({0})})
    for level, labels, costs in (
        (0, ["a", "b", "c", "not_asked"], ["1", "2", "3", "3"]),
        (1, ["few", "few", "many", "not_asked"], ["suppressed"] * 4),
    ):
        years, cost, _ = released(carried, COLUMNS, Recoding(((level,),), everywhere, 0, 0))
        assert (cells(years), cells(cost)) == (labels, costs)


def test_what_always_follows_is_suppressed_at_any_level() -> None:
    _, cost, _ = released(
        ways(held=frozenset({"cost"})), COLUMNS, Recoding(((0,),), np.zeros(4, np.uint8), 0, 0)
    )
    assert cost.words == ("suppressed",)


def test_those_who_are_left_out_are_in_no_column() -> None:
    kept = np.array([True, False, True, True])
    found = Recoding(((0,),), np.zeros(4, dtype=np.uint8), 0, 1, kept)
    assert [cells(each) for each in released(ways(), COLUMNS, found)] == [
        ["a", "c", "not_asked"],
        ["1", "3", "3"],
        ["w", "y", "z"],
    ]
