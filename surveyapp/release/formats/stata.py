"""Stata (.dta, format 118, Stata 14 and later): numbers with value labels, missing words as .a to .d.

Written here: pyreadstat can't write a column of nothing but extended missing values, which a hidden one is.
The layout is that of Stata's manual, ``help dta`` (StataCorp, "Description of .dta file format 118"); all
numbers are little-endian, and the time of writing is left out, as the format allows.

Limits: labels of variables have 80 characters, of the file 80, of values 32,000 bytes. Texts have no missing
values: there the words themselves stand.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from surveyapp.release.formats.stored import Rows, Stored, cut
from surveyapp.release.words import MISSING

LETTERS = dict(zip(MISSING, "abcd", strict=True))
"""The extended missing value for each missing word: .a, .b, .c, .d."""
CHUNK = 10_000
BYTE, INT, LONG, DOUBLE = 65530, 65529, 65528, 65526
KINDS = {BYTE: "<i1", INT: "<i2", LONG: "<i4", DOUBLE: "<f8"}
LARGEST = {BYTE: 100, INT: 32_740, LONG: 2_147_483_620}
"""What the largest value of each kind of whole number is; the missing values are above."""
FIRST_MISSING = {BYTE: 101, INT: 32_741, LONG: 2_147_483_621}
"""The plain missing value of each kind; those with letters follow."""
DOUBLE_MISSING = 0x7FE0_0000_0000_0000, 0x0000_0100_0000_0000
"""The bits of a double that is plainly missing, and the step from letter to letter."""
DISPLAY = {BYTE: "%8.0g", INT: "%8.0g", LONG: "%12.0g", DOUBLE: "%10.0g"}
DATES = {"month": "%tm", "day": "%td"}
EPOCH_DAY, EPOCH_YEAR = 715_510, 1960
"""The day from which Stata counts, 1 January 1960, as Python counts days."""
MOST_TEXT = 2_045


@dataclass(frozen=True)
class Field:
    """A column as Stata has it."""

    stored: Stored

    @cached_property
    def values(self) -> dict[str, Any]:
        """What each word that is a value is stored as."""
        return {word: self._value(word) for word in self.stored.words}

    @cached_property
    def type(self) -> int:
        """The code of the storage type; of a text, its length in bytes."""
        if self.stored.form == "text":
            longest = max((len(word.encode()) for word in self.stored.column.words), default=1)
            return min(max(longest, 1), MOST_TEXT)
        if self.stored.form == "number":
            return DOUBLE
        largest = max(map(abs, [*self.values.values(), *self.stored.numbers.values()]), default=0)
        return next(kind for kind, most in LARGEST.items() if largest <= most)

    @property
    def kind(self) -> str:
        """The storage type as numpy names it."""
        return KINDS.get(self.type, f"S{self.type}")

    def cell(self, word: str) -> Any:
        """What is stored for a word, missing or not."""
        if self.stored.form == "text":
            return cut(word, self.type, "bytes").encode()
        if word in LETTERS:
            return missing(self.type, LETTERS[word])
        return self.values[word]

    @property
    def display(self) -> str:
        """The display format."""
        return DATES.get(self.stored.form) or DISPLAY.get(self.type) or f"%-{min(self.type, 40)}s"

    @property
    def labels(self) -> dict[int, str]:
        """The value labels, those of missing values included."""
        if self.stored.form == "text":
            return {}
        absent = {
            missing(LONG, LETTERS[word]): said
            for word, said in MISSING.items()
            if word in self.stored.column.words
        }
        return self.stored.labels | {int(value): said for value, said in absent.items()}

    def _value(self, word: str) -> Any:
        value = self.stored.value(word)
        if self.stored.form == "day":
            return value.toordinal() - EPOCH_DAY
        if self.stored.form == "month":
            return (value.year - EPOCH_YEAR) * 12 + value.month - 1
        return value


def missing(kind: int, letter: str) -> int | float:
    """The extended missing value of a letter, as a storage type has it."""
    place = ord(letter) - ord("a") + 1
    if kind == DOUBLE:
        first, step = DOUBLE_MISSING
        return float(struct.unpack("<d", struct.pack("<Q", first + step * place))[0])
    return FIRST_MISSING[kind] + place


def write_dta(path: Path, rows: Rows) -> None:
    """Write the rows as a Stata file."""
    fields = [Field(each) for each in rows.stored]
    with path.open("wb") as file:
        places = [0]
        file.write(b"<stata_dta>" + _header(rows, len(fields)))
        map_at = file.tell()
        file.write(_part("map", bytes(14 * 8)))
        for name, content in _description(fields):
            places.append(file.tell())
            file.write(_part(name, content))
        places.append(file.tell())
        _data(file, rows, fields)
        for name, content in (("strls", b""), ("value_labels", b"".join(map(_labels, fields)))):
            places.append(file.tell())
            file.write(_part(name, content))
        places.append(file.tell())
        file.write(b"</stata_dta>")
        places.append(file.tell())
        file.seek(map_at)
        file.write(_part("map", struct.pack("<14Q", 0, map_at, *places[1:])))


def _part(name: str, content: bytes) -> bytes:
    return f"<{name}>".encode() + content + f"</{name}>".encode()


def _header(rows: Rows, width: int) -> bytes:
    title = cut(rows.title, 80, "characters").encode()
    parts = [
        _part("release", b"118"),
        _part("byteorder", b"LSF"),
        _part("K", struct.pack("<H", width)),
        _part("N", struct.pack("<Q", len(rows.order))),
        _part("label", struct.pack("<H", len(title)) + title),
        _part("timestamp", b"\0"),
    ]
    return _part("header", b"".join(parts))


def _description(fields: Sequence[Field]) -> Iterator[tuple[str, bytes]]:
    """The parts between the map and the data."""
    labels = [cut(field.stored.entry.wording, 80, "characters") for field in fields]
    names = [field.stored.name for field in fields]
    labelled = [field.stored.name if field.labels else "" for field in fields]
    yield "variable_types", struct.pack(f"<{len(fields)}H", *(field.type for field in fields))
    yield "varnames", _fixed(names, 129)
    yield "sortlist", bytes(2 * (len(fields) + 1))
    yield "formats", _fixed([field.display for field in fields], 57)
    yield "value_label_names", _fixed(labelled, 129)
    yield "variable_labels", _fixed(labels, 321)
    yield "characteristics", b""


def _fixed(texts: Sequence[str], length: int) -> bytes:
    return b"".join(text.encode().ljust(length, b"\0") for text in texts)


def _data(file: BinaryIO, rows: Rows, fields: Sequence[Field]) -> None:
    file.write(b"<data>")
    cells = [
        np.array([field.cell(word) for word in field.stored.column.words], dtype=field.kind)
        for field in fields
    ]
    kind = np.dtype([(field.stored.name, field.kind) for field in fields])
    for start in range(0, len(rows.order), CHUNK):
        chunk = rows.order[start : start + CHUNK]
        records = np.empty(len(chunk), dtype=kind)
        for field, values in zip(fields, cells, strict=True):
            records[field.stored.name] = values[field.stored.column.codes[chunk]]
        file.write(records.tobytes())
    file.write(b"</data>")


def _labels(field: Field) -> bytes:
    """A set of value labels: their number, the length of all texts, offsets, values, texts."""
    if not field.labels:
        return b""
    texts = [label.encode() + b"\0" for label in field.labels.values()]
    offsets = [0, *np.cumsum([len(text) for text in texts]).tolist()]
    number = len(texts)
    table = struct.pack(
        f"<ii{number}i{number}i", number, offsets[-1], *offsets[:-1], *field.labels
    ) + b"".join(texts)
    head = struct.pack("<i", len(table)) + field.stored.name.encode().ljust(129, b"\0") + bytes(3)
    return _part("lbl", head + table)
