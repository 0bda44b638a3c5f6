"""Edits of a document's data, each with the class that it has at least; for property tests of differences."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from surveyapp.instrument.difference.change import Effect
from surveyapp.instrument.model import Document, Instrument

Data = dict[str, Any]
Edit = Callable[[Any, Data], bool]


def items_of(data: Data, *keys: str) -> list[Data]:
    """The items that have all of the keys."""
    found = [item for section in data["sections"] for item in section["items"]]
    return [item for item in found if all(key in item for key in keys)]


def questions_of(data: Data) -> list[Data]:
    return [item for item in items_of(data) if item["type"] != "note"]


def _one(draw: Any, among: list[Any]) -> Any:
    return draw(st.sampled_from(among))


def reword(draw: Any, data: Data) -> bool:
    found = items_of(data)
    if found:
        _one(draw, found)["ask"] += " Really?"
    return bool(found)


def add_item(draw: Any, data: Data) -> bool:
    section = _one(draw, data["sections"])
    name = f"added{draw(st.integers(0, 999))}"
    section["items"].append({"name": name, "type": "yes_no", "ask": "And this?"})
    return len({item["name"] for item in items_of(data)}) == len(items_of(data))


def remove_item(draw: Any, data: Data) -> bool:
    """The last question goes: no rule looks at it."""
    for section in reversed(data["sections"]):
        if section["items"]:
            return bool(section["items"].pop()["type"] != "note")
    return False


def add_option(draw: Any, data: Data) -> bool:
    found = items_of(data, "options")
    if found:
        _one(draw, found)["options"][f"more{draw(st.integers(0, 999))}"] = {"label": "One more"}
    return bool(found)


def remove_option(draw: Any, data: Data) -> bool:
    found = [item for item in items_of(data, "options") if len(item["options"]) > 1]
    if found:
        options = _one(draw, found)["options"]
        del options[_one(draw, sorted(options))]
    return bool(found)


def turn_scale(draw: Any, data: Data) -> bool:
    found = [item for item in items_of(data, "scale") if len(item["scale"]) > 1]
    if found:
        scale = _one(draw, found)["scale"]
        labels = [option["label"] for option in scale.values()]
        for option, label in zip(scale.values(), reversed(labels), strict=True):
            option["label"] = label
        return labels != labels[::-1]
    return False


def remove_statement(draw: Any, data: Data) -> bool:
    found = [item for item in items_of(data, "statements") if len(item["statements"]) > 1]
    if found:
        statements = _one(draw, found)["statements"]
        del statements[_one(draw, sorted(statements))]
    return bool(found)


def raise_minimum(draw: Any, data: Data) -> bool:
    found = [item for item in items_of(data) if item["type"] in ("integer", "number", "rating")]
    if found:
        item = _one(draw, found)
        item["min"] = (item.get("min") or 0) + 0.5
    return bool(found)


def ask_nobody(draw: Any, data: Data) -> bool:
    """A question that could be asked gets a rule that never holds."""
    item = _one(draw, questions_of(data) or [None])
    if item is None:
        return False
    first = next((each for each in questions_of(data) if each["type"] == "yes_no"), None)
    if first is None or first is item:
        return False
    never = {"all": [{first["name"]: "yes"}, {first["name"]: "no"}]}
    item["when"] = {"all": [item["when"], never]} if "when" in item else never
    return True


EDITS: dict[Edit, Effect] = {
    reword: Effect.WORDING,
    add_item: Effect.SAFE,
    add_option: Effect.SAFE,
    remove_item: Effect.BREAKING,
    remove_option: Effect.BREAKING,
    turn_scale: Effect.BREAKING,
    remove_statement: Effect.BREAKING,
    raise_minimum: Effect.BREAKING,
    ask_nobody: Effect.BREAKING,
}
SEVERITY = [Effect.WORDING, Effect.SAFE, Effect.BREAKING]


def data_of(instrument: Instrument) -> Data:
    return instrument.document.model_dump(mode="json", exclude_defaults=True)


def edited(draw: Any, data: Data, edit: Edit) -> Data | None:
    """The document after the edit; None where it does not apply."""
    changed = copy.deepcopy(data)
    return changed if edit(draw, changed) else None


def made(data: Data) -> Instrument:
    return Instrument(Document.model_validate(copy.deepcopy(data)))
