"""A small memory of what was made: bounded, for each process, safe between threads."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Made = TypeVar("Made")


class Kept(Generic[Key, Made]):
    """Keeps the last `most` things that were made, by key; the one kept longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[Key, Made] = {}
        self._making = Lock()

    def __len__(self) -> int:
        return len(self._made)

    def get(self, key: Key, make: Callable[[], Made]) -> Made:
        """What is kept under the key; made now, by one thread at a time, where there is nothing."""
        made = self._made.get(key)
        if made is not None:
            return made
        with self._making:
            made = self._made.get(key)
            if made is None:
                made = make()
                while len(self._made) >= self._most:
                    del self._made[next(iter(self._made))]
                self._made[key] = made
        return made
