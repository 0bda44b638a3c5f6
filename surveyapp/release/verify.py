"""Verifying: what was written is read back, by other code than wrote it, and held against the demands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np

from surveyapp.release.demands import Demands, Population
from surveyapp.release.ladders import Ladder
from surveyapp.release.words import NO_VALUE, SILENT, SUPPRESSED
from surveyapp.release.written import Cells, Classes, classes_of, pairs, written


class Breach(Exception):
    """A file that was written does not keep the terms: a fault of this program. Nothing has left."""


def verify(
    path: Path, ladders: Mapping[str, Ladder], demands: Demands, rows: int, boxes: Collection[str] = ()
) -> int:
    """The size of the smallest class in a written file, ``*`` and missing words being values like any other.

    In the columns of ``boxes`` a 0 tells no answer: the box was not ticked. Raises Breach where the file does
    not hold as many rows or not the columns that it should, or where a class has too few rows, too few values
    of a variable, or too few people on the roster.
    """
    try:
        found = written(path, [*ladders, *demands.diverse])
    except KeyError:
        raise Breach(f"{path.name} does not hold every column") from None
    if found.rows != rows:
        raise Breach(f"{path.name} does not hold every response")
    classes = classes_of(map(found.column, ladders), rows)
    smallest = int(classes.sizes.min(initial=rows))
    if demands.population is not None:
        if _off_roster(classes.shown, ladders, demands.k, demands.population):
            raise Breach(f"{path.name} has people whose values too few others have")
    elif smallest < demands.k:
        raise Breach(f"{path.name} has people who share their values with too few others")
    for name, least in demands.diverse.items():
        if _uniform(classes, found.column(name), least, name in boxes):
            raise Breach(f"{path.name} has people of whom too much is known")
    return smallest


def _uniform(classes: Classes, column: Cells, least: int, box: bool) -> bool:
    """Whether a class that tells an answer shows fewer different values than it must."""
    values = np.array([word not in SILENT for word in column.words])
    answers = values & np.array([word != SUPPRESSED and not (box and word == "0") for word in column.words])
    key, place = pairs(classes, column)
    shown, told = (
        np.bincount(key[which[place]], minlength=len(classes.sizes)) for which in (values, answers)
    )
    return bool(((told > 0) & (shown < least)).any())


def _off_roster(
    classes: Sequence[tuple[str, ...]], ladders: Mapping[str, Ladder], k: int, population: Population
) -> bool:
    """Whether the labels of a class fit fewer than k people; what is missing fits everybody."""
    names = list(ladders)
    places = [names.index(name) for name in population.variables]
    fits = [
        {code: {ladder.at(code, level) for level in range(ladder.top + 1)} for code in codes}
        for ladder, codes in zip(
            (ladders[name] for name in population.variables),
            zip(*population.counts, strict=True),
            strict=True,
        )
    ]
    for shown in {tuple(each[at] for at in places) for each in classes}:
        people = sum(
            count
            for codes, count in population.counts.items()
            if all(
                label in NO_VALUE or label in fit[code]
                for label, code, fit in zip(shown, codes, fits, strict=True)
            )
        )
        if people < k:
            return True
    return False
