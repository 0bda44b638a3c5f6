"""What classes tell: the union of what their combinations do, a bit for each word of a sensitive column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from surveyapp.release.lattice import Told
from surveyapp.release.words import SILENT, UNTICKED

Bits = npt.NDArray[np.uint64]
SIZE = 64


class Union:
    """The bits of the combinations of some data, and which bits are values of a column, or answers."""

    def __init__(self, sensitive: Sequence[Told], combinations: int):
        starts = np.cumsum([0, *(len(each.words) for each in sensitive)])
        self._width = -(-int(starts[-1]) // SIZE)
        self._told: Bits = np.zeros((combinations, self._width), dtype=np.uint64)
        self._values: dict[str, Bits] = {}
        self._answers: dict[str, Bits] = {}
        for each, start in zip(sensitive, starts.tolist(), strict=False):
            place, bit = np.divmod(each.codes.astype(np.uint64) + np.uint64(start), np.uint64(SIZE))
            np.bitwise_or.at(self._told, (each.at, place.astype(np.int64)), np.uint64(1) << bit)
            values = {start + code: word for code, word in enumerate(each.words) if word not in SILENT}
            self._values[each.name] = self._bits(values)
            self._answers[each.name] = self._bits(at for at, word in values.items() if word != UNTICKED)

    def uniform(
        self, key: npt.NDArray[np.int64], telling: Iterable[tuple[Told, int]]
    ) -> npt.NDArray[np.bool_]:
        """By class number, whether it tells an answer and has too few values of some column.

        ``key`` has the class of each combination, and ``telling`` says how many values a class must have.
        """
        order = np.argsort(key, kind="stable")
        told = np.bitwise_or.reduceat(self._told[order], np.flatnonzero(np.diff(key[order], prepend=-1)))
        found = np.zeros(len(told), dtype=np.bool_)
        for column, least in telling:
            values = np.bitwise_count(told & self._values[column.name]).sum(axis=1)
            found |= (values < least) & (told & self._answers[column.name]).any(axis=1)
        return found

    def _bits(self, places: Iterable[int]) -> Bits:
        bits = sum(1 << place for place in places)
        return np.frombuffer(bits.to_bytes(self._width * SIZE // 8, "little"), dtype="<u8").astype(np.uint64)
