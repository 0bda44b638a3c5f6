"""What a written file says, read back by other code than wrote it."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.integer]
BLOCK = 2**20
"""How many bytes of a file are looked at together."""
EMPTY: Places = np.zeros(0, dtype=np.uint8)
FEW, SPARE = 4, 1024
"""Up to so many times the rows, and so many more, pairs are counted in one table of all that can be."""


@dataclass(frozen=True)
class Cells:
    """A column of a written file: ``words[places[i]]`` is the cell of row i."""

    words: list[str]
    places: Places


@dataclass(frozen=True)
class Written:
    """Some columns of a written file, block by block as they were read, one row of a block a column."""

    words: Mapping[str, Mapping[str, int]]
    blocks: Sequence[Places]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(block.shape[1] for block in self.blocks)

    def column(self, name: str) -> Cells:
        """A column by name."""
        at = list(self.words).index(name)
        return Cells(list(self.words[name]), np.concatenate([EMPTY, *(block[at] for block in self.blocks)]))


@dataclass(frozen=True)
class Classes:
    """The rows of a written file by distinct combination in some columns.

    ``shown`` has the words of each class, ``sizes`` how many rows it has; ``index`` is the class of each row.
    """

    shown: list[tuple[str, ...]]
    sizes: Places
    index: Places


def written(path: Path, names: Collection[str]) -> Written:
    """Some columns of a file; where none is named, any. Raises KeyError for one that is not there.

    Every cell is a text, an empty one too.
    """
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    if missing := {*names} - {*header}:
        raise KeyError(*missing)
    words: dict[str, dict[str, int]] = {name: defaultdict(count().__next__) for name in names or header[:1]}
    blocks = _blocks(path, list(words))
    return Written(words, [np.stack(list(map(_numbered, words.values(), block))) for block in blocks])


def _numbered(found: dict[str, int], part: tuple[list[str], Places]) -> Places:
    """The place of each cell's word among all that were found so far."""
    words, places = part
    known = [found[word] for word in words]
    return np.array(known, dtype=np.min_scalar_type(len(found)))[places]


def _blocks(path: Path, names: Sequence[str]) -> Iterator[list[tuple[list[str], Places]]]:
    """Columns block by block: the words that occur, and for each cell the place of its word."""
    from pyarrow import dictionary, int32, string
    from pyarrow.csv import ConvertOptions, ParseOptions, ReadOptions, open_csv

    types = dict.fromkeys(names, dictionary(int32(), string()))
    convert = ConvertOptions(
        include_columns=names, column_types=types, null_values=[], strings_can_be_null=False
    )
    parse = ParseOptions(newlines_in_values=True, ignore_empty_lines=False)
    with open_csv(path, ReadOptions(use_threads=False, block_size=BLOCK), parse, convert) as batches:
        for batch in batches:
            columns = [batch.column(name) for name in names]
            yield [(each.dictionary.to_pylist(), _places(each.indices)) for each in columns]


def _places(indices: Any) -> Places:
    return np.from_dlpack(indices).astype(np.int32, copy=False)  # pyarrow's own way would load pandas


def classes_of(columns: Iterable[Cells], rows: int) -> Classes:
    """The classes that rows fall into by some columns; all are one where there is none."""
    shown: list[tuple[str, ...]] = [()]
    index: Places = np.zeros(rows, dtype=np.int64)
    sizes: Places = np.array([rows])
    for column in columns:
        found, index, sizes = _distinct(index, len(shown), column)
        width = len(column.words)
        shown = [(*shown[pair // width], column.words[pair % width]) for pair in found.tolist()]
    return Classes(shown, sizes, index)


def pairs(classes: Classes, column: Cells) -> tuple[Places, Places]:
    """Which words stand in a column, class by class: the class and the place of the word, each pair once."""
    found, *_ = _distinct(classes.index, len(classes.shown), column)
    return found // len(column.words), found % len(column.words)


def _distinct(index: Places, classes: int, column: Cells) -> tuple[Places, Places, Places]:
    """The pairs of class and word that occur, as numbers, which of them each row has, and how often."""
    pair = index * len(column.words) + column.places
    if classes * len(column.words) > FEW * len(pair) + SPARE:
        return np.unique(pair, return_inverse=True, return_counts=True)
    counts = np.bincount(pair)
    found = np.flatnonzero(counts)
    return found, (np.cumsum(counts > 0) - 1)[pair], counts[found]
