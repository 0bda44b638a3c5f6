"""Addresses as people paste them."""

from __future__ import annotations

import pytest

from surveyapp.mail.addresses import pasted


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("a@x.org", ["a@x.org"]),
        ("a@x.org, b@x.org c@x.org;d@x.org\r\ne@x.org\n\n", [f"{each}@x.org" for each in "abcde"]),
        ("Doe, Jane <jane@x.org>; Roe, Rick <rick@x.org>", ["jane@x.org", "rick@x.org"]),
        ("Doe, Jane <jane@x.org>, Roe, Rick <rick@x.org>,", ["jane@x.org", "rick@x.org"]),
        ("A@x.org\na@X.org", ["A@x.org"]),
        ("first.last+tag@mail.x-y.example", ["first.last+tag@mail.x-y.example"]),
        ("  ", []),
    ],
)
def test_lists_are_read_as_they_come(text: str, addresses: list[str]) -> None:
    assert pasted(text) == (addresses, [])


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("a@x.org john at x.org", ["john", "at", "x.org"]),
        ("Jane <jane>", ["jane"]),
        ("Jane <jane@x.org> rick@x", []),
        ("jane@x.org\u202e", ["jane@x.org\u202e"]),
        ("jаne@x.org", ["jаne@x.org"]),
        ("a@x..org", ["a@x..org"]),
        ("a" * 250 + "@x.org", ["a" * 250 + "@x.org"]),
    ],
)
def test_what_is_no_address_is_named_and_never_dropped(text: str, wrong: list[str]) -> None:
    found = pasted(text)
    assert found.wrong == wrong
    assert len(found.addresses) + len(found.wrong) >= text.count("@")
