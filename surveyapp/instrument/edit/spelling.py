"""How a value is written as YAML where somebody added or changed it."""

from __future__ import annotations

import re
import textwrap
from typing import Any

from surveyapp.instrument.scalars import ODD, plain_value

WIDTH = 110
STEP = 2
PLAIN = re.compile(r"[^\W_]|[^\W_][^\n\t]*[^\s:]|[…“‘(][^\W_][^\n\t]*[^\s:]")
INSIDE_FLOW = re.compile(r"[\[\]{},:]")
KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
IN_FLOW = frozenset({"when", "periods", "codes", "to", "values", "sum", "mean", "count"})
"""Keys whose lists and mappings are written on one line where they fit."""
OF_SHORT = frozenset({"options", "scale", "derive"})
"""Keys whose entries are."""

Spelled = tuple[str, list[str]]
"""What stands on the key's own line, and the lines under it."""


def spelled(value: Any, column: int, key: str = "", within: str = "", style: str | None = None) -> Spelled:
    """A value under a key at a column, in a block; ``within`` is the key around it.

    ``style`` is how the value that it replaces was written: quoting stays as it was where that can be.
    """
    if isinstance(value, str):
        return _text(value, column, style)
    if isinstance(value, (dict, list)) and value and not _on_one_line(value, column, key, within):
        return "", _mapping(value, column, key) if isinstance(value, dict) else _listed(value, column, key)
    return flow(value), []


def pair(key: str, value: Any, column: int, within: str = "") -> str:
    """A key with its value, the first line without its indentation."""
    return joined(spelled_key(key), spelled(value, column, key, within))


def joined(key: str, value: Spelled, trailing: str = "") -> str:
    """A key as it is written with a value; ``trailing`` is a comment on the key's line."""
    head, lines = value
    return "\n".join([f"{key}:{' ' if head else ''}{head}{trailing}", *lines])


def entry(value: Any, column: int, key: str = "") -> str:
    """An entry of a list whose dash stands at a column, the first line without its indentation."""
    if isinstance(value, dict) and value and not _on_one_line(value, column, "", key):
        lines = _mapping(value, column, key)
        return "\n".join([f"- {lines[0].strip()}", *lines[1:]])
    head, lines = spelled(value, column, within=key)
    return "\n".join([f"- {head}".rstrip(), *lines])


def flow(value: Any) -> str:
    """A value on one line, as it stands between brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{spelled_key(str(key))}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str):
        return value if _is_plain(value) and not INSIDE_FLOW.search(value) else _quoted(value)
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else f"{value:.15g}"


def spelled_key(key: str) -> str:
    """A key: whatever it looks like, it is read as a text."""
    return key if KEY.fullmatch(key) else _quoted(key)


def _on_one_line(value: dict[str, Any] | list[Any], column: int, key: str, within: str) -> bool:
    wanted = key in IN_FLOW or within in OF_SHORT or within in IN_FLOW
    return wanted and column + len(key) + len(flow(value)) + STEP <= WIDTH


def _mapping(value: dict[str, Any], column: int, key: str) -> list[str]:
    indent = " " * (column + STEP)
    pairs = (indent + pair(str(each), what, column + STEP, key) for each, what in value.items())
    return "\n".join(pairs).split("\n")


def _listed(value: list[Any], column: int, key: str) -> list[str]:
    indent = " " * (column + STEP)
    return "\n".join(indent + entry(each, column + STEP, key) for each in value).split("\n")


def _text(value: str, column: int, style: str | None) -> Spelled:
    if "\n" in value.strip("\n") or (style == "|" and value.strip("\n")):
        return _literal(value, column)
    if style == "'" and not ODD.search(value) and "\n" not in value:
        return "'" + value.replace("'", "''") + "'", []
    if style == '"' or not _is_plain(value):
        return _quoted(value), []
    if style == ">" or column + len(value) > WIDTH:
        return _folded(value, column)
    return value, []


def _literal(value: str, column: int) -> Spelled:
    body = value.rstrip("\n")
    ends = len(value) - len(body)
    lines = body.split("\n")
    if not body or body[0] in " \n" or ODD.search(body) or "\t" in body:
        return _quoted(value), []
    head = "|" + ("-" if not ends else "" if ends == 1 else "+")
    indent = " " * (column + STEP)
    return head, [*(indent + line if line else "" for line in lines), *[""] * max(0, ends - 1)]


def _folded(value: str, column: int) -> Spelled:
    indent = " " * (column + STEP)
    lines = textwrap.wrap(value, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
    if " ".join(lines) != value:
        return _quoted(value), []
    return ">-", [indent + line for line in lines]


def _is_plain(value: str) -> bool:
    """Whether the text reads as itself without quotes."""
    return (
        PLAIN.fullmatch(value) is not None
        and ": " not in value
        and " #" not in value
        and isinstance(plain_value(value), str)
        and not ODD.search(value)
    )


def _quoted(value: str) -> str:
    return '"' + "".join(ESCAPED.get(each) or _escaped(each) for each in value) + '"'


def _escaped(character: str) -> str:
    if not ODD.match(character) and character not in "\x85\xa0":
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
