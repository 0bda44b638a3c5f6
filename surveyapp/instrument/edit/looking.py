"""A draft as people would meet it, as far as it can be read: for looking at, never for asking."""

from __future__ import annotations

from typing import Any

from surveyapp.instrument.check import Examined
from surveyapp.instrument.kinds.base import Item
from surveyapp.instrument.model import Document, Include, Instrument
from surveyapp.instrument.problems import Path, Place, Problem

UNSAFE_RULES = frozenset(
    {"bad-rule", "comment-subject", "duplicate-name", "duplicate-variable", "later-subject", "unknown-code"}
    | {"unknown-include", "unknown-score", "unknown-subject", "wrong-operand", "wrong-operator"}
)
"""Problems with which rules can't be followed."""


def lookable(examined: Examined) -> tuple[Instrument | None, bool]:
    """The readable part of a draft as an instrument, and whether its rules are in it.

    None where nothing can be read. Rules are left out where some of them can't be followed.
    """
    if examined.readable is None:
        return None, False
    if any(problem.code in UNSAFE_RULES for problem in examined.problems):
        return Instrument(_without_rules(examined.readable)), False
    return Instrument(examined.readable), True


def alone(instrument: Instrument, name: str) -> Instrument | None:
    """An instrument that asks one item or include, under its number, of everybody; None without such."""
    for section in instrument.sections:
        for entry in section.items:
            if name == (entry.include if isinstance(entry, Include) else entry.name):
                only = _bare(section).model_copy(update={"items": (_bare(entry),), "introduction": ""})
                document = instrument.document.model_copy(
                    update={"sections": (only,), "derive": {}, "items": None, "introduction": ""}
                )
                return Instrument(document, _number(instrument, entry))
    return None


def _number(instrument: Instrument, entry: Item | Include) -> int:
    """The printed number with which an item or an include begins."""
    items = entry.items if isinstance(entry, Include) else (entry,)
    numbers = (instrument.numbers[control.name] for item in items for control in item.controls())
    return min(numbers, default=1)


def _without_rules(document: Document) -> Document:
    sections = tuple(
        _bare(section).model_copy(update={"items": tuple(map(_bare, section.items))})
        for section in document.sections
    )
    return document.model_copy(update={"sections": sections, "derive": {}})


def _bare(part: Any) -> Any:
    """A section, an item or an include without its rule, and without those of what is in it."""
    update: dict[str, Any] = {"when": None}
    if isinstance(part, Include):
        update["items"] = tuple(map(_bare, part.items))
    options = getattr(part, "options", None)
    if isinstance(part, Item) and isinstance(options, dict):
        update["options"] = {
            code: option.model_copy(update={"when": None}) for code, option in options.items()
        }
    return part.model_copy(update=update)


def read_part(document: Document | None, path: Path) -> Any:
    """What could be read of a section, ``("sections", 1)``, or of an item, ``("sections", 1, "items", 2)``.

    None where there is nothing.
    """
    if document is None or int(path[1]) >= len(document.sections):
        return None
    section = document.sections[int(path[1])]
    if len(path) < 4:
        return section
    return section.items[int(path[3])] if int(path[3]) < len(section.items) else None


def parts_with_problems(examined: Examined) -> dict[Path, list[Problem]]:
    """Problems by the part that they are about: a section, an item, a scale, a score, or () for the rest."""
    places: dict[Place, Path] = {}
    wanted = {problem.where for problem in examined.problems}
    for path, place in examined.tree.places.items() if examined.tree and wanted else ():
        if place in wanted and (place not in places or len(path) < len(places[place])):
            places[place] = path
    found: dict[Path, list[Problem]] = {}
    for problem in examined.problems:
        found.setdefault(_part(places.get(problem.where, ())), []).append(problem)
    return found


def _part(path: Path) -> Path:
    if path[:1] == ("sections",):
        return path[:4] if len(path) >= 4 and path[2] == "items" else path[:2] if len(path) > 1 else ()
    return path[:2] if path[:1] in (("scales",), ("derive",)) and len(path) > 1 else ()
