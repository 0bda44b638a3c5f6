"""Headings: which question the file names beside a comment.

A question that only some people were asked tells something of whoever answered it: that they were sued, for
one. Where fewer than the minimum were asked, such questions are taken together under one heading; where even
together too few people were asked them, all questions are. The more that is asked of everybody the less is
lost, and the same sealed answers always give the same headings.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveyapp.instrument.kinds.base import Control
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Walk
from surveyapp.instrument.words import in_words
from surveyapp.release.carried import deciders
from surveyapp.release.terms import Refusal
from surveyapp.release.words import HIDDEN


@dataclass(frozen=True, slots=True)
class Heading:
    """What the file says about the question: the item's name, its printed number, and its words."""

    item: str
    number: str
    question: str

    @property
    def shown(self) -> bool:
        """Whether it names one question."""
        return self.item != HIDDEN


def questions(instrument: Instrument) -> dict[str, Heading]:
    """The heading of each question that is answered in free text, by the control's name."""
    return {
        control.name: Heading(control.name, str(instrument.numbers[control.name]), _asked(control))
        for control in _texts(instrument)
    }


def conditions(instrument: Instrument) -> dict[str, str]:
    """Who is asked a question that is answered in free text, in words, where not everybody is."""
    said = {}
    for section, items in instrument.asked:
        for item in items:
            rules = [in_words(instrument, rule) for rule in (section.when, item.when) if rule is not None]
            said[item.name] = " and ".join(rules)
    return {
        control.name: said[control.item.name] for control in _texts(instrument) if said[control.item.name]
    }


def headings(instrument: Instrument, answers: Iterable[str], minimum: int) -> dict[str, Heading]:
    """The heading that the file gives to each question, by the control's name.

    ``answers`` are all stored responses as canonical JSON, read only where some question is not asked of
    everybody. Raises Refusal where all questions together were asked of fewer than the minimum.
    """
    own = questions(instrument)
    some = _asked_of_some(instrument)
    if not some:
        return own
    asked, together = _counts(instrument, some, answers)
    if all(asked[name] >= minimum for name in some):
        return own
    if together < minimum and len(some) == len(own):
        raise Refusal(
            "below-minimum",
            "Fewer people were asked the questions that comments answer than the terms ask for before "
            "anything leaves. Their comments stay where they are.",
        )
    joined = list(some) if together >= minimum else list(own)
    return own | dict.fromkeys(joined, _joined([own[name] for name in joined]))


def _texts(instrument: Instrument) -> list[Control]:
    return [control for control in instrument.controls.values() if control.apart]


def _asked(control: Control) -> str:
    return control.item.ask if control.other_of is None else f"{control.item.ask} {control.wording}"


def _asked_of_some(instrument: Instrument) -> dict[str, Control]:
    """Controls that hang on other answers, or on having picked an option that colleagues may know of."""
    deciding = deciders(instrument)
    return {
        control.name: control
        for control in _texts(instrument)
        if deciding[control.item.name] or _tells(control)
    }


def _tells(control: Control) -> bool:
    return control.other_of is not None and control.item.privacy == "quasi_identifier"


def _counts(
    instrument: Instrument, some: Mapping[str, Control], answers: Iterable[str]
) -> tuple[dict[str, int], int]:
    """How many people were asked each of these questions, and how many at least one of them."""
    counts, together = dict.fromkeys(some, 0), 0
    for row in answers:
        walk = Walk(instrument, json.loads(row))
        found = [name for name, control in some.items() if _was_asked(walk, control)]
        for name in found:
            counts[name] += 1
        together += bool(found)
    return counts, together


def _was_asked(walk: Walk, control: Control) -> bool:
    if control.item.name not in walk.asked:
        return False
    if not _tells(control):
        return True
    picked = walk.kept.get(str(control.other_of))
    codes = picked if isinstance(picked, list) else [picked]
    return any(option.other and code in codes for code, option in control.item.picks().items())


def _joined(them: list[Heading]) -> Heading:
    numbers = ", ".join(dict.fromkeys(heading.number for heading in them))
    return Heading(HIDDEN, numbers, "One of several questions")
