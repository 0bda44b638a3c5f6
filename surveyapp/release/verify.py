"""Verifying: what was written is read back, by other code than wrote it, and held against the terms."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.integer]
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

    Raises Breach where a column is not there.
    """
    classes: Counter[tuple[str, ...]] = Counter()
    for words, codes in _blocks(path, names):
        first, counts, _ = _distinct(codes, len(codes[0]))
        for shown, count in zip(_shown(words, codes, first), counts.tolist(), strict=True):
            classes[shown if names else ()] += count
    return classes


def told(
    path: Path, names: Collection[str], others: Collection[str]
) -> dict[tuple[str, ...], tuple[set[str], ...]]:
    """By distinct combination in some columns of a written file, the words that stand in each of the others.

    Raises Breach where a column is not there.
    """
    classes: dict[tuple[str, ...], tuple[set[str], ...]] = {}
    for words, codes in _blocks(path, [*names, *others]):
        first, _, index = _distinct(codes[: len(names)], len(codes[0]))
        known = _shown(words[: len(names)], codes[: len(names)], first) if names else [()]
        found = [classes.setdefault(shown, tuple(set() for _ in others)) for shown in known]
        for at, (own, each) in enumerate(zip(words[len(names) :], codes[len(names) :], strict=True)):
            for pair in np.unique(index * len(own) + each).tolist():
                found[pair // len(own)][at].add(own[pair % len(own)])
    return classes


def _blocks(path: Path, names: Collection[str]) -> Iterator[tuple[list[list[str]], list[Places]]]:
    """Some columns of a file, block by block: their words, and for each cell the place of its word.

    Nothing but these columns is kept of the file. Every cell is a text, an empty one too.
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
    with open_csv(path, ReadOptions(use_threads=False, block_size=BLOCK), parse, convert) as batches:
        for batch in batches:
            columns = [batch.column(name) for name in read]
            words = [column.dictionary.to_pylist() for column in columns]
            yield words, [np.from_dlpack(column.indices).astype(np.int64) for column in columns]


def _shown(words: Sequence[list[str]], codes: Sequence[Places], rows: Places) -> Iterator[tuple[str, ...]]:
    """The words of some rows."""
    cells = ([own[code] for code in each[rows].tolist()] for own, each in zip(words, codes, strict=True))
    return zip(*cells, strict=True)


def _distinct(columns: Sequence[Places], rows: int) -> tuple[Places, Places, Places]:
    """For each distinct combination of some columns, where it stands first and how often; and each row's."""
    rank: Places = np.zeros(rows, dtype=np.int64)
    for codes in columns:
        rank = np.unique(rank * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True)[1]
    _, first, index, counts = np.unique(rank, return_index=True, return_inverse=True, return_counts=True)
    return first, counts, index
