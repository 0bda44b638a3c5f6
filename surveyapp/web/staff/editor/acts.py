"""What the buttons on the cards do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from surveyapp.instrument.edit import items, operations
from surveyapp.instrument.edit.operations import Operation
from surveyapp.services import Refused

ACTS: dict[str, Callable[[str], Operation]] = {
    "item-up": lambda name: items.MoveItem(name, -1),
    "item-down": lambda name: items.MoveItem(name, 1),
    "item-copy": items.DuplicateItem,
    "item-delete": items.DeleteItem,
    "item-delete-all": lambda name: items.DeleteItem(name, rules=True),
    "section-up": lambda name: operations.MoveSection(name, -1),
    "section-down": lambda name: operations.MoveSection(name, 1),
    "section-copy": operations.DuplicateSection,
    "section-delete": operations.DeleteSection,
    "section-delete-all": lambda name: operations.DeleteSection(name, rules=True),
}
"""What a button does to the section or item that it names."""


def act(given: str) -> Operation:
    """The operation of a button such as ``item-up area``. Raises Refused where there is no such button."""
    what, _, name = given.partition(" ")
    if what not in ACTS or not name:
        raise Refused("This button is not known here. Reload the page.")
    return ACTS[what](name)


def addition(form: Mapping[str, str]) -> Operation:
    """What a form that adds something adds. Raises Refused where it says nothing."""
    what, words = form.get("add", ""), form.get("words", "").strip()
    section = form.get("section", "")
    if what == "include":
        return items.AddInclude(section, form.get("instrument", ""))
    if not words:
        raise Refused("Write the words first: they make the card.")
    if what == "section":
        return operations.AddSection(words)
    return items.AddItem(section, form.get("kind", "yes_no"), words, form.get("after") or None)
