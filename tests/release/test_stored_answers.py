"""Reading stored answers, above all where the text between two members stands inside one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.release.stored_answers import read_answers
from tests.release.tiny import instrument, stored

OF = instrument(
    """
    - {name: a, type: text, ask: A?}
    - {name: b, type: choices, ask: B?, options: {x: X, y: Y, z: Z}}
    - {name: c, type: number, ask: C?}
    """
)
texts = st.text(max_size=8) | st.sampled_from(
    [",", "x,", '",', ',"b":', "\\", "\n", 'a","b":["x"]', "}", "{"]
)
people = st.fixed_dictionaries(
    {},
    optional={
        "a": texts,
        "b": st.lists(st.sampled_from("xyz"), min_size=1, unique=True),
        "c": st.integers(-9, 9) | st.floats(-9, 9),
        "unknown": texts,
    },
)


def read(rows: list[str]) -> list[dict[str, Any]]:
    """The answers of each row, put together again."""
    found, total = read_answers(OF, rows, lambda _: None)
    assert total == len(rows)
    every = ({name: each.values[each.codes[at]] for name, each in found.items()} for at in range(total))
    return [{name: value for name, value in row.items() if value is not None} for row in every]


@settings(deadline=None)
@given(st.lists(people, max_size=6))
def test_what_is_read_is_what_json_says(rows: list[dict[str, Any]]) -> None:
    known = [{name: value for name, value in row.items() if name != "unknown"} for row in rows]
    assert read(stored(rows)) == known
    assert read([json.dumps(row, separators=(",", ":")) for row in rows]) == known, "in ASCII, too"


@pytest.mark.parametrize("row", ['{"a": "x", "c": 1}', '{"a":"x', '{"b":["x","y"}'])
def test_what_is_no_canonical_json_is_not_read_as_something_else(row: str) -> None:
    with pytest.raises(ValueError, match="no canonical JSON"):
        read([row])


def test_progress_is_told_by_responses() -> None:
    told: list[int] = []
    read_answers(OF, ["{}"] * 5_000, told.append)
    assert told == [2_000, 4_000, 5_000]
