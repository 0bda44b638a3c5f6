"""What the checker says of a draft's text, found out once for each text."""

from __future__ import annotations

import re
from functools import lru_cache

from surveyapp.instrument.check import Examined, examine
from surveyapp.instrument.edit.apply import included_in
from surveyapp.instrument.model import Instrument
from surveyapp.services import library
from surveyapp.settings import Settings

INCLUDED = re.compile(r"include[\"']?\s*:\s*[\"']?(\w{1,40})")
TEXTS_KEPT = 6


class Library:
    """The instruments that a text may include, comparable by their content."""

    def __init__(self, found: dict[str, Instrument]):
        self._found = found
        self._key = tuple(sorted((name, each.hash) for name, each in found.items()))

    def __call__(self, name: str) -> Instrument:
        return self._found[name]

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Library) and self._key == other._key


def library_of(settings: Settings, text: str) -> Library:
    """The instruments that a text may include."""
    find = library.including(settings)
    found = {name: included_in(find, name) for name in sorted(set(INCLUDED.findall(text)))}
    return Library({name: each for name, each in found.items() if each is not None})


def examined(settings: Settings, text: str) -> Examined:
    """Everything that the checker finds out about a draft's text; its places have no file's name."""
    return _examined(text, library_of(settings, text))


@lru_cache(maxsize=TEXTS_KEPT)
def _examined(text: str, known: Library) -> Examined:
    return examine(text, "", known)
