"""Names made of wordings: short, unique, and fit for SPSS, Stata, R and the page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from surveyapp.instrument.checks.names import MISSING_WORDS, RESERVED, STATA_STRING, UNSAFE

LONGEST_NAME = 20
LONGEST_CODE = 11
"""Short enough that a column of an item and an option has at most 32 characters."""
SMALL = """
    a an and are at been by did do does for from had has have how i if in is it its many much of on or our
    that the their them this to was we were what when which who will with would you your
"""
SMALL_WORDS = frozenset(SMALL.split())


def name_from(wording: str, taken: Collection[str], longest: int = LONGEST_NAME) -> str:
    """A name for what is worded so, none of those taken: ``Did you feel ashamed?`` gives ``feel_ashamed``."""
    words = _words(wording)
    telling = [word for word in words if word not in SMALL_WORDS] or words or ["question"]
    name = telling[0][:longest]
    for word in telling[1:]:
        if len(name) + 1 + len(word) > longest:
            break
        name = f"{name}_{word}"
    if not name[0].isalpha():
        name = f"q_{name}"[:longest].rstrip("_")
    return unique(name, taken, longest)


def code_from(label: str, taken: Collection[str]) -> str:
    """A code for an option with this label, none of those taken."""
    return name_from(label, taken, LONGEST_CODE) if _words(label) else unique("option", taken, LONGEST_CODE)


def unique(name: str, taken: Collection[str], longest: int = LONGEST_NAME) -> str:
    """The name, or the name with the first number that makes it one that is free and fit."""
    lower = {each.lower() for each in taken}
    made, number = name, 1
    while made.lower() in lower or not _fit(made):
        number += 1
        made = f"{name[: longest - len(str(number)) - 1].rstrip('_')}_{number}"
    return made


def _fit(name: str) -> bool:
    reserved = name in RESERVED or name in MISSING_WORDS or STATA_STRING.fullmatch(name)
    return not reserved and not UNSAFE.fullmatch(name)


def _words(wording: str) -> list[str]:
    plain = (
        unicodedata.normalize("NFKD", wording.replace("'", "").replace("’", ""))
        .encode("ascii", "ignore")
        .decode()
    )
    return re.findall(r"[a-z0-9]+", plain.lower())
