"""The form of an item, read into an operation: only what differs from the draft is in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.instrument.edit.items import SetItem
from surveyapp.instrument.edit.parts import Data
from surveyapp.instrument.kinds import KINDS
from surveyapp.instrument.scalars import plain_value
from surveyapp.web.staff.editor.rows import arranged, listed, posted

Form = Mapping[str, str]
WORDS = ("help", "low", "high", "unit", "wording", "pattern", "precision", "privacy")
QUANTITIES = ("min", "max", "step", "at_least", "at_most", "max_length")
LISTS = ("options", "statements", "periods")
OWN_SCALE = ""


def words(given: str, before: Any) -> Any:
    """A text of a form in place of another: the other one where they say the same, None where it is empty."""
    text = given.replace("\r\n", "\n").strip()
    if before is not None and str(before).strip() == text:
        return before
    ends = "\n" if "\n" in text or (isinstance(before, str) and before.endswith("\n")) else ""
    return text + ends if text else None


def line(given: str, before: Any) -> Any:
    """The same for a text of one line."""
    return words(" ".join(given.split()), before)


def changes(item: Data, form: Form) -> dict[str, Any]:
    """What the form changes in a part's plain words and numbers; None takes a key away."""
    made: dict[str, Any] = {}
    if "ask" in form:
        made["ask"] = line(form["ask"], item.get("ask")) or item.get("ask")
    for key in WORDS:
        if key in form:
            made[key] = line(form[key], item.get(key))
    for key in QUANTITIES:
        if key in form:
            text = form[key].strip()
            made[key] = item.get(key) if str(item.get(key)) == text else (plain_value(text) if text else None)
    if "required-shown" in form:
        made["required"] = (item.get("required") or True) if "required" in form else None
    return {
        key: value for key, value in made.items() if value != item.get(key) and not _usual(item, key, value)
    }


def _usual(item: Data, key: str, value: Any) -> bool:
    """Whether a value that stands nowhere is what goes without saying."""
    kind = KINDS.get(str(item.get("type")))
    if key in item or kind is None or key not in kind.model_fields:
        return False
    return bool(value == kind.model_fields[key].default)


def item_operation(name: str, item: Data, form: Form, do: str) -> SetItem:
    """What the form of an item does; ``do`` is the button, which may also move or remove a row."""
    made = changes(item, form)
    codes: dict[str, Mapping[str, str]] = {}
    if form.get("type") and form["type"] != item.get("type"):
        return SetItem(name, {**made, "type": form["type"]})
    for key in LISTS:
        if f"{key}-shown" in form:
            _list(key, item, form, do, made, codes)
    if "scale-name" in form:
        _scale(item, form, do, made, codes)
    new = form.get("name", "").strip()
    if new and new != name:
        made["name"] = new
    return SetItem(name, made, codes)


def _list(
    key: str, item: Data, form: Form, do: str, made: dict[str, Any], codes: dict[str, Mapping[str, str]]
) -> None:
    there = item.get(key)
    before = there if isinstance(there, dict) else {}
    given = listed(arranged(posted(form, key), do, key), before, numbered=key == "scale")
    if given.entries and list(given.entries.items()) != list(before.items()):
        made[key] = given.entries
    if given.codes:
        codes[key] = given.codes


def _scale(
    item: Data, form: Form, do: str, made: dict[str, Any], codes: dict[str, Mapping[str, str]]
) -> None:
    chosen = form["scale-name"]
    if chosen == OWN_SCALE:
        _list("scale", item, form, do, made, codes)
    elif chosen != item.get("scale"):
        made["scale"] = chosen
