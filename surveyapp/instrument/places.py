"""Where the parts of a document stand: those of pieces wherever these are now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from surveyapp.instrument.problems import Path, Place


class Laid(NamedTuple):
    """A piece as it lies in a document: after how many lines, and the places in it by their paths in it."""

    lines: int
    places: Mapping[Path, Place]


class Places(Mapping[Path, Place]):
    """Places by path. Those of pieces are worked out when somebody asks for them."""

    def __init__(self, file: str):
        self._file = file
        self._own: dict[Path, Place] = {}
        self._lists: dict[Path, Sequence[Laid]] = {}

    def put(self, path: Path, place: Place) -> None:
        """Keep the place of one thing."""
        self._own[path] = place

    def lay(self, path: Path, pieces: Sequence[Laid]) -> None:
        """Keep the places of a list's entries, which came in pieces."""
        self._lists[path] = pieces

    def __getitem__(self, path: Path) -> Place:
        found = self._own.get(path) or self._laid(path)
        if found is None:
            raise KeyError(path)
        return found

    def __contains__(self, path: object) -> bool:
        return isinstance(path, tuple) and (path in self._own or self._laid(path) is not None)

    def _laid(self, path: Path) -> Place | None:
        for cut in range(1, len(path)):
            pieces = self._lists.get(path[:cut])
            at = path[cut]
            if pieces is not None and isinstance(at, int) and at < len(pieces):
                found = pieces[at].places.get(path[cut + 1 :])
                return found and Place(self._file, found.line + pieces[at].lines, found.column)
        return None

    def __iter__(self) -> Iterator[Path]:
        yield from self._own
        for path, pieces in self._lists.items():
            for at, piece in enumerate(pieces):
                yield from ((*path, at, *rest) for rest in piece.places)

    def __len__(self) -> int:
        return sum(1 for _ in self)
