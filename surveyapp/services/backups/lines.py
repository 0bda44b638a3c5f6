"""What a backup holds, as lines of JSON: a head, each table's name and columns before its rows, and an end.

Values that JSON has no form for are told by one key: ``{"bytes": base64}``, ``{"date": …}``,
``{"time": …}``; a column of JSON is ``{"json": …}``, so that nothing in it can be taken for one of these.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any, BinaryIO

from surveyapp.services.backups import envelope
from surveyapp.services.backups.envelope import Unreadable
from surveyapp.store.copying import Row, TableCopy

TOLD: dict[str, Callable[[Any], Any]] = {
    "bytes": base64.b64decode,
    "date": date.fromisoformat,
    "time": datetime.fromisoformat,
    "json": lambda value: value,
}


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a backup says before its rows: the program, the layout of the tables, and the secrets."""

    program: str
    layout: str
    secrets: tuple[str, ...]

    @classmethod
    def of(cls, line: bytes) -> Head:
        """The head that a first line holds. Raises Unreadable."""
        try:
            given = json.loads(line)
            return cls(**given | {"secrets": tuple(given["secrets"])})
        except (ValueError, TypeError, KeyError):
            raise Unreadable("This backup was made by a program that this one does not understand.") from None


def written(head: Head, tables: Iterable[TableCopy]) -> Iterator[bytes]:
    """The lines of a backup."""
    yield _line(asdict(head))
    counts: dict[str, int] = {}
    for table in tables:
        yield _line({"database": table.database, "table": table.table, "columns": table.columns})
        counts[table.table] = 0
        for row in table.rows:
            yield _line([_told(value) for value in row])
            counts[table.table] += 1
    yield _line({"end": counts})


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _told(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"time": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return {"json": value} if isinstance(value, (dict, list)) else value


def _meant(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, told),) = value.items()
    return TOLD[kind](told)


def tables(lines: Iterable[bytes]) -> Generator[TableCopy]:
    """The tables that the lines after the head hold. Each table's rows must be taken before the next table.

    Raises Unreadable where they do not end as they should.
    """
    reader = _Reader(iter(lines))
    counts: dict[str, int] = {}
    heading = reader.object()
    while "end" not in heading:
        yield TableCopy(heading["database"], heading["table"], tuple(heading["columns"]), reader.rows())
        counts[heading["table"]] = reader.taken
        heading = reader.object()
    if heading["end"] != counts:
        raise Unreadable("This backup does not hold as many rows as it says.")


def counted(content: Iterable[bytes]) -> dict[str, int]:
    """How many rows the lines after the head hold, by table. Raises Unreadable."""
    return {table.table: sum(1 for _row in table.rows) for table in tables(content)}


def unpacked(file: BinaryIO, key: bytes) -> Iterator[bytes]:
    """The lines in a backup, given the key of that file. Raises Unreadable."""
    unpacker, held = zlib.decompressobj(), b""
    for chunk in envelope.content(file, key):
        held += unpacker.decompress(chunk)
        *whole, held = held.split(b"\n")
        yield from (line + b"\n" for line in whole)
    if held or not unpacker.eof:
        raise Unreadable("This backup stops before its end.")


class _Reader:
    """The lines one after the other; a row is a list, everything else an object."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines, self.taken = lines, 0

    def object(self) -> dict[str, Any]:
        for line in self._lines:
            found: dict[str, Any] = json.loads(line)
            return found
        raise Unreadable("This backup stops before its end.")

    def rows(self) -> Iterator[Row]:
        self.taken = 0
        for line in self._lines:
            if not line.startswith(b"["):
                self._lines = chain([line], self._lines)
                return
            self.taken += 1
            yield tuple(_meant(value) for value in json.loads(line))
