"""An old and a new item of one name, and what comparing them takes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from surveyapp.instrument.difference.change import Change
from surveyapp.instrument.difference.people import Asked, People
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.rules import ALWAYS, All, Rule
from surveyapp.instrument.words import in_words

LIKENESS = 0.8
MOST_LIKENED = 40
"""Among more texts than this only the same one is looked for."""

COUNTED = frozenset({"question", "label", "help"})
NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Pair:
    """Where two things of one name stand, and under which rules they are looked at."""

    where: str
    people: People
    outer: tuple[Rule, Rule] = (ALWAYS, ALWAYS)

    def change(self, code: str, said: str, hint: str = "") -> Change:
        """A change here."""
        return Change(code, self.where, said, hint)

    def rule(self, what: str, before: Rule | None, after: Rule | None) -> Iterator[Change]:
        """What a rule that is written differently comes to; ``what`` says who is asked or offered what."""
        if before == after:
            return
        said = f"{what} {_if(self.people.old, before)}; now {_if(self.people.new, after)}."
        old, new = (
            All((outer, rule or ALWAYS)) for outer, rule in zip(self.outer, (before, after), strict=True)
        )
        asked = self.people.asked(old, new)
        if asked is Asked.SAME:
            yield self.change("rule-reworded", said)
        else:
            yield self.change("rule-changed", f"{said} {asked.value}")


def _if(instrument: Instrument, rule: Rule | None) -> str:
    return "always" if rule is None else f"if {in_words(instrument, rule)}"


def quoted(text: str) -> str:
    """A text within a sentence."""
    return f"“{' '.join(text.split())}”"


def reworded(pair: Pair, code: str, what: str, before: str, after: str) -> Change:
    """A text that reads differently; graver where a question or an answer has another number in it."""
    if not before or not after:
        said = f"{what} was removed: {quoted(before)}." if before else f"{what} was added: {quoted(after)}."
    else:
        said = f"{what} read {quoted(before)} and now reads {quoted(after)}."
    counted = code in COUNTED and NUMBERS.findall(before) != NUMBERS.findall(after)
    return pair.change("numbers-changed" if counted else code, said)


def alike(text: str, among: Mapping[str, str]) -> str:
    """The name of the text that is the same, or nearly; "" where none is."""
    same = next((name for name, other in among.items() if other == text), "")
    if same or len(among) > MOST_LIKENED:
        return same
    near = difflib.get_close_matches(text, among.values(), n=1, cutoff=LIKENESS)
    return next((name for name, other in among.items() if near and other == near[0]), "")
