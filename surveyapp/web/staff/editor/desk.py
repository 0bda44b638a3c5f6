"""A draft as the editor shows it: its parts as cards, with what the checker says of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from surveyapp.instrument.check import Examined
from surveyapp.instrument.edit.looking import lookable, parts_with_problems, read_part
from surveyapp.instrument.edit.parts import Data, items_of, sections_of, title_of
from surveyapp.instrument.edit.source import NotEdited, Source
from surveyapp.instrument.kinds.base import Item
from surveyapp.instrument.model import Include, Instrument
from surveyapp.instrument.problems import Path, Problem, Unusable
from surveyapp.instrument.words import in_words
from surveyapp.services import drafts
from surveyapp.services.drafts import Draft
from surveyapp.services.examining import examined
from surveyapp.settings import Settings
from surveyapp.web.staff.editor.words import KINDS, PRIVACY_SHORT

OPTIONS_SHOWN = 6


@dataclass(frozen=True)
class Card:
    """A section or an item: its name, its words, how it is answered, under which rule, and what is wrong."""

    name: str
    title: str
    kind: str = ""
    number: str = ""
    answers: tuple[str, ...] = ()
    more_answers: int = 0
    rule: str = ""
    ruled: bool = False
    required: bool = False
    privacy: tuple[str, str] | None = None
    problems: tuple[Problem, ...] = ()
    locked: str = ""
    cards: tuple[Card, ...] = field(default=())


class Desk:
    """One draft, open."""

    def __init__(self, settings: Settings, draft: Draft):
        self.draft, self._settings = draft, settings

    @cached_property
    def examined(self) -> Examined:
        """What the checker finds out about it."""
        return examined(self._settings, self.draft.text)

    @cached_property
    def source(self) -> Source | None:
        """What the text says and where, None where it can't be read."""
        try:
            found = Source.of(self.draft.text)
            for section in sections_of(found.data):
                items_of(section)
        except (NotEdited, Unusable):
            return None
        return found

    @property
    def data(self) -> Data:
        """What the text says, as plain data; nothing where it can't be read."""
        return self.source.data if self.source else {}

    @cached_property
    def title(self) -> str:
        """What the survey is called."""
        return str(self.data.get("title") or self.draft.name)

    @cached_property
    def _problems(self) -> dict[Path, list[Problem]]:
        return parts_with_problems(self.examined)

    @property
    def problems(self) -> list[Problem]:
        """Everything that the checker says, in the order of the text."""
        return self.examined.problems

    def problems_of(self, *path: str | int) -> tuple[Problem, ...]:
        """What the checker says of one part."""
        return tuple(self._problems.get(path, ()))

    def troubled(self, part: str) -> list[str]:
        """The names of the "scales", or of the scores ("derive"), of which the checker says something."""
        return [str(path[1]) for path in self._problems if path[:1] == (part,)]

    @cached_property
    def looked(self) -> tuple[Instrument | None, bool]:
        """The survey as far as it can be read, and whether with its rules."""
        return lookable(self.examined)

    @cached_property
    def instrument(self) -> Instrument | None:
        """The survey as far as it can be read, with all rules, for words about it."""
        return Instrument(self.examined.readable) if self.examined.readable else None

    @cached_property
    def sections(self) -> tuple[Card, ...]:
        """The sections with their items."""
        return tuple(self._section(at, section) for at, section in enumerate(sections_of(self.data)))

    def _section(self, at: int, section: Data) -> Card:
        read = read_part(self.examined.readable, ("sections", at))
        return Card(
            title_of(section),
            str(section.get("title") or ""),
            rule=self._words(read),
            ruled="when" in section,
            problems=self.problems_of("sections", at),
            cards=tuple(self._item(at, where, item) for where, item in enumerate(items_of(section))),
        )

    def _item(self, at: int, where: int, item: Data) -> Card:
        read = read_part(self.examined.readable, ("sections", at, "items", where))
        problems = self.problems_of("sections", at, "items", where)
        if isinstance(read, Include):
            return self._include(read, problems)
        if not isinstance(read, Item) or read.name != title_of(item):
            kind = KINDS.get(str(item.get("type")), str(item.get("type") or ""))
            return Card(
                title_of(item), str(item.get("ask") or ""), kind, problems=problems, ruled="when" in item
            )
        answers = tuple(_answers(read))
        return Card(
            read.name,
            read.ask,
            KINDS[read.type],
            self._number(read),
            answers[:OPTIONS_SHOWN],
            max(0, len(answers) - OPTIONS_SHOWN),
            self._words(read),
            read.when is not None,
            read.required,
            PRIVACY_SHORT[read.privacy] if read.controls() else None,
            problems,
        )

    def _include(self, read: Include, problems: tuple[Problem, ...]) -> Card:
        items = read.items
        return Card(
            read.include,
            read.title or read.include,
            "Included, word for word",
            self._number(items[0]) if items else "",
            tuple(item.ask for item in items),
            rule=self._words(read),
            ruled=read.when is not None,
            problems=problems,
            locked=read.measure.licence if read.measure else "Kept as it is published.",
        )

    def _number(self, item: Item) -> str:
        numbers = self.instrument.numbers if self.instrument else {}
        found = [numbers[each.name] for each in item.controls() if each.name in numbers and not each.other_of]
        if not found or not item.numbered:
            return ""
        return str(found[0]) if min(found) == max(found) else f"{min(found)}–{max(found)}"

    def _words(self, read: Any) -> str:
        if read is None or read.when is None or self.instrument is None:
            return ""
        return in_words(self.instrument, read.when)


def _answers(item: Item) -> Iterator[str]:
    yield from item.rows().values()
    if not item.rows() and item.type != "yes_no":
        yield from (option.label for option in item.picks().values())


def opened(settings: Settings, name: str) -> Desk:
    """A draft as it is now. Raises Refused where there is none."""
    return Desk(settings, drafts.read(name))
