"""Single values in YAML: the characters that are taken out of them, and which are numbers."""

from __future__ import annotations

import re
from typing import Any

WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,14}")
BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\uffff]"
)
"""Characters that no questionnaire needs: controls, invisible ones, those that turn the direction of text."""


class Plain(str):
    """A scalar without quotes, which may be a number or a boolean."""

    __slots__ = ()


def plain_value(text: str) -> Any:
    """A plain scalar: a number only where its text comes back the same, so that codes stay as written."""
    if text in NULLS:
        return None
    if text in BOOLEANS:
        return BOOLEANS[text]
    if WHOLE.fullmatch(text) and text != "-0":
        return int(text)
    if DECIMAL.fullmatch(text) and repr(float(text)) == text:
        return float(text)
    return str(text)
