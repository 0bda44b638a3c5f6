"""Lists in a form: the answers of a question, the points of a scale, statements; a row each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from surveyapp.instrument.edit.items import BLANK
from surveyapp.instrument.edit.naming import code_from, unique
from surveyapp.instrument.edit.parts import Data, with_key

MOST_ROWS = 200
FLAGS = ("exclusive", "other")
BEGUN = {
    entry
    for made in BLANK.values()
    for key in ("options", "statements")
    for entry in made.get(key, {}).items()
}
"""Codes and words that stand where nothing is worded yet."""


@dataclass(frozen=True)
class Row:
    """One line: the code that it had (``was``), the code that it is to have, its words, and what it is."""

    was: str = ""
    code: str = ""
    label: str = ""
    exclusive: bool = False
    other: bool = False
    ruled: bool = False


@dataclass(frozen=True)
class Listed:
    """What a list becomes, and which code has become which."""

    entries: dict[str, Any]
    codes: dict[str, str]


def rows_of(entries: Any) -> list[Row]:
    """The rows of a list as a document has it; what is still to be worded is to have a code of its words."""
    rows = []
    for code, entry in entries.items() if isinstance(entries, dict) else ():
        given = entry if isinstance(entry, dict) else {"label": entry}
        flags = {flag: given.get(flag) is True for flag in FLAGS}
        label = str(given.get("label", ""))
        rows.append(Row(code, "" if (code, label) in BEGUN else code, label, **flags, ruled="when" in given))
    return rows


def posted(form: Mapping[str, str], key: str) -> list[Row]:
    """The rows of a list as a form was sent, without those that were left empty."""
    rows = []
    for at in range(MOST_ROWS):
        name = f"{key}-{at}"
        if f"{name}-label" not in form:
            break
        row = Row(
            form.get(f"{name}-was", ""),
            form.get(f"{name}-code", "").strip(),
            " ".join(form[f"{name}-label"].split()),
            f"{name}-exclusive" in form,
            f"{name}-other" in form,
        )
        rows += [row] if row.label or row.was else []
    return rows


def arranged(rows: list[Row], do: str, key: str) -> list[Row]:
    """The rows after one of their buttons: ``up:options:2``, ``down:…``, ``remove:…``."""
    what, _, rest = do.partition(":")
    of, _, at = rest.partition(":")
    if of != key or not at.isdecimal() or int(at) >= len(rows):
        return rows
    made, where = list(rows), int(at)
    row = made.pop(where)
    if what == "remove":
        return made
    made.insert(max(0, where + {"up": -1, "down": 1}.get(what, 0)), row)
    return made


def listed(rows: list[Row], before: Any, numbered: bool = False) -> Listed:
    """The list that the rows make of what there was; codes that were left out are made of new words.

    ``numbered`` counts them instead, as the points of a scale are.
    """
    known: Data = before if isinstance(before, dict) else {}
    rows = [replace(row, code=row.code or _kept(row, known.get(row.was))) for row in rows]
    entries: dict[str, Any] = {}
    codes: dict[str, str] = {}
    wanted = {row.code for row in rows if row.code}
    for at, row in enumerate(rows, 1):
        taken = set(entries) | (wanted - {row.code})
        made = row.code or (str(at) if numbered and str(at) not in taken else code_from(row.label, taken))
        code = made if made not in entries else unique(made, taken)
        entries[code] = _entry(row, known.get(row.was))
        if row.was and row.was != code:
            codes[row.was] = code
    return Listed(entries, codes)


def _kept(row: Row, before: Any) -> str:
    """The code that a row had, as long as its words are the same."""
    label = before.get("label") if isinstance(before, dict) else before
    return row.was if before is not None and str(label) == row.label else ""


def _entry(row: Row, before: Any) -> Any:
    """One option as a document writes it, with all that the form does not show kept."""
    if not isinstance(before, dict):
        given = {"label": before if before is not None and str(before) == row.label else row.label}
    else:
        given = before if str(before.get("label")) == row.label else {**before, "label": row.label}
    for flag in FLAGS:
        if getattr(row, flag) != (given.get(flag) is True):
            given = with_key(given, flag, True if getattr(row, flag) else None)
    return given["label"] if set(given) == {"label"} and not isinstance(before, dict) else given


def without_marks(rows: list[Row]) -> list[Row]:
    """Rows of words only."""
    return [replace(row, exclusive=False, other=False) for row in rows]
