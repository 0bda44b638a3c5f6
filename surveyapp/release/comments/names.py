"""Names in a text: after a title, from lists of frequent names, and by a capital inside a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from surveyapp.release.comments.lexicon import (
    ACRONYMS,
    AMBIGUOUS,
    AMBIGUOUS_PLACES,
    COMMON,
    GIVEN_NAMES,
    PARTICLES,
    PLACES,
    SURNAMES,
)

Span = tuple[int, int]

TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
TITLED = re.compile(
    rf"(?<!\w)(?:(?:Dr|Drs|Doctor|Prof|Professor|Mr|Mrs|Ms|Miss|Mx|Nurse|Father|Rabbi|Imam|Pastor|Judge|Attorney"
    rf"|Officer|Sgt|Capt|Chief|Sister)\.?\s+(?:{PARTICLES}\s+){{0,2}}[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*){{0,2}}"
    r"|(?:dr|prof|mr|mrs|ms)\.?\s+(?!(?:is|was|and|or|who|said|told|in|on|at|to)\b)[a-z][\w'’-]+)"
)
INITIAL = re.compile(r"(?<!\w)[A-Z]\. ?[A-Z][a-z'’-][\w'’-]{1,30}")
DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.\s?){2,3}(?!\w)")
DOTTED_WORDS = frozenset({"us", "uk", "md", "do", "pa", "np", "rn", "ed", "er", "or", "phd", "usa"})
CAPITALS = re.compile(r"(?<![\w&/-])[A-Z]{2}(?:'s)?(?![\w&/-])")
ENDS = '.!?:;•\n"“(…'
NAMES = GIVEN_NAMES | SURNAMES
CERTAIN = NAMES - AMBIGUOUS - COMMON - PLACES
KNOWN_PLACES = PLACES - AMBIGUOUS_PLACES
SHOUTED = 0.6
"""The share of capitals from which a text is read as written in capitals throughout."""


def names(text: str) -> Iterator[Span]:
    """Where names seem to stand, from first to after last character; stretches may overlap."""
    yield from (match.span() for pattern in (TITLED, INITIAL) for match in pattern.finditer(text))
    for match in DOTTED.finditer(text):
        if "".join(filter(str.isalpha, match[0])).lower() not in DOTTED_WORDS:
            yield match.span()
    if is_shouted(text):
        yield from (token.span() for token in TOKEN.finditer(text) if _bare(token[0]) in CERTAIN)
        return
    for match in CAPITALS.finditer(text):
        if match[0].removesuffix("'s") not in ACRONYMS:
            yield match.span()
    yield from _runs(text)


def is_shouted(text: str) -> bool:
    """Whether a text is in capitals throughout, so that a capital says nothing."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 12 and sum(map(str.isupper, letters)) > SHOUTED * len(letters)


def _runs(text: str) -> Iterator[Span]:
    """Runs of words with a capital that no ordinary sentence has there, and known names in lower case."""
    tokens = list(TOKEN.finditer(text))
    place = 0
    while place < len(tokens):
        run = list(takewhile(lambda token: _may_name(token[0]), _together(text, tokens[place:])))
        if run and _is_name(text, run):
            yield run[0].start(), run[-1].end()
        elif not run and _bare(tokens[place][0]) in CERTAIN:
            yield tokens[place].span()
        place += max(len(run), 1)


def _together(text: str, tokens: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The first token and those that follow with one space between them."""
    for before, token in zip([None, *tokens[:4]], tokens[:4], strict=False):
        if before is not None and text[before.end() : token.start()] != " ":
            return
        yield token


def _may_name(word: str) -> bool:
    """Whether a word with a capital is none that capitals are usual for."""
    if not word[0].isupper() or (len(word) > 1 and word.removesuffix("s").isupper()):
        return False
    return _bare(word) not in COMMON and _bare(word).rstrip("s") not in COMMON


def _is_name(text: str, run: list[re.Match[str]]) -> bool:
    if all(len(token[0]) == 1 for token in run):
        return False
    words = [_bare(token[0]) for token in run]
    if any(word in NAMES or word in KNOWN_PLACES for word in words):
        return words[0] not in AMBIGUOUS or len(run) > 1 or not _begins(text, run[0].start())
    if not _begins(text, run[0].start()):
        return True
    return len(run) > 1 or run[0][0].endswith(("'s", "’s"))


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins there."""
    before = text[:start].rstrip(" ")
    return not before or before[-1] in ENDS


def _bare(word: str) -> str:
    """A word in lower case without what may follow a name: an apostrophe with its ending."""
    return re.split("['’]", word.lower())[0]
