"""What an author can do to a draft, as data. ``on`` gives new data for a document; nothing is ever changed.

``said`` is what was done, in words for the list of changes. ``on`` raises NotEdited where it can't be done.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveyapp.instrument.edit.naming import name_from, unique
from surveyapp.instrument.edit.parts import (
    Brings,
    Data,
    inserted,
    items_of,
    moved,
    names_taken,
    removed,
    section_at,
    section_said,
    sections_of,
    subjects_of,
    title_of,
    with_keys,
    with_section,
    with_sections,
)
from surveyapp.instrument.edit.references import User, renamed, users, without
from surveyapp.instrument.edit.rewrite import Copied
from surveyapp.instrument.edit.source import NotEdited

KINDS_OF_USER = {
    "section": "the section",
    "item": "the question",
    "option": "an option of",
    "score": "the score",
}


class Operation(ABC):
    """One thing that an author does."""

    @abstractmethod
    def said(self, data: Data) -> str:
        """What it does to a document, in words."""

    @abstractmethod
    def on(self, data: Data, brings: Brings) -> Data:
        """The document afterwards."""


@dataclass(frozen=True)
class SetDocument(Operation):
    """Sets words of the whole document; None takes a key away.

    ``citation`` and ``wording`` are those of its source.
    """

    changes: Mapping[str, Any]

    def said(self, data: Data) -> str:
        return "changed the words about the survey"

    def on(self, data: Data, brings: Brings) -> Data:
        source = {key: value for key, value in self.changes.items() if key in ("citation", "wording")}
        changes = {key: value for key, value in self.changes.items() if key not in source}
        given = data.get("source")
        if source:
            changes["source"] = with_keys(given if isinstance(given, dict) else {}, source)
        return with_keys(data, changes)


@dataclass(frozen=True)
class AddSection(Operation):
    """Adds an empty section after another one, or at the end."""

    title: str
    after: str | None = None

    def said(self, data: Data) -> str:
        return f"added the section “{self.title}”"

    def on(self, data: Data, brings: Brings) -> Data:
        made: Data = {
            "name": name_from(self.title, names_taken(data, brings)),
            "title": self.title,
            "items": [],
        }
        at = len(sections_of(data)) if self.after is None else section_at(data, self.after) + 1
        return with_sections(data, inserted(at, made))


@dataclass(frozen=True)
class SetSection(Operation):
    """Sets a section's title, introduction or name."""

    name: str
    changes: Mapping[str, Any]

    def said(self, data: Data) -> str:
        return f"changed {section_said(data, self.name)}"

    def on(self, data: Data, brings: Brings) -> Data:
        at = section_at(data, self.name)
        return with_section(data, at, with_keys(sections_of(data)[at], self.changes))


@dataclass(frozen=True)
class MoveSection(Operation):
    """Moves a section up (-1) or down (1)."""

    name: str
    by: int

    def said(self, data: Data) -> str:
        return f"moved {section_said(data, self.name)} {'up' if self.by < 0 else 'down'}"

    def on(self, data: Data, brings: Brings) -> Data:
        at = section_at(data, self.name)
        to = max(0, min(at + self.by, len(sections_of(data)) - 1))
        return with_sections(data, moved(at, to))


@dataclass(frozen=True)
class DuplicateSection(Operation):
    """Puts a copy of a section after it; its items get names of their own, also in its own rules."""

    name: str

    def said(self, data: Data) -> str:
        return f"copied {section_said(data, self.name)}"

    def on(self, data: Data, brings: Brings) -> Data:
        at = section_at(data, self.name)
        original = sections_of(data)[at]
        taken = names_taken(data, brings)
        names: dict[str, str] = {}
        items = []
        for item in items_of(original):
            if "include" in item:
                continue
            copy = {**item, "name": unique(title_of(item), taken)}
            taken |= {title_of(copy), *subjects_of(copy)}
            names |= dict(zip(subjects_of(item), subjects_of(copy), strict=True))
            items.append(Copied(item, copy))
        made = {**original, "name": unique(self.name, taken), "items": items}
        section = Copied(original, sections_of(renamed({"sections": [made]}, names))[0])
        return with_sections(data, inserted(at + 1, section))


@dataclass(frozen=True)
class DeleteSection(Operation):
    """Deletes a section with its items; with ``rules`` also what speaks of them."""

    name: str
    rules: bool = False

    def said(self, data: Data) -> str:
        return f"deleted {section_said(data, self.name)}"

    def on(self, data: Data, brings: Brings) -> Data:
        at = section_at(data, self.name)
        subjects = [each for item in items_of(sections_of(data)[at]) for each in subjects_of(item, brings)]
        rest = with_sections(data, removed(at))
        return rest_without(rest, subjects, section_said(data, self.name), self.rules)


def rest_without(rest: Data, subjects: list[str], what: str, rules: bool) -> Data:
    """What is left of a document, with nothing in it that speaks of what is gone.

    Raises NotEdited where something does, unless ``rules`` says that it may go too.
    """
    speaking = users(rest, subjects)
    if speaking and not rules:
        said = f"{what[0].upper()}{what[1:]} is needed by {_listed(speaking)}."
        raise NotEdited(
            "in-use", said, "Change these first, or delete it together with those rules and scores."
        )
    return without(rest, subjects) if speaking else rest


def _listed(speaking: list[User]) -> str:
    words = [f"{KINDS_OF_USER[each.kind]} “{each.name}”" for each in speaking[:6]]
    more = [f"{len(speaking) - 6} more"] if len(speaking) > 6 else []
    *first, last = [*words, *more]
    return f"{', '.join(first)} and {last}" if first else last


@dataclass(frozen=True)
class Rewrite(Operation):
    """Puts another text in place of the whole draft: what the YAML page and an upload do."""

    text: str = field(repr=False)

    def said(self, data: Data) -> str:
        return "changed the YAML"

    def on(self, data: Data, brings: Brings) -> Data:
        return data
