"""Rosters as people save them."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveyapp.services import Refused
from surveyapp.services.roster import Roster, read_roster

ANN, BOB = "ann@example.org", "bob@example.org"


def read(folder: Path, content: bytes) -> Roster:
    file = folder / "roster.csv"
    file.write_bytes(content)
    return read_roster(file)


@pytest.mark.parametrize(
    "text",
    [
        f"{ANN}\n{BOB}\n",
        f"{ANN}\r\n\r\n{BOB}",
        f"e-mail\n{ANN}\n{BOB}\n",
        f"Name,E-Mail\nAnn,{ANN}\nBob,{BOB}\n",
        f"Name;Email;Chief\nAnn;{ANN};boss@example.org\nBob;{BOB};boss@example.org\n",
        f"sep=;\nName;Mail\nAnn;{ANN}\nBob;{BOB}\n",
        f"Ann\t{ANN}\nBob\t{BOB}\n",
        f'"Doe, Ann",{ANN}\n"Roe, Bob",{BOB}\n',
        f"Doe, Ann <{ANN}>\nRoe, Bob <{BOB}>\n",
        f"Name,Ward\nAnn {ANN},3\nBob {BOB},4\n",
    ],
    ids=[
        "plain",
        "blank lines",
        "heading",
        "columns",
        "semicolons",
        "sep",
        "tabs",
        "quoted",
        "named",
        "amid",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_spelling_is_read(tmp_path: Path, text: str, encoding: str) -> None:
    assert read(tmp_path, text.encode(encoding)) == Roster((ANN, BOB), ())


def test_names_with_accents_of_an_older_program_do_no_harm(tmp_path: Path) -> None:
    text = f"Name;Mail\nAnné Müller;{ANN}\nBøb;{BOB}\n"
    assert read(tmp_path, text.encode("cp1252")).addresses == (ANN, BOB)


def test_who_stands_there_twice_is_taken_once_and_named_by_line(tmp_path: Path) -> None:
    found = read(tmp_path, f"mail\n{ANN}\n{ANN.upper()}\n{BOB}\n{ANN}\n".encode())
    assert found == Roster((ANN, BOB), (3, 5))


def test_every_bad_line_is_told_with_its_number(tmp_path: Path) -> None:
    text = f"mail\n{ANN}\nno address\nann@@example.org\n\n{BOB} {ANN}\n"
    with pytest.raises(Refused) as refusal:
        read(tmp_path, text.encode())
    said = str(refusal.value)
    assert said.startswith("3 lines of the roster cannot be used. Nothing was sent.")
    for words in ("line 3:", "“no address”", "line 4:", "line 6:"):
        assert words in said
    assert "line 2:" not in said


def test_more_bad_lines_than_anybody_reads_are_counted(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="and 5 more"):
        read(tmp_path, b"\n".join([ANN.encode(), *[b"x"] * 25]))


@pytest.mark.parametrize(
    "cell",
    [
        f'"{ANN}\nBcc: {BOB}"',
        f'"{ANN}\r\nSubject: x"',
        "ann\u2028@example.org",
        f"{ANN}\u202e",
        f"{ANN}\0",
        "=?utf-8?q?a=0A?=@x.org",
    ],
)
def test_nothing_smuggles_a_header_in(tmp_path: Path, cell: str) -> None:
    with pytest.raises(Refused, match="cannot be used"):
        read(tmp_path, f"{BOB}\n{cell}\n".encode())


def test_an_empty_file_holds_no_address(tmp_path: Path) -> None:
    for content in (b"", b"\n\n", b"mail\n"):
        with pytest.raises(Refused, match="holds no address"):
            read(tmp_path, content)


def test_a_quotation_mark_that_never_ends_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"quotation mark|cannot be used"):
        read(tmp_path, f'mail\n"{ANN}\n'.encode() + b"x" * 200_000)


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Save it as UTF-8"):
        read(tmp_path, bytes(range(128, 256)) * 40)
