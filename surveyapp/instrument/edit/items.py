"""What an author can do to items: add, word, rename, move, copy, delete, and say when they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveyapp.instrument.checks.wording import ANSWERS, STATEMENT
from surveyapp.instrument.edit.naming import name_from, unique
from surveyapp.instrument.edit.operations import Operation, rest_without
from surveyapp.instrument.edit.parts import (
    Brings,
    Data,
    everything,
    inserted,
    item_at,
    item_said,
    items_of,
    moved,
    names_taken,
    removed,
    section_at,
    section_said,
    sections_of,
    subjects_of,
    title_of,
    with_item,
    with_items,
    with_key,
    with_keys,
    with_section,
)
from surveyapp.instrument.edit.references import recoded, renamed
from surveyapp.instrument.edit.rewrite import Copied
from surveyapp.instrument.edit.source import NotEdited
from surveyapp.instrument.kinds import KINDS

YES_NO_SCALE = {"1": "Strongly agree", "2": "Agree", "3": "Disagree", "4": "Strongly disagree"}
OPTIONS = dict(zip(("first", "second"), ANSWERS, strict=True))
BLANK: dict[str, Data] = {
    "choice": {"options": OPTIONS},
    "choices": {"options": OPTIONS},
    "scale": {"scale": YES_NO_SCALE},
    "grid": {"scale": YES_NO_SCALE, "statements": {"first": STATEMENT}},
    "before_after": {
        "scale": YES_NO_SCALE,
        "periods": {"before": "Before", "after": "Now"},
        "statements": {"first": STATEMENT},
    },
}
"""What a new item of a kind begins with, so that it can be looked at: the checker asks for other words."""
LISTS = ("options", "statements", "periods", "scale")
"""The mappings of an item whose keys rules and columns are called by."""


def blank(kind: str, data: Data) -> Data:
    """What a new item of a kind needs; a shared scale of the document where there is one."""
    made = dict(BLANK.get(kind, {}))
    scales = data.get("scales")
    if "scale" in made and isinstance(scales, dict) and scales:
        made["scale"] = next(iter(scales))
    return made


@dataclass(frozen=True)
class AddItem(Operation):
    """Adds an item of a kind after another one, or at the end of the section."""

    section: str
    kind: str
    ask: str
    after: str | None = None

    def said(self, data: Data) -> str:
        return f"added the question “{self.ask}”"

    def on(self, data: Data, brings: Brings) -> Data:
        name = name_from(self.ask, names_taken(data, brings))
        made: Data = {"name": name, "type": self.kind, "ask": self.ask, **blank(self.kind, data)}
        return put_after(data, self.section, self.after, made)


@dataclass(frozen=True)
class AddInclude(Operation):
    """Includes another instrument, whole, at the end of a section."""

    section: str
    instrument: str

    def said(self, data: Data) -> str:
        return f"included “{self.instrument}”"

    def on(self, data: Data, brings: Brings) -> Data:
        if any(title_of(item) == self.instrument for _, _, item in everything(data)):
            said = f"“{self.instrument}” is in this draft already."
            raise NotEdited("duplicate-name", said, "It can be asked once.")
        return put_after(data, self.section, None, {"include": self.instrument})


def put_after(data: Data, section: str, after: str | None, made: Data) -> Data:
    """The document with a new item after another one of a section, or at the section's end."""
    at = section_at(data, section)
    items = items_of(sections_of(data)[at])
    where = len(items) if after is None else item_at(data, after)[1] + 1
    return with_items(data, at, inserted(where, made))


@dataclass(frozen=True)
class SetItem(Operation):
    """Sets what an item says; None takes a key away.

    ``codes`` says for each of ``LISTS`` which code has become which, so that rules and scores follow. Keys
    that mean nothing for the item's kind are left out.
    """

    name: str
    changes: Mapping[str, Any]
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def said(self, data: Data) -> str:
        return f"changed {item_said(data, self.name)}"

    def on(self, data: Data, brings: Brings) -> Data:
        _, _, item = item_at(data, self.name)
        if "include" in item and set(self.changes) - {"when"}:
            raise locked(self.name)
        made = with_keys(item, self.changes)
        kind = KINDS.get(str(made.get("type")))
        if kind is not None and "include" not in made:
            known = kind.model_fields
            made = {key: value for key, value in made.items() if key in known or key not in ANY_KIND}
            for key, value in blank(str(made["type"]), data).items():
                made = made if key in made else with_key(made, key, value)
        return self._followed(with_item(data, self.name, made), item, made)

    def _followed(self, data: Data, old: Data, new: Data) -> Data:
        """The document with rules and scores that speak of the item as it is now."""
        data = renamed(data, _new_subjects(old, new, self.codes))
        picked = {key: codes for key, codes in self.codes.items() if key in ("options", "scale") and codes}
        for codes in picked.values():
            data = recoded(data, subjects_of(new), codes)
        return data


