"""Sections and items in a document's plain data: found by name, and changed by making new data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from textwrap import shorten
from typing import Any

from surveyapp.instrument.edit.source import NotEdited, by_hand

Data = dict[str, Any]
Change = Callable[[list[Data]], list[Data]]
Brings = Callable[[str], Sequence[str]]
"""Gives what rules can speak of in an instrument that is included: nothing where there is none."""
KEYS = """
    include name type title ask source citation help introduction contact ethics when items required wording
    precision max_length pattern min max step low high unit at_least at_most scales scale periods statements
    options sections derive measure privacy codes
"""
ORDER = {key: at for at, key in enumerate(KEYS.split())}
"""The order in which an author usually writes keys: a new one goes where it belongs."""
SHORT = 70
"""Characters of a question that remind of it."""


def sections_of(data: Data) -> list[Data]:
    """The sections. Raises NotEdited where something else stands in their place."""
    sections = data.get("sections") or []
    if not isinstance(sections, list) or not all(isinstance(each, dict) for each in sections):
        raise by_hand("The sections can't be read.")
    return sections


def items_of(section: Data) -> list[Data]:
    """The items of a section. Raises NotEdited where something else stands in their place."""
    items = section.get("items") or []
    if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
        raise by_hand("The items of a section can't be read.")
    return items


def title_of(entry: Data) -> str:
    """What an item, an include or a section is called in its list: its name."""
    return str(entry.get("include") or entry.get("name") or "")


def heading_of(section: Data) -> str:
    """What people know a section by: its heading, or its name where it has none."""
    return str(section.get("title") or title_of(section))


def asked_in(item: Data) -> str:
    """What people know an item by: how its question begins, or its name where it asks nothing."""
    return shorten(str(item.get("ask") or title_of(item)), SHORT, placeholder="…")


def everything(data: Data) -> Iterator[tuple[int, int, Data]]:
    """Every item and include with the positions of its section and of itself."""
    for at, section in enumerate(sections_of(data)):
        for where, item in enumerate(items_of(section)):
            yield at, where, item


def section_at(data: Data, name: str) -> int:
    """The position of a section. Raises NotEdited where there is none."""
    for at, section in enumerate(sections_of(data)):
        if str(section.get("name")) == name:
            return at
    raise NotEdited("unknown-section", f"There is no section '{name}' any more.", "Look at the draft again.")


def item_at(data: Data, name: str) -> tuple[int, int, Data]:
    """An item or include with the positions of its section and of itself. Raises NotEdited without one."""
    for at, where, item in everything(data):
        if title_of(item) == name:
            return at, where, item
    raise NotEdited("unknown-item", f"There is no item '{name}' any more.", "Look at the draft again.")


def section_said(data: Data, name: str) -> str:
    """A section in words; by its name where it is not there."""
    with suppress(NotEdited):
        name = heading_of(sections_of(data)[section_at(data, name)])
    return f"the section “{name}”"


def item_said(data: Data, name: str) -> str:
    """An item in words; by its name where it is not there."""
    with suppress(NotEdited):
        name = asked_in(item_at(data, name)[2])
    return f"the question “{name}”"


def with_key(part: Data, key: str, value: Any) -> Data:
    """The part with another value; a new key goes where it belongs, and None takes the key away."""
    if value is None:
        return {each: what for each, what in part.items() if each != key}
    if key in part:
        return {**part, key: value}
    rank = ORDER.get(key, len(ORDER))
    keys = list(part)
    before = [at for at, each in enumerate(keys) if ORDER.get(each, len(ORDER)) <= rank]
    keys.insert(before[-1] + 1 if before else 0, key)
    return {each: value if each == key else part[each] for each in keys}


def with_keys(part: Data, changes: Mapping[str, Any]) -> Data:
    """The part with several other values."""
    for key, value in changes.items():
        part = with_key(part, key, value)
    return part


def inserted(at: int, entry: Data) -> Change:
    """Puts an entry at a position of a list."""
    return lambda entries: [*entries[:at], entry, *entries[at:]]


def removed(at: int) -> Change:
    """Takes the entry at a position out of a list."""
    return lambda entries: [*entries[:at], *entries[at + 1 :]]


def moved(at: int, to: int) -> Change:
    """Puts the entry at a position of a list at another one."""
    return lambda entries: inserted(to, entries[at])(removed(at)(entries))


def with_sections(data: Data, change: Change) -> Data:
    """The document with its list of sections changed."""
    return with_key(data, "sections", change(list(sections_of(data))))


def with_section(data: Data, at: int, section: Data) -> Data:
    """The document with one section in place of another."""
    return with_sections(data, lambda all_: [*all_[:at], section, *all_[at + 1 :]])


def with_items(data: Data, at: int, change: Change) -> Data:
    """The document with the items of one section changed."""
    section = sections_of(data)[at]
    return with_section(data, at, with_key(section, "items", change(list(items_of(section)))))


def with_item(data: Data, name: str, item: Data) -> Data:
    """The document with one item in place of another."""
    at, where, _ = item_at(data, name)
    return with_items(data, at, lambda items: [*items[:where], item, *items[where + 1 :]])


def nothing(_name: str) -> Sequence[str]:
    """What an include brings that is not looked into."""
    return ()


def names_taken(data: Data, brings: Brings) -> set[str]:
    """Every name that a new item can't have: of sections, items, statements and scores."""
    taken = {title_of(section) for section in sections_of(data)} | set(map(str, data.get("derive") or {}))
    for _, _, item in everything(data):
        taken.add(title_of(item))
        taken |= set(subjects_of(item, brings))
    return taken


def subjects_of(item: Data, brings: Brings = nothing) -> list[str]:
    """What rules and scores may call an item: its name, or a name for each of its statements."""
    name, statements = str(item.get("name") or ""), item.get("statements")
    if "include" in item:
        return list(brings(str(item["include"])))
    if not name:
        return []
    if item.get("type") == "grid" and isinstance(statements, dict):
        return [f"{name}_{each}" for each in statements]
    periods = item.get("periods")
    if item.get("type") == "before_after" and isinstance(statements, dict) and isinstance(periods, dict):
        return [f"{each}_{period}" for period in periods for each in statements]
    return [name]
