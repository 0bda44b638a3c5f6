"""Nothing more is hidden than must be: held against every other choice on tables that are small enough."""

from __future__ import annotations

from itertools import product
from math import log2
from random import Random

import numpy as np
import numpy.typing as npt
import pytest

from surveyapp.release.tables.blocks import Block, Group
from surveyapp.release.tables.decide import decide
from surveyapp.release.tables.problem import WHOLE
from surveyapp.release.tables.study import Study
from surveyapp.release.tables.subjects import Subject
from tests.release.tables.cases import TINY

VARIABLES = {variable.name: variable for variable in TINY.variables}
Counts = npt.NDArray[np.int64]
"""Counts by code (not answered, then the values) and group label."""


def study_of(counts: Counts, smallest: int) -> Study:
    """A sensitive variable with two values, broken down by a group that is known from elsewhere."""
    codes, labels = np.indices(counts.shape)
    people = counts.ravel()
    subject = Subject(VARIABLES["sued"], {"1": "Yes", "0": "No"}, np.repeat(codes.ravel() + 1, people), True)
    names = {label: label.upper() for label in "abc"[: counts.shape[1]]}
    group = Group("area", "Area", names, np.repeat(labels.ravel(), people), protected=True, own=False)
    return Study((Block((subject,), None),), (group,), int(people.sum()), 2, smallest)


def worlds(counts: Counts) -> Counts:
    """All counts with as many people in each column."""
    columns = []
    for people in counts.sum(axis=0).tolist():
        split = [(n, yes, people - n - yes) for n in range(people + 1) for yes in range(people - n + 1)]
        columns.append(split)
    return np.array([np.transpose(each) for each in product(*columns)])


def silent(_done: int, _of: int) -> None:
    """Nobody watches."""


def with_everybody(counts: Counts) -> Counts:
    """The column of everybody first."""
    return np.concatenate([counts.sum(axis=-1, keepdims=True), counts], axis=-1)


def cost(cells: Counts, hidden: npt.NDArray[np.bool_]) -> int:
    whole = np.zeros_like(cells) + 1
    whole[:, 0] = WHOLE
    each = np.array([round(16 * (1 + log2(1 + count))) for count in cells.ravel().tolist()])
    return int((each * whole.ravel())[hidden.ravel()].sum())


def safe(cells: Counts, every: Counts, hidden: npt.NDArray[np.bool_], smallest: int) -> bool:
    """Whether each small cell can be 1 and smallest - 1, or as near to them as hiding all lets it come."""
    small = cells < smallest
    low, high = np.where(small, 0, smallest), np.where(small, smallest - 1, cells.sum())

    def fitting(hide: npt.NDArray[np.bool_]) -> Counts:
        fits = np.where(hide, (every >= low) & (every <= high), every == cells)
        return every[fits.all(axis=(1, 2))]

    most, now = fitting(np.ones_like(hidden)), fitting(hidden)
    for row, column in zip(*np.nonzero((cells > 0) & small), strict=True):
        if row and not hidden[row, column]:
            return False
        if row:
            reach, here = most[:, row, column], now[:, row, column]
            if here.max() < min(smallest - 1, reach.max()) or here.min() > max(1, reach.min()):
                return False
    return True


@pytest.mark.parametrize("seed", range(8))
def test_no_choice_is_cheaper(seed: int) -> None:
    rng = np.random.default_rng(seed)
    smallest = 3
    counts = rng.multinomial(7, [0.1, 0.5, 0.4], size=2).T.astype(np.int64)
    study = study_of(counts, smallest)
    decision = decide(study, {}, silent, {})
    cells = with_everybody(counts)
    chosen = np.array(
        [[not decision.spans.exact("sued", code, column) for column in range(3)] for code in (1, 2, 3)]
    )
    every = with_everybody(worlds(counts))
    assert safe(cells, every, chosen, smallest)
    assert decision.least
    choices = (np.array(each).reshape(3, 3) for each in product((False, True), repeat=9))
    cheaper = (each for each in choices if cost(cells, each) < cost(cells, chosen))
    assert not any(safe(cells, every, each, smallest) for each in cheaper)


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    counts = np.array([[0, 0], [5, 4], [3, 6]], dtype=np.int64)
    decision = decide(study_of(counts, 3), {}, silent, {})
    assert all(least == most for least, most in decision.spans.by_cell.values())


def test_order_of_people_changes_nothing() -> None:
    rng = Random(7)
    counts = np.array([[1, 0, 2], [5, 2, 4], [3, 6, 1]], dtype=np.int64)
    study = study_of(counts, 4)
    (block,), (group,) = study.blocks, study.groups
    order = rng.sample(range(study.rows), study.rows)
    (subject,) = block.subjects
    moved = Subject(subject.variable, subject.values, subject.codes[order], True)
    turned = Group("area", "Area", group.labels, group.codes[order], True, False)
    other = Study((Block((moved,), None),), (turned,), study.rows, 2, 4)
    one, two = (decide(each, {}, silent, {}).spans for each in (study, other))
    assert one == two
