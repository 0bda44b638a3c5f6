"""What a rule at some place of a survey can speak of: what was asked before, and scores made of that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from surveyapp.instrument.edit.conditions import COMPARISONS
from surveyapp.instrument.kinds.base import Control, Item
from surveyapp.instrument.kinds.quantities import Date, Quantity
from surveyapp.instrument.model import Document, Include, Instrument
from surveyapp.instrument.rules import ORDERINGS, number
from surveyapp.instrument.scores import Recode, Score, Threshold

PICKING = ("is", "is_not")
ANSWERING = ("answered", "not_answered")


@dataclass(frozen=True)
class Subject:
    """One thing that a rule can speak of: its name, its words, the codes it can have, and how it compares."""

    name: str
    words: str
    codes: dict[str, str] = field(default_factory=dict)
    comparisons: tuple[str, ...] = tuple(COMPARISONS)

    @property
    def bounded(self) -> bool:
        """Whether it can be compared with a number or a date."""
        return "at_least" in self.comparisons


def subjects(document: Document, section: int | None = None, item: int = 0) -> list[Subject]:
    """What can be spoken of before an entry of a section (by positions); everything where none is given."""
    instrument = Instrument(document)
    found = list(_asked(instrument, section, item))
    names = {subject.name for subject in found}
    for name, score in instrument.scores.items():
        if names.issuperset(score.sources()):
            found.append(_score(name, score))
            names.add(name)
    return found


def _asked(instrument: Instrument, section: int | None, item: int) -> Iterator[Subject]:
    for item_before in _items(instrument.document, section, item):
        for control in item_before.controls():
            if not control.apart:
                yield _control(control, instrument.numbers.get(control.name, 0))


def _items(document: Document, section: int | None, item: int) -> Iterator[Item]:
    for at, each in enumerate(document.sections):
        if section is not None and at > section:
            return
        for entry in each.items[: item if at == section else None]:
            yield from entry.items if isinstance(entry, Include) else (entry,)


def _control(control: Control, asked: int) -> Subject:
    words = f"{asked}. {control.wording}" if asked else control.wording
    codes = {code: option.label for code, option in control.options.items()}
    if codes:
        ordered = control.item.type != "choices" and all(number(code) is not None for code in codes)
        orderings = tuple(ORDERINGS) if ordered else ()
        return Subject(control.name, words, codes, (*PICKING, *orderings, *ANSWERING))
    orderings = tuple(ORDERINGS) if isinstance(control.item, (Quantity, Date)) else ()
    return Subject(control.name, words, {}, (*orderings, *ANSWERING))


def _score(name: str, score: Score) -> Subject:
    words = f"Score: {score.label or name}"
    if isinstance(score, Threshold):
        return Subject(name, words, {"yes": "Yes", "no": "No"}, (*PICKING, *ANSWERING))
    if isinstance(score, Recode):
        return Subject(name, words, {code: code for code in score.to.values()}, (*PICKING, *ANSWERING))
    return Subject(name, words, {}, (*ORDERINGS, *ANSWERING))
