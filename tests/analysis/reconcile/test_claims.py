"""What cannot be read of a table of claims is said at once, each thing with its line."""

from __future__ import annotations

import pytest

from surveyapp.analysis.reconcile.check import reconcile
from surveyapp.analysis.reconcile.claims import LARGEST

HEADER = "id,n,N,percent,decimals,subset_of,p,test,known\n"


def codes(text: str | bytes) -> list[tuple[int, str]]:
    """Line and code of every problem in a table."""
    content = text if isinstance(text, bytes) else text.encode()
    return [(problem.where.line, problem.code) for problem in reconcile(content, "claims.csv")]


def test_a_table_in_order_has_no_problems() -> None:
    assert (
        codes("\ufeff" + HEADER + "a,31,36,86 %,,,,,\r\n\r\n" + 'b,1,3,33,,a,"P = .02",mcnemar,9\r\n') == []
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"id,n,N,percent\nM\xfcller,1,2,50\n", [(2, "not-utf-8")]),
        (b"\xff\xfei\x00d\x00", [(1, "not-utf-8")]),
        (b"id;n;N;percent\na;1;2;50\n", [(1, "delimiter")]),
        (b"id\tn\tN\tpercent\n", [(1, "delimiter")]),
        (b"", [(1, "column-missing")] * 4),
        (b"id,n\n", [(1, "column-missing")] * 2),
        (b"id,n,N,percent,n\n", [(1, "column-twice")]),
        (b"id,n,N,percent,wher\na,1,1,3,x\n", [(1, "column-unknown"), (2, "percent")]),
        (b'id,n,N,percent\na,1,1,100\n"b', [(3, "not-csv")]),
        (b"id,n,N,percent\n" + b"a" * 200_000, [(2, "not-csv")]),
        (b"a" * (LARGEST + 1), [(1, "too-large")]),
    ],
)
def test_a_file_that_is_no_table_of_claims(content: bytes, expected: list[tuple[int, str]]) -> None:
    assert codes(content) == expected


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("a,1,2", "cells"),
        ("a,1,2,50,,,,,,,", "cells"),
        (",1,2,50,,,,,", "id-missing"),
        ("first,1,2,50,,,,,", "id-twice"),
        ("a,1.5,2,,,,,,", "not-a-count"),
        ("a,-1,2,,,,,,", "not-a-count"),
        ("a,1,1e3,,,,,,", "not-a-count"),
        ("a,1," + "9" * 5000 + ",,,,,,", "not-a-count"),
        ("a,1,2,half,,,,,", "not-a-percent"),
        ('a,1,2,"50,0",,,,,', "not-a-percent"),
        ("a,1,1,101,,,,,", "not-a-percent"),
        ("a,1,2,50,many,,,,", "not-decimals"),
        ("a,1,2,50.0,0,,,,", "not-decimals"),
        ("a,,,,,,small,mcnemar,9", "not-a-p"),
        ("a,,,,,,=,mcnemar,9", "not-a-p"),
        ("a,,,,,,1.5,mcnemar,9", "not-a-p"),
        ("a,,,,,,.5,sign,9", "unknown-test"),
        ("a,,,,,,.5,,9", "not-known"),
        ("a,,,,,,.5,mcnemar,", "not-known"),
        ("a,,,,,,.5,mcnemar,nine", "not-known"),
        ("a,,,,,,.5,mcnemar,0", "not-known"),
        ("a,,,,,,.5,mcnemar,201", "not-known"),
        ("a,,,,,,.5,mcnemar,1 2 3", "not-known"),
        ("a,,,,,,.5,fisher,1 2 / 3", "not-known"),
        ("a,,,,,,.5,fisher,9000 2 / 3 9000", "not-known"),
        ("a,1,2,50,,nobody,,,", "unknown-claim"),
        ("a,1,2,50,,a,,,", "unknown-claim"),
        ("a,1,2,50,,empty,,,", "unknown-claim"),
    ],
)
def test_a_row_that_cannot_be_read(row: str, code: str) -> None:
    assert codes(HEADER + "first,1,2,50,,,,,\nempty,,,,,,,,\n" + row + "\n") == [(4, code)]


def test_everything_is_reported_at_once_with_the_line_it_starts_on() -> None:
    found = codes(HEADER + '"two\nlines",x,y,z,,,,,\nb,5,3,,,,,,\nc,1\n')
    assert found == [
        (2, "not-a-count"),
        (2, "not-a-count"),
        (2, "not-a-percent"),
        (4, "more-than-all"),
        (5, "cells"),
    ]


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    (problem,) = reconcile(f"{HEADER}\x1b[2J,5,3,,,,,,\n".encode(), "claims.csv")
    assert problem.message == "\N{REPLACEMENT CHARACTER}[2J: 5 of 3"
