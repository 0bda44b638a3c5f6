"""Any CSV file is read as it was meant, or refused with the lines that are wrong."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.instrument.problems import Unusable
from surveyapp.release.encodings import encoding_of
from surveyapp.release.open_table import form_of, header_of, read_table
from surveyapp.release.write import tell_nobody

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin_1")
WORDS = ("Zürich", "Größe", "café", "naïve", "año", "señor", "coeur", "5", "-1.5", "", "a b", "two\nlines")
"""Words that people write, so that an older encoding can be told from them."""
SEPARATED = ("1,5", "x;y", "tab\there", "p|q", 'say "so"', "'")
COLUMNS = ("town", "größe", "note")
STYLES: tuple[tuple[str, Literal[0, 1]], ...] = (
    ("\n", csv.QUOTE_MINIMAL),
    ("\r\n", csv.QUOTE_MINIMAL),
    ("\r", csv.QUOTE_ALL),  # else Python's writer leaves a line feed in a cell bare
)
Rows = list[tuple[str, ...]]


def read(path: Path, wanted: tuple[str, ...] = ()) -> Rows:
    form = form_of(path, encoding_of(path), None, wanted)
    table = read_table(path, form, {}, (), tell_nobody)
    cells = [[column.words[code] for code in column.codes.tolist()] for column in table.columns]
    assert table.rows == len(cells[0])
    return [tuple(header_of(path, form)), *zip(*cells, strict=True)]


def problems(path: Path, content: str | bytes) -> list[tuple[int, str]]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = csv.field_size_limit(10**9)  # as some libraries set it for the whole process
    try:
        with pytest.raises(Unusable) as caught:
            read(path)
    finally:
        csv.field_size_limit(before)
    return [(each.where.line, each.code) for each in caught.value.problems]


@given(
    st.lists(st.tuples(*[st.sampled_from(WORDS + SEPARATED)] * 3), min_size=1, max_size=6),
    st.sampled_from(",;\t|"),
    st.sampled_from(ENCODINGS),
    st.sampled_from(STYLES),
)
@settings(max_examples=150, deadline=None)
def test_any_separator_encoding_and_quoting_reads_back_the_same_cells(
    rows: Rows, separator: str, encoding: str, style: tuple[str, Literal[0, 1]]
) -> None:
    end, quoting = style
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, lineterminator=end, quoting=quoting)
    writer.writerows([COLUMNS, *rows])
    with TemporaryDirectory() as place:
        path = Path(place) / "data.csv"
        path.write_bytes(file.getvalue().encode(encoding))
        assert read(path, COLUMNS) == [COLUMNS, *rows]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_are_told_from_the_bytes_alone(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes("town,size\nZürich,5\nKöln,7\n".encode(encoding))
    assert read(path) == [("town", "size"), ("Zürich", "5"), ("Köln", "7")]


def test_quotes_and_dashes_of_windows_are_told_from_latin_1(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes("town,price\nKöln – “Süd”,5 €\n".encode("cp1252"))
    assert read(path)[1] == ("Köln – “Süd”", "5 €")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a;b\n1,5;2,5\n", [("a", "b"), ("1,5", "2,5")]),
        ("a\n1\n2\n", [("a",), ("1",), ("2",)]),
        ("sep=;\na;b\n1;2\n", [("a", "b"), ("1", "2")]),
        ("SEP=|\r\na|b\r\n1|2\r\n", [("a", "b"), ("1", "2")]),
        ("\na,b\n\n1,2\n\n", [("a", "b"), ("1", "2")]),
        ('a,b\n1,5" pipe\n', [("a", "b"), ("1", '5" pipe')]),
    ],
)
def test_the_separator_is_found(tmp_path: Path, content: str, expected: Rows) -> None:
    (tmp_path / "data.csv").write_bytes(content.encode())
    assert read(tmp_path / "data.csv") == expected


def test_columns_that_a_profile_names_tell_the_separator(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("a|b,c;d,e;f\n1|2,3;4,5;6\n", encoding="utf-8")
    assert header_of(path, form_of(path, "utf-8", None, ["b,c;d,e;f"])) == ["a", "b,c;d,e;f"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(1, "empty-file")]),
        (b"\xef\xbb\xbf\n\n", [(1, "empty-file")]),
        ("a,b\n", [(1, "no-rows")]),
        ("a,,b\n1,2,3\n", [(1, "unnamed-column")]),
        ("a,b,a,b\n1,2,3,4\n", [(1, "doubled-column"), (1, "doubled-column")]),
        ("a,b\n1,2\n3\n4,5,6\n7,8\n", [(3, "ragged"), (4, "ragged")]),
        ('a,b\n1,"2\n3"\n4\n', [(4, "ragged")]),
        ('a,b\n1,2\n3,"4\n5,6\n', [(3, "bad-quotes")]),
        ('a,b\n1,"2"x\n', [(2, "bad-quotes")]),
        ('a,"b\n1,2\n', [(1, "bad-quotes")]),
        ("a,b\n1,2\n3,4\x005\n", [(3, "nul-byte")]),
        ("a,b\x00\n1,2\n", [(1, "nul-byte")]),
        ("a,b\n1," + "x" * 200_000 + "\n", [(2, "bad-quotes")]),
        (b"\xff\xfea\x00,\x00b\x00\n\x001\x00,\x002\x00\n\x00\x00\xd8", [(3, "bad-encoding")]),
    ],
)
def test_what_is_wrong_is_said_at_its_line(
    tmp_path: Path, content: str | bytes, expected: list[tuple[int, str]]
) -> None:
    assert problems(tmp_path / "data.csv", content) == expected


def test_bytes_of_no_known_encoding_are_refused(tmp_path: Path) -> None:
    assert problems(tmp_path / "data.csv", b"a,b\n\x81\x8d\x8f,2\n") == [(1, "unknown-encoding")]


def test_wrong_lines_are_bounded(tmp_path: Path) -> None:
    assert len(problems(tmp_path / "data.csv", "a,b\n" + "1\n" * 50_000)) == 20
