"""What the checker says of a draft's text, found out once for each text."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from surveyapp.instrument.check import Examined, examine
from surveyapp.instrument.edit.apply import included_in
from surveyapp.instrument.model import Instrument
from surveyapp.services import library
from surveyapp.settings import Settings

INCLUDED = re.compile(r"include[\"']?\s*:\s*[\"']?(\w{1,40})")
TEXTS_KEPT = 6
SHORT_KEPT = 512


@dataclass(frozen=True, slots=True)
class Short:
    """A text in short: its title as far as it can be read, and how many things are wrong with it."""

    title: str | None
    problems: int


class Library:
    """The instruments that a text may include, comparable by their content."""

    def __init__(self, found: dict[str, Instrument]):
        self._found = found
        self.key = tuple(sorted((name, each.hash) for name, each in found.items()))

    def __call__(self, name: str) -> Instrument:
        return self._found[name]

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Library) and self.key == other.key


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


def in_short(settings: Settings, text: str, in_passing: bool = False) -> Short:
    """The same in short, remembered for many more texts.

    ``in_passing``, no text that is remembered whole has to make room for this one.
    """
    known = library_of(settings, text)
    kept = _kept(hashlib.sha256(text.encode()).hexdigest(), known.key)
    if not kept:
        found = examine(text, "", known) if in_passing else _examined(text, known)
        kept.append(Short(found.readable.title if found.readable else None, len(found.problems)))
    return kept[0]


@lru_cache(maxsize=SHORT_KEPT)
def _kept(_digest: str, _known: tuple[tuple[str, str], ...]) -> list[Short]:
    """Where the short form of a text is kept once it is known: the text itself is not."""
    return []
