"""A document under check: the part of it that could be read, and names for what could not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from surveyapp.instrument.kinds.base import Control, Item, Option
from surveyapp.instrument.model import Document, Include, Section
from surveyapp.instrument.problems import Path, Problem
from surveyapp.instrument.rules import Rule
from surveyapp.instrument.scores import Score
from surveyapp.instrument.tree import Tree


@dataclass(frozen=True)
class Placed:
    """An item, where it stands, how many come before it, and whether an include brought it."""

    item: Item
    path: Path
    at: int
    included: bool


@dataclass(frozen=True)
class PlacedRule:
    """A rule, where it stands, and how many items come before what it decides on."""

    rule: Rule
    path: Path
    before: int


@dataclass(frozen=True)
class Draft:
    """The readable part of a document. ``broken`` are names that exist but could not be read."""

    document: Document
    tree: Tree
    broken: frozenset[str] = field(default=frozenset())
    incomplete: bool = False
    """Whether an include could not be filled in, so that no name can be called unknown; so says ``*`` too."""

    def problem(self, path: Path, code: str, message: str, hint: str = "") -> Problem:
        """A problem at a path of the document."""
        return Problem(self.tree.place(path), code, message, hint)

    def excused(self, name: str) -> bool:
        """Whether the name may belong to something that could not be read."""
        return (
            self.incomplete
            or "*" in self.broken
            or any(name == broken or name.startswith(f"{broken}_") for broken in self.broken)
        )

    @cached_property
    def sections(self) -> tuple[tuple[Path, Section, tuple[Placed, ...]], ...]:
        """Every section with its place and its items, in the order asked."""
        sections = []
        at = 0
        for number, section in enumerate(self.document.sections):
            path: Path = ("sections", number)
            placed = tuple(self._placed(section, path, at))
            sections.append((path, section, placed))
            at += len(placed)
        return tuple(sections)

    def _placed(self, section: Section, path: Path, at: int) -> Iterator[Placed]:
        for number, entry in enumerate(section.items):
            where = (*path, "items", number)
            included = isinstance(entry, Include)
            for item in entry.items if isinstance(entry, Include) else (entry,):
                if item.name not in self.broken:
                    yield Placed(item, where, at, included)
                at += 1

    @cached_property
    def items(self) -> tuple[Placed, ...]:
        """Every item, those of includes too, in the order asked."""
        return tuple(placed for _, _, items in self.sections for placed in items)

    @property
    def own(self) -> Iterator[Placed]:
        """The items that this document writes itself."""
        return (placed for placed in self.items if not placed.included)

    @cached_property
    def controls(self) -> dict[str, tuple[Placed, Control]]:
        """Everything that is filled in, by name; of two with one name the first."""
        controls: dict[str, tuple[Placed, Control]] = {}
        for placed in self.items:
            for control in placed.item.controls():
                controls.setdefault(control.name, (placed, control))
        return controls

    @cached_property
    def scores(self) -> dict[str, tuple[Score, Path]]:
        """Every score with its place, those of includes first."""
        scores: dict[str, tuple[Score, Path]] = {}
        for path, section, _ in self.sections:
            for number, entry in enumerate(section.items):
                if isinstance(entry, Include):
                    for name, score in entry.derive.items():
                        scores.setdefault(name, (score, (*path, "items", number)))
        for name, score in self.document.derive.items():
            scores.setdefault(name, (score, ("derive", name)))
        return scores

    def options(self) -> Iterator[tuple[Path, Placed | None, dict[str, Option]]]:
        """Every list of options that this document writes, with its place; scales come without an item."""
        for name, options in self.document.scales.items():
            yield ("scales", name), None, options
        for placed in self.own:
            for key in ("options", "scale"):
                first = next(iter(placed.item.picks()), None)
                if first is not None and (*placed.path, key, first) in self.tree.places:
                    yield (*placed.path, key), placed, placed.item.picks()

    def rules(self) -> Iterator[PlacedRule]:
        """Every rule that this document writes."""
        at = 0
        for path, section, items in self.sections:
            if section.when is not None:
                yield PlacedRule(section.when, (*path, "when"), at)
            yield from self._entry_rules(
                section, path, {placed.path: placed.at for placed in reversed(items)}
            )
            at = items[-1].at + 1 if items else at
        for where, placed, options in self.options():
            for code, option in options.items():
                if option.when is not None and placed is not None:
                    yield PlacedRule(option.when, (*where, code, "when"), placed.at)

    def _entry_rules(self, section: Section, path: Path, first: dict[Path, int]) -> Iterator[PlacedRule]:
        for number, entry in enumerate(section.items):
            where = (*path, "items", number)
            if entry.when is not None and where in first:
                yield PlacedRule(entry.when, (*where, "when"), first[where])
