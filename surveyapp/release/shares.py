"""Shares: which part of each combination's responses leaves at which levels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Shares:
    """Parts of combinations: ``counts[j]`` responses of combination ``combination[j]`` at ``levels[j]``.

    Every response is in one part, and a combination has one part or several. ``left_out`` are those that do
    not leave. ``cost`` is that of all responses.
    """

    levels: npt.NDArray[np.int64]
    combination: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    left_out: npt.NDArray[np.bool_]
    cost: int
