"""Addresses as people paste them: out of a mail program, a spreadsheet, or their head."""

from __future__ import annotations

import re
from typing import NamedTuple

# RFC 5321 without quotes. ASCII alone: look-alike and invisible letters are how mail goes astray.
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
ADDRESS = re.compile(
    rf"{ATOM}(?:\.{ATOM})*@[A-Za-z0-9][A-Za-z0-9-]{{0,62}}"
    r"(?:\.[A-Za-z0-9][A-Za-z0-9-]{0,62})*"
)
IN_BRACKETS = re.compile(r"<([^<>]*)>")


class Pasted(NamedTuple):
    """A pasted list: its addresses, each once and in its order, and the pieces that are none."""

    addresses: list[str]
    wrong: list[str]


def is_address(text: str) -> bool:
    """Whether the text is one plain address and nothing else."""
    # "=?" begins an encoded word (RFC 2047), which mail programs would read as something else.
    return len(text) <= 254 and "=?" not in text and bool(ADDRESS.fullmatch(text))


def pasted(text: str) -> Pasted:
    """The addresses in a text: `a@x.org, b@x.org`, one a line, or `Doe, Jane <jane@x.org>; …`."""
    addresses: dict[str, str] = {}
    wrong = []
    for piece in _pieces(text):
        if is_address(piece):
            addresses.setdefault(piece.lower(), piece)
        else:
            wrong.append(piece)
    return Pasted(list(addresses.values()), wrong)


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for entry in re.split(r"[;\r\n]+", text):
        # Names stand before the brackets, with commas in them; without brackets a comma parts addresses.
        named = IN_BRACKETS.findall(entry)
        after = entry.rpartition(">")[2].strip(" \t,") if named else ""
        pieces += [each.strip() for each in named] + ([after] if after else [])
        pieces += [] if named else re.split(r"[,\s]+", entry.strip(" \t,"))
    return [piece for piece in pieces if piece]
