"""The document that an author writes, and the instrument that is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from surveyapp.instrument.kinds import AnyItem
from surveyapp.instrument.kinds.base import Control, Item, Name, Options, Part, Variable, When, Wording, also
from surveyapp.instrument.scores import AnyScore, Score
from surveyapp.instrument.versioned import Versioned

WORDS: dict[Wording, str] = {
    "verbatim": "word for word",
    "adapted": "with changes",
    "reconstructed": "in words of our own",
}
"""Whose words a survey's are, for people."""


class Source(Part):
    """Where the questions come from."""

    citation: str
    wording: Wording
    """verbatim: as the source prints it; adapted: changed; reconstructed: ours, not printed there."""

    @property
    def said(self) -> str:
        """Where the questions come from, and whether these are the words there."""
        return f"{self.citation} ({WORDS[self.wording]})"


class Measure(Part):
    """What a validated instrument fixes: its words, which end is bad, and where its cut-off lies."""

    variant: str
    """Which of the published variants this is: others score the other way round."""
    wording_hash: str
    """SHA-256 of its questions, options and codes, as ``surveyapp instrument show`` prints it."""
    licence: str
    direction: Literal["high_is_bad", "low_is_bad"]
    cut_off: float
    """The first code, seen from the good end, that counts as bad."""


class Include(Part):
    """Another instrument's items, kept whole. What it brings is filled in on loading."""

    include: Name
    when: When = None
    title: str = ""
    source: Source | None = None
    measure: Measure | None = None
    items: tuple[AnyItem, ...] = ()
    derive: dict[Name, AnyScore] = Field(default_factory=dict)


def _entry(raw: Any) -> str:
    return "include" if isinstance(raw, Include) or (isinstance(raw, dict) and "include" in raw) else "item"


Entry = Annotated[Annotated[AnyItem, Tag("item")] | Annotated[Include, Tag("include")], Discriminator(_entry)]


class Section(Part):
    """Items under one heading, asked under one rule."""

    name: Name
    title: str
    introduction: str = ""
    when: When = None
    items: tuple[Entry, ...]

    def flat(self) -> Iterator[Item]:
        """The items in order, those of included instruments in their place."""
        for entry in self.items:
            if isinstance(entry, Include):
                for item in entry.items:
                    yield also(item, entry.when)
            else:
                yield entry


class Document(Part):
    """An instrument as its author writes it."""

    name: Name
    title: str
    source: Source
    introduction: str = ""
    contact: str = ""
    """Who answers questions about the survey."""
    ethics: str = ""
    """What an ethics board or IRB has said."""
    items: Annotated[int, Field(ge=1)] | None = None
    """How many numbered items there are: an assertion that the checker holds."""
    scales: dict[Name, Options] = Field(default_factory=dict)
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    derive: dict[Name, AnyScore] = Field(default_factory=dict)
    measure: Measure | None = None
    """For validated instruments: what must not be changed."""


@dataclass(frozen=True)
class Instrument(Versioned):
    """What is asked: a document with everything that follows from it worked out once."""

    document: Document
    first: int = 1
    """The printed number of its first question: not 1 where a part of a survey is looked at alone."""

    @property
    def name(self) -> str:
        """The instrument's name."""
        return self.document.name

    @property
    def title(self) -> str:
        """The instrument's title."""
        return self.document.title

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections in order."""
        return self.document.sections

    @cached_property
    def asked(self) -> tuple[tuple[Section, tuple[Item, ...]], ...]:
        """Every section with its items, in the order asked."""
        return tuple((section, tuple(section.flat())) for section in self.sections)

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every item by name, in the order asked."""
        return {item.name: item for _, items in self.asked for item in items}

    @cached_property
    def controls_of(self) -> dict[str, tuple[Control, ...]]:
        """What a person fills in to answer each item, by the item's name."""
        return {name: item.controls() for name, item in self.items.items()}

    @cached_property
    def controls(self) -> dict[str, Control]:
        """Everything that a person fills in, by name, in the order asked."""
        return {control.name: control for controls in self.controls_of.values() for control in controls}

    @cached_property
    def scores(self) -> dict[str, Score]:
        """Derived scores by name, those of included instruments first."""
        included: dict[str, Score] = {}
        for section in self.sections:
            for entry in section.items:
                if isinstance(entry, Include):
                    included.update(entry.derive)
        return {**included, **self.document.derive}

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """The columns of the data: items in the order asked, then scores."""
        columns = (variable for item in self.items.values() for variable in item.variables())
        return (*columns, *(score.variable(name) for name, score in self.scores.items()))

    @cached_property
    def columns(self) -> dict[str, Variable]:
        """The columns of the data by name."""
        return {variable.name: variable for variable in self.variables}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The printed number of each control: each statement has its own, notes have none."""
        numbers: dict[str, int] = {}
        following = self.first
        for item in self.items.values():
            rows = {row: at for at, row in enumerate(item.rows())}
            for control in item.controls():
                numbers[control.name] = following + rows.get(control.statement or "", 0)
            following += max(1, len(rows)) if item.numbered else 0
        return numbers

    @classmethod
    def from_canonical(cls, text: str) -> Instrument:
        """The instrument that ``canonical`` wrote. Raises pydantic.ValidationError where it is not one."""
        return cls(Document.model_validate_json(text))
