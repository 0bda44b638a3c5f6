"""Parquet: codes and texts as dictionary columns whose missing words are words, numbers and days as such.

A number or a day that is missing is null, and a dictionary column beside it, ``…_missing``, has the word.
Wording and labels are in each field's metadata.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.release.columns import Codes
from surveyapp.release.formats.stored import Rows, Stored
from surveyapp.release.words import MISSING
from surveyapp.release.write import Order

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK = 100_000


@dataclass(frozen=True)
class Field:
    """A field of the file: ``values[codes[i]]`` is its cell of response i."""

    name: str
    values: pa.Array
    codes: Codes
    dictionary: bool
    about: dict[str, str] = field(default_factory=dict)

    def described(self) -> pa.Field:
        """The field as a schema has it."""
        import pyarrow as pa

        kind = pa.dictionary(pa.int32(), pa.string()) if self.dictionary else self.values.type
        return pa.field(self.name, kind, metadata=self.about)

    def cells(self, rows: Order) -> pa.Array:
        """The cells of some responses."""
        import pyarrow as pa

        chosen = self.codes[rows].astype("int32")
        codes = pa.array(chosen, mask=chosen < 0)
        return (
            pa.DictionaryArray.from_arrays(codes, self.values) if self.dictionary else self.values.take(codes)
        )


def write_parquet(path: Path, rows: Rows) -> None:
    """Write the rows as a Parquet file, a group of rows at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    taken = {stored.name for stored in rows.stored}
    fields = [each for stored in rows.stored for each in _fields(stored, taken)]
    schema = pa.schema([each.described() for each in fields], {"title": rows.title})
    bounds = [*range(0, len(rows.order), CHUNK), len(rows.order)]
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for start, end in pairwise(bounds):
            arrays = [each.cells(rows.order[start:end]) for each in fields]
            writer.write_table(pa.table(arrays, schema=schema))


def _fields(stored: Stored, taken: set[str]) -> Iterator[Field]:
    import pyarrow as pa

    words, codes = stored.column.words, stored.column.codes
    labels = json.dumps(dict(stored.entry.labels), ensure_ascii=False)
    about = {"wording": stored.entry.wording, "labels": labels}
    kinds = {"whole": pa.int64(), "number": pa.float64(), "day": pa.date32()}
    if stored.form not in kinds:
        yield Field(stored.name, pa.array(words, pa.string()), codes, dictionary=True, about=about)
        return
    values = [None if word in MISSING else stored.value(word) for word in words]
    yield Field(stored.name, pa.array(values, kinds[stored.form]), codes, dictionary=False, about=about)
    name = f"{stored.name}_missing"
    while name in taken:
        name += "_"
    missing = [word for word in words if word in MISSING]
    place = np.array([missing.index(word) if word in MISSING else -1 for word in words], dtype=np.int8)
    yield Field(name, pa.array(missing, pa.string()), place[codes], dictionary=True)
