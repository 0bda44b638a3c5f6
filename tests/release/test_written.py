"""Reading back what was written."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.release import written as reading
from surveyapp.release.written import Cells, classes_of, pairs, written


def file(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows(rows)
    return path


def column(path: Path, name: str) -> list[str]:
    cells = written(path, [name]).column(name)
    return [cells.words[place] for place in cells.places]


def test_every_word_is_a_value_of_its_own(tmp_path: Path) -> None:
    words = ["*", "NA", "null", "", "1", "01", "1.0", "not_asked", 'a "b"', "a,b", "a\nb", "é"]
    path = file(tmp_path / "data.csv", ("x", "y"), *((word, "0") for word in words * 2))
    assert column(path, "x") == words * 2
    assert column(path, "y") == ["0"] * 24


def test_an_empty_cell_in_the_only_column_is_a_row(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("x\n1\n\n1\n", encoding="utf-8")
    assert column(tmp_path / "data.csv", "x") == ["1", "", "1"]


def test_a_long_file_with_many_words_is_read_in_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BLOCK", 64)
    path = file(tmp_path / "data.csv", ("x", "y"), *((str(at % 3), str(at)) for at in range(300)))
    assert column(path, "x") == ["0", "1", "2"] * 100
    assert column(path, "y") == list(map(str, range(300)))


@pytest.mark.parametrize("width", [2, 2_000])
@settings(deadline=None)
@given(seed=st.integers(0, 2**40))
def test_classes_and_what_stands_in_them_are_those_of_the_rows(width: int, seed: int) -> None:
    rng = Random(seed)
    kinds = [tuple(rng.randrange(width) for _ in range(7)) for _ in range(5)]
    rows = [(*rng.choice(kinds)[:6], rng.randrange(width)) for _ in range(rng.randrange(1, 30))]
    words = list(map(str, range(width)))
    *known, told = (Cells(words, np.array(places)) for places in zip(*rows, strict=True))
    classes = classes_of(known, len(rows))
    expected = Counter(tuple(map(str, row[:6])) for row in rows)
    assert dict(zip(classes.shown, classes.sizes.tolist(), strict=True)) == expected
    key, place = pairs(classes, told)
    found = [(*classes.shown[at], words[word]) for at, word in zip(key, place, strict=True)]
    assert sorted(found) == sorted({tuple(map(str, row)) for row in rows})
