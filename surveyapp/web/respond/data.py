"""Data for the script, written so that it can't end the element that it stands in."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def script_data(data: Any) -> Markup:
    """The data as JSON for an element of type application/json."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(ESCAPES))  # noqa: S704  every character that means something in HTML is escaped
