"""Comments as a person can read them: what is not shown does not leave either."""

from __future__ import annotations

import re
import unicodedata

UNSEEN = {"Cc", "Cf", "Co", "Cn", "Cs"}
"""Unicode's categories of what no screen shows: controls, invisible signs, private and unassigned ones."""
SELECTORS = re.compile("[\N{VARIATION SELECTOR-1}-\N{VARIATION SELECTOR-16}\U000e0100-\U000e01ef]")
MOST_MARKS = 8
"""The most marks on one letter: no script stacks more, and a stack could carry a message."""
STACKED = re.compile(rf"(?<=[\u0300-\u036f]{{{MOST_MARKS}}})[\u0300-\u036f]+")


def readable(text: str) -> str:
    """The text as it is read, released and referred to.

    Without signs that no screen shows (a terminal could obey them, and a reader would let through what nobody
    saw), with single spaces, at most one empty line in a row, and in Unicode's form NFC.
    """
    lines = (_line(each) for each in re.split(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _line(text: str) -> str:
    seen = "".join(
        each for each in SELECTORS.sub("", text) if each == "\t" or unicodedata.category(each) not in UNSEEN
    )
    return " ".join(STACKED.sub("", unicodedata.normalize("NFC", seen)).split())
