"""Reading back what was written."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from surveyapp.release import verify as verifying
from surveyapp.release.verify import Breach, counted, verify


def written(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return path


def test_every_word_is_a_value_of_its_own(tmp_path: Path) -> None:
    words = ["*", "NA", "null", "", "1", "01", "1.0", "not_asked", 'a "b"', "a,b", "a\nb", "é"]
    path = written(tmp_path / "data.csv", ("x", "y"), *((word, "0") for word in words for _ in range(2)))
    assert counted(path, ["x"]) == {(word,): 2 for word in words}
    assert counted(path, ["y", "x"]) == {("0", word): 2 for word in words}
    assert counted(path, []) == {(): 2 * len(words)}


def test_an_empty_cell_in_the_only_column_is_a_row(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("x\n1\n\n1\n", encoding="utf-8")
    assert counted(tmp_path / "data.csv", ["x"]) == {("1",): 2, ("",): 1}


def test_rows_are_counted_across_the_blocks_of_a_long_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "BLOCK", 64)
    path = written(tmp_path / "data.csv", ("x", "y"), *((str(at % 3), str(at)) for at in range(300)))
    assert counted(path, ["x"]) == {("0",): 100, ("1",): 100, ("2",): 100}


def test_a_file_without_a_row_or_a_column_is_caught(tmp_path: Path) -> None:
    path = written(tmp_path / "data.csv", ("x", "y"), ("1", "2"), ("1", "2"))
    assert verify(path, ["x"], 2, 2) == 2
    with pytest.raises(Breach, match="every response"):
        verify(path, ["x"], 2, 3)
    with pytest.raises(Breach, match="every column"):
        verify(path, ["z"], 2, 2)
    with pytest.raises(Breach, match="too few"):
        verify(path, ["x"], 3, 2)
