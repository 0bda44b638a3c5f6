"""CSV cells that a spreadsheet opens as they are meant."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.release.cells import cell, line


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "-", "+", "=x,y"],
)
def test_what_would_run_gets_an_apostrophe(text: str) -> None:
    assert next(csv.reader(StringIO(cell(text), newline=""))) == [f"'{text}"]


@pytest.mark.parametrize(
    "text", ["-4", "-4.5", "3", "1e-07", "-1e-07", "*", "10+", "not_asked", "5_to_9", ""]
)
def test_numbers_and_words_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2))
def test_a_line_is_read_back_as_it_was_meant(texts: list[str]) -> None:
    (read,) = csv.reader(StringIO(line(texts), newline=""))
    assert [cell.removeprefix("'") for cell in read] == [text.removeprefix("'") for text in texts]
