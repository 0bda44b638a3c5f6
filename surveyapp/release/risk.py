"""Risk: how likely somebody who looks for a person finds their row, as figures for ``privacy.json``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt

from surveyapp.release.columns import Column, combinations
from surveyapp.release.demands import Population
from surveyapp.release.lattice import Lattice
from surveyapp.release.recoding import Recoding
from surveyapp.release.roster import Roster

SOURCE = "El Emam and Dankar, J Am Med Inform Assoc 2008;15(5):627-637, doi:10.1197/jamia.M2716"
PLACES = 6
Sizes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Risk:
    """Re-identification risk of released rows, by their equivalence classes.

    ``sizes`` are the responses in each class, ``people`` those of the population who match its labels, which
    may be an estimate. A prosecutor knows that a person is in the data, a journalist only that they are in
    the population. With f responses and F people in a class, J classes and n responses, the prosecutor's
    highest risk is 1 / min f and the average J / n; the journalist's are 1 / min F and the larger one of
    J / sum F and (sum f / F) / n. Source: El Emam and Dankar (2008), doi:10.1197/jamia.M2716; K. El Emam,
    Guide to the De-Identification of Personal Health Information (CRC Press 2013), for the averages.
    """

    sizes: Sizes
    people: npt.NDArray[np.float64]

    def prosecutor(self) -> dict[str, float]:
        """Highest and average risk where it is known that the person answered."""
        return _rounded(1 / self.sizes.min(), len(self.sizes) / self.sizes.sum())

    def journalist(self) -> dict[str, float]:
        """Highest and average risk where it is only known that the person could have answered."""
        average = max(
            len(self.sizes) / self.people.sum(), (self.sizes / self.people).sum() / self.sizes.sum()
        )
        return _rounded(1 / self.people.min(), average)

    def classes(self) -> dict[str, Any]:
        """How many classes there are, and a summary of their sizes, which the file itself shows."""
        sizes = self.sizes.tolist()
        return {
            "number": len(sizes),
            "smallest": min(sizes),
            "median": median(sizes),
            "largest": max(sizes),
        }


def _rounded(highest: float, average: float) -> dict[str, float]:
    return {"highest": round(float(highest), PLACES), "average": round(float(average), PLACES)}


def by_invited(sizes: Sizes, invited: int) -> npt.NDArray[np.float64]:
    """An estimate of the people in each class, where only the number of people invited is known.

    As many times the responses as there are people for each response: F = f * N / n.
    """
    return sizes.astype(np.float64) * max(invited / int(sizes.sum()), 1.0)


def by_roster(
    sizes: Sizes, index: npt.NDArray[np.int64], lattice: Lattice, recoding: Recoding, population: Population
) -> npt.NDArray[np.float64]:
    """The people on the roster who match the labels of each class, never fewer than answered.

    ``index`` gives the class of each response.
    """
    roster = Roster(lattice, population)
    people = np.stack([roster.matching(levels) for levels in recoding.patterns])
    found = np.zeros(len(sizes))
    found[index] = people[recoding.which, lattice.counted.index]
    return np.maximum(found, sizes)


def classes_of(columns: Sequence[Column], rows: int) -> tuple[Sizes, npt.NDArray[np.int64]]:
    """How many responses share each combination of released cells, and the class of each response."""
    found = combinations([each.codes for each in columns], [len(each.words) for each in columns], rows)
    return found.counts, found.index
