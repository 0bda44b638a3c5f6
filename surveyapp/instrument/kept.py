"""What was read from texts, remembered up to a bound on all of it together."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Read = TypeVar("Read")

MOST = 100_000
"""Events kept in one place: ten documents of 300 items, or the largest that is not refused.

There are five such places. A process in which all of them are full was measured to be 90 MB larger."""
LETTERS = 32
"""How many characters of text weigh as much as one event."""


class Kept(Generic[Read]):
    """Remembers what texts say; forgets what was not asked for longest when it is more than ``MOST``."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[Read, int]] = {}
        self._lock = Lock()
        self.weight = 0

    def get(self, text: str) -> Read | None:
        """What was put here for the text, if it is still known."""
        with self._lock:
            found = self._found.pop(text, None)
            if found is None:
                return None
            self._found[text] = found
            return found[0]

    def known(self, text: str, read: Callable[[], Read | None], events: Callable[[Read], int]) -> Read | None:
        """What the text says: what was put here, or what is read now, to be remembered unless it is None."""
        found = self.get(text)
        if found is None:
            found = read()
            if found is not None:
                self.put(text, found, events(found))
        return found

    def put(self, text: str, read: Read, events: int) -> None:
        """Remember what a text says, which is so many events."""
        weight = 1 + events + len(text) // LETTERS
        if weight > MOST:
            return
        with self._lock:
            self.weight += weight - self._found.pop(text, (None, 0))[1]
            self._found[text] = (read, weight)
            while self.weight > MOST:
                self.weight -= self._found.pop(next(iter(self._found)))[1]
