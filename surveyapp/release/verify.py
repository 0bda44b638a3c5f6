"""Verifying: what was written is read back, by other code than wrote it, and held against the terms."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]
BLOCK = 2**22
"""How many bytes of a file are looked at together."""


class Breach(Exception):
    """A file that was written does not keep the terms: a fault of this program. Nothing has left."""


def verify(path: Path, quasi_identifiers: Collection[str], k: int, rows: int) -> int:
    """The size of the smallest class in a written file, ``*`` and missing words being values like any other.

    Raises Breach where it is below k, or where the file does not have as many rows as it should.
    """
    classes = counted(path, quasi_identifiers)
    if classes.total() != rows:
        raise Breach(f"{path.name} does not hold every response")
    smallest = min(classes.values(), default=0)
    if smallest < k:
        raise Breach(f"{path.name} has people who share their values with too few others")
    return smallest


def counted(path: Path, names: Collection[str]) -> Counter[tuple[str, ...]]:
    """The distinct combinations in some columns of a written file, each with the number of rows that have it.

    The file is read block by block, and nothing but these columns is kept of it. Every cell is a text, an
    empty one too. Raises Breach where a column is not there.
    """
    from pyarrow import dictionary, int32, string
    from pyarrow.csv import ConvertOptions, ParseOptions, ReadOptions, open_csv

    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    if not {*names} <= {*header}:
        raise Breach(f"{path.name} does not hold every column")
    read = list(names) or header[:1]
    types = dict.fromkeys(read, dictionary(int32(), string()))
    convert = ConvertOptions(
        include_columns=read, column_types=types, null_values=[], strings_can_be_null=False
    )
    parse = ParseOptions(newlines_in_values=True, ignore_empty_lines=False)
    classes: Counter[tuple[str, ...]] = Counter()
    with open_csv(path, ReadOptions(use_threads=False, block_size=BLOCK), parse, convert) as batches:
        for batch in batches:
            columns = [batch.column(name) for name in read]
            codes = [np.from_dlpack(column.indices) for column in columns]
            first, counts = _distinct(codes)
            words = [column.dictionary.to_pylist() for column in columns]
            found = zip(
                *(
                    [own[code] for code in each[first].tolist()]
                    for own, each in zip(words, codes, strict=True)
                ),
                strict=True,
            )
            for shown, count in zip(found, counts.tolist(), strict=True):
                classes[shown if names else ()] += count
    return classes


def _distinct(columns: Sequence[npt.NDArray[Any]]) -> tuple[Places, Places]:
    """For each distinct combination of some columns, where it stands first and how often it stands."""
    rank: Places = np.zeros(len(columns[0]), dtype=np.int64)
    for codes in columns:
        rank = np.unique(rank * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True)[1]
    _, first, counts = np.unique(rank, return_index=True, return_counts=True)
    return first, counts
