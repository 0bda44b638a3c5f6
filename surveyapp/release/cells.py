"""CSV as it is written here: commas, lines that end in a line feed, quotes only where RFC 4180 needs them.

RFC 4180 ends lines in CR LF; every reader that we know takes a line feed alone, and so do line-based tools.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
RUNS = tuple("=+-@\t\r\n＝＋－＠")
"""What a cell starts with that a spreadsheet takes for a formula."""
QUOTED = re.compile(r'[",\r\n]')


def guarded(text: str) -> str:
    """A text with an apostrophe in front where a spreadsheet would run it; a number stays a number."""
    return f"'{text}" if text.startswith(RUNS) and not NUMBER.fullmatch(text) else text


def cell(text: str) -> str:
    """A text as a CSV cell, which no spreadsheet runs."""
    text = guarded(text)
    return '"' + text.replace('"', '""') + '"' if QUOTED.search(text) else text


def line(texts: Sequence[str]) -> str:
    """A row of CSV."""
    return ",".join(map(cell, texts)) + "\n"
