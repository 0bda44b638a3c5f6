"""What items say of themselves: options that make sense, dates that tell nobody apart, fair pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveyapp.instrument.checks.draft import Draft
from surveyapp.instrument.kinds.base import Item
from surveyapp.instrument.kinds.choices import Choice, Choices
from surveyapp.instrument.kinds.quantities import Date
from surveyapp.instrument.kinds.words import Comment, Text
from surveyapp.instrument.problems import Problem

BIRTH = re.compile(r"\b(?:birth\w*|born|dob|bday)\b", re.IGNORECASE)
ANSWERING = re.compile(
    r"\btoday(?:'s|’s|s)?\b|\bcurrent (?:date|day|month|year)\b"
    r"|\b(?:date|day|time) (?:of|you are|you're) "
    r"(?:answering|completi\w+|filling|this (?:survey|answer|form))",
    re.IGNORECASE,
)
PERIODS = (("before", "after"), ("pre", "post"), ("then", "now"), ("past", "now"))


def content(draft: Draft) -> Iterator[Problem]:
    """All checks of this module."""
    yield from _faults(draft)
    yield from _options(draft)
    yield from _dates(draft)
    yield from _privacy(draft)
    yield from _pairs(draft)
    yield from _counted(draft)
    yield from _empty(draft)


def _faults(draft: Draft) -> Iterator[Problem]:
    for placed in draft.own:
        for key, message, hint in placed.item.faults():
            yield draft.problem((*placed.path, key), "impossible-bounds", message, hint)


def _options(draft: Draft) -> Iterator[Problem]:
    for path, placed, options in draft.options():
        kind = None if placed is None else type(placed.item)
        others = [code for code, option in options.items() if option.other]
        for code, option in options.items():
            where = (*path, code)
            if option.exclusive and kind is not Choices:
                said = "'exclusive' means nothing where only one can be picked"
                yield draft.problem((*where, "exclusive"), "meaningless-key", said, "remove it")
            if option.other and (kind is None or not issubclass(kind, Choice)):
                said = "'other' has no place on a scale"
                yield draft.problem((*where, "other"), "meaningless-key", said, "ask it in a choice")
            if option.when is not None and (kind is None or not issubclass(kind, Choice)):
                said = "a scale has the same points for everybody"
                yield draft.problem((*where, "when"), "meaningless-key", said, "put 'when' on the item")
        if len(others) > 1:
            said = "only one option can bring a text of its own"
            yield draft.problem((*path, others[1], "other"), "several-others", said, "keep one 'other'")


def _dates(draft: Draft) -> Iterator[Problem]:
    for placed in draft.own:
        item = placed.item
        if not isinstance(item, Date):
            continue
        asked = f"{item.name.replace('_', ' ')} {item.ask} {item.help}"
        if BIRTH.search(asked):
            hint = "ask for the age in bands, or leave it out"
            yield draft.problem(placed.path, "identifying-date", "a date of birth tells who answers", hint)
        elif ANSWERING.search(asked):
            hint = "leave it out: when somebody answers is not kept"
            yield draft.problem(
                placed.path, "identifying-date", "the date of answering tells who answers", hint
            )


def _privacy(draft: Draft) -> Iterator[Problem]:
    for placed in draft.own:
        item = placed.item
        where = (*placed.path, "privacy")
        if isinstance(item, Comment) and item.privacy != "comment":
            said = "a comment is always kept apart"
            yield draft.problem(where, "comment-privacy", said, "remove 'privacy' here")
        if item.privacy == "comment" and not isinstance(item, (Comment, Text)):
            said = "only a text can be kept apart as a comment"
            yield draft.problem(where, "comment-privacy", said, "write sensitive instead")


def _pairs(draft: Draft) -> Iterator[Problem]:
    """Two columns that look like a retrospective pair and are answered on different scales."""
    for name, (placed, _) in draft.controls.items():
        for earlier, later in PERIODS:
            partner = name.removesuffix(f"_{later}") + f"_{earlier}"
            if not name.endswith(f"_{later}") or partner not in draft.controls or placed.included:
                continue
            other, _ = draft.controls[partner]
            if _scale(placed.item) != _scale(other.item):
                said = f"'{partner}' and '{name}' look like a pair but have different scales"
                hint = "use one scale, or before_after, or other names"
                yield draft.problem(placed.path, "pair-scales", said, hint)


def _scale(item: Item) -> object:
    options = {code: option.label for code, option in item.picks().items()}
    bounds = [getattr(item, key, None) for key in ("min", "max", "step", "unit", "precision")]
    return list(options.items()), bounds


def _counted(draft: Draft) -> Iterator[Problem]:
    wanted = draft.document.items
    if wanted is None or draft.broken or draft.incomplete:
        return
    counted = sum(max(1, len(placed.item.rows())) if placed.item.numbered else 0 for placed in draft.items)
    if counted != wanted:
        hint = f"write items: {counted}, or look for what was added or lost"
        said = f"{wanted} numbered items are announced and there are {counted}"
        yield draft.problem(("items",), "item-count", said, hint)


def _empty(draft: Draft) -> Iterator[Problem]:
    for path, section, items in draft.sections:
        if not items and not section.items and section.name not in draft.broken:
            said = f"the section '{section.title or section.name}' asks nothing"
            yield draft.problem(path, "empty-section", said, "add an item, or remove the section")