ANY_KIND = frozenset(key for kind in KINDS.values() for key in kind.model_fields)


def locked(name: str) -> NotEdited:
    """Why the words of an included instrument can't be changed."""
    said = f"“{name}” is a validated instrument: its words, options and codes are locked."
    hint = (
        "Scores can be compared with other studies only as long as nothing in it changes. You can add a rule."
    )
    return NotEdited("locked", said, hint)


def _new_subjects(old: Data, new: Data, codes: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What each old subject of an item is called now, as far as it is still there."""
    followed = dict(old)
    for key in ("statements", "periods"):
        if isinstance(old.get(key), dict):
            known = codes.get(key, {})
            followed[key] = {known.get(code, code): text for code, text in old[key].items()}
    followed["name"] = new.get("name")
    was, now = subjects_of(old), subjects_of(followed)
    return (
        {one: other for one, other in zip(was, now, strict=True) if one != other}
        if len(was) == len(now)
        else {}
    )


@dataclass(frozen=True)
class MoveItem(Operation):
    """Moves an item up (-1) or down (1), at the edge of a section into the next one."""

    name: str
    by: int

    def said(self, data: Data) -> str:
        return f"moved {item_said(data, self.name)} {'up' if self.by < 0 else 'down'}"

    def on(self, data: Data, brings: Brings) -> Data:
        at, where, item = item_at(data, self.name)
        count = len(items_of(sections_of(data)[at]))
        if 0 <= where + self.by < count:
            return with_items(data, at, moved(where, where + self.by))
        to = at + (1 if self.by > 0 else -1)
        if not 0 <= to < len(sections_of(data)):
            return data
        rest = with_items(data, at, removed(where))
        return with_items(rest, to, lambda items: [item, *items] if self.by > 0 else [*items, item])


@dataclass(frozen=True)
class MoveItemTo(Operation):
    """Moves an item to the end of another section."""

    name: str
    section: str

    def said(self, data: Data) -> str:
        return f"moved {item_said(data, self.name)} to {section_said(data, self.section)}"

    def on(self, data: Data, brings: Brings) -> Data:
        at, where, item = item_at(data, self.name)
        rest = with_items(data, at, removed(where))
        return with_items(rest, section_at(data, self.section), lambda items: [*items, item])


@dataclass(frozen=True)
class DuplicateItem(Operation):
    """Puts a copy of an item after it, under a name of its own."""

    name: str

    def said(self, data: Data) -> str:
        return f"copied {item_said(data, self.name)}"

    def on(self, data: Data, brings: Brings) -> Data:
        at, where, item = item_at(data, self.name)
        if "include" in item:
            raise NotEdited(
                "duplicate-name", f"“{self.name}” can be asked once.", "Move it where it belongs."
            )
        made = Copied(item, {**item, "name": unique(self.name, names_taken(data, brings))})
        return with_items(data, at, inserted(where + 1, made))


@dataclass(frozen=True)
class DeleteItem(Operation):
    """Deletes an item; with ``rules`` also what speaks of it."""

    name: str
    rules: bool = False

    def said(self, data: Data) -> str:
        return f"deleted {item_said(data, self.name)}"

    def on(self, data: Data, brings: Brings) -> Data:
        at, where, item = item_at(data, self.name)
        rest = with_items(data, at, removed(where))
        return rest_without(rest, subjects_of(item, brings), item_said(data, self.name), self.rules)


@dataclass(frozen=True)
class SetRule(Operation):
    """Sets the rule of a section (``kind`` section), an item or include (item), or an option of an item.

    ``rule`` is written as a document writes it; None: asked of everybody.
    """

    kind: str
    name: str
    rule: Data | None
    option: str = ""

    def said(self, data: Data) -> str:
        of = section_said if self.kind == "section" else item_said
        what = "the rule of an answer to" if self.kind == "option" else "the rule of"
        return f"{'changed' if self.rule else 'removed'} {what} {of(data, self.name)}"

    def on(self, data: Data, brings: Brings) -> Data:
        if self.kind == "section":
            at = section_at(data, self.name)
            return with_section(data, at, with_key(sections_of(data)[at], "when", self.rule))
        _, _, item = item_at(data, self.name)
        if self.kind == "item":
            return with_item(data, self.name, with_key(item, "when", self.rule))
        options = item.get("options")
        given = options.get(self.option) if isinstance(options, dict) else None
        if given is None or not isinstance(options, dict):
            raise NotEdited(
                "unknown-code", f"There is no option '{self.option}' any more.", "Look at the item again."
            )
        option = with_key(given if isinstance(given, dict) else {"label": str(given)}, "when", self.rule)
        bare = option["label"] if set(option) == {"label"} else option
        return with_item(data, self.name, {**item, "options": {**options, self.option: bare}})
