"""Numbers in addresses and forms, of which a database takes those up to 32 bits."""

from __future__ import annotations

from typing import Any

from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class Number(IntegerConverter):
    """A number in an address; one that no database holds leads nowhere."""

    def __init__(self, within: Map, **given: Any) -> None:
        super().__init__(within, **{"max": LARGEST, **given})


def number(text: str) -> int:
    """A number in a form or after the question mark. Raises ValueError where no database holds it."""
    found = int(text)
    if abs(found) > LARGEST:
        raise ValueError(text)
    return found
