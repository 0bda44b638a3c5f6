"""A world beside the truth has the people that were asked for, and looks the same from outside."""

from __future__ import annotations

import numpy as np

from surveyapp.release.tables.moved import MOST, Outside
from surveyapp.release.tables.problem import Problem
from tests.release.tables.test_least import study_of

COUNTS = np.array([[0, 0, 0], [30, 2, 40], [30, 50, 3]], dtype=np.int64)
"""By code (not answered, yes, no) and group label."""


def outside(*, hidden: bool) -> Outside:
    """One question by a group of three; all its counts hidden, or none."""
    study = study_of(COUNTS, 5)
    (block,) = study.blocks
    opened = frozenset(("sued", column) for column in range(len(study.columns)))
    problem = Problem(study, block, opened)
    counts = problem.linked.counts
    low, high = (np.zeros_like(counts), np.full_like(counts, 200)) if hidden else (counts, counts)
    return Outside(problem, low, high)


def test_people_move_with_their_answers() -> None:
    shown = outside(hidden=True)
    base = shown.problem.counts.base + np.array([-2, 1, 1])
    found = shown.moved(base)
    assert found is not None
    assert found.base.tolist() == [58, 53, 44]
    assert found.sums("sued", np.arange(3)) == shown.problem.counts.sums("sued", np.arange(3))
    assert min(each.min() for each in found.by_code) >= 0


def test_people_come_and_go() -> None:
    found = outside(hidden=True).moved(np.array([60, 52, 46]))
    assert found is not None
    assert found.base.tolist() == [60, 52, 46]


def test_nobody_moves_where_that_could_be_seen() -> None:
    shown = outside(hidden=False)
    assert shown.moved(shown.problem.counts.base + np.array([-1, 1, 0])) is None


def test_many_are_not_moved_one_by_one() -> None:
    shown = outside(hidden=True)
    many = MOST + 1
    assert shown.moved(shown.problem.counts.base + np.array([-many, many, 0])) is None
