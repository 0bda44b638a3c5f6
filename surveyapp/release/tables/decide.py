"""Deciding, block by block, what is published."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from surveyapp.release.tables.blocks import Block
from surveyapp.release.tables.bounds import NEAR, Aim, reaches
from surveyapp.release.tables.counted import Layout
from surveyapp.release.tables.problem import Problem
from surveyapp.release.tables.published import Spans
from surveyapp.release.tables.study import Study
from surveyapp.release.tables.suppress import Knows, attainable, least


@dataclass(frozen=True)
class Decision:
    """What is published, and whether every block was solved for the least."""

    spans: Spans
    least: bool


def decide(study: Study, closed: Mapping[str, int], progress: Callable[[int, int], None]) -> Decision:
    """What is published of a study.

    A block in ``closed`` is not broken down by group, or, where that stands at 2, has no table at all.
    """
    spans, all_least = Spans(), True
    for at, block in enumerate(study.blocks):
        progress(at, len(study.blocks))
        if block.people:
            all_least &= solve(Problem(study, block, opened(study, block, spans, (0,))), spans)
        columns = (range(len(study.columns)), (0,), ())[closed.get(block.name, 0)]
        settled = Spans(dict(spans.by_cell)) if block.people else None
        all_least &= solve(Problem(study, block, opened(study, block, spans, columns), settled), spans)
    return Decision(spans, all_least)


def solve(problem: Problem, spans: Spans) -> bool:
    """Hide what must be hidden of a block and write down what is published; whether it is the least.

    Where no hiding helps, as for a rating of which the whole is shown, the block is not broken down by
    group, and where that does not help either, it is not shown.
    """
    if not problem.opened:
        return True
    known = [aimed(problem, layout) for layout in problem.layouts]
    if any(lost(problem, each) for each in known):
        whole = frozenset((name, column) for name, column in problem.opened if column == 0)
        fewer = whole if whole < problem.opened else frozenset[tuple[str, int]]()
        return solve(replace(problem, opened=fewer), spans)
    pattern = least(problem.linked, known)
    problem.write(pattern.hidden, spans)
    return pattern.least


def lost(problem: Problem, knows: Knows) -> list[int]:
    """The cells that could be worked out whatever is hidden, though not without the tables."""
    linked = problem.linked
    met = {aim.cell for aim in knows.aims}
    cells = sorted({aim.cell for aim in problem.aims(linked)} - met)
    low, high = np.zeros_like(linked.counts), np.full_like(linked.counts, problem.study.rows)
    aims = [Aim(cell, sign, int(linked.counts[cell]) + sign) for cell in cells for sign in (1, -1)]
    found = zip(aims, reaches(knows.system, low, high, aims), strict=True)
    return [aim.cell for aim, reach in found if aim.sign * (reach.value - aim.at) > -NEAR]


def opened(study: Study, block: Block, spans: Spans, columns: Collection[int]) -> frozenset[tuple[str, int]]:
    """The subjects and columns that are shown; no column where the table of everybody is not."""
    names = [each.name for each in block.subjects if study.open(block, each.name, 0, spans)]
    return frozenset(
        (name, at)
        for name in names
        for at in study.seen(block, name)
        if at in columns and study.open(block, name, at, spans)
    )


def aimed(problem: Problem, layout: Layout) -> Knows:
    """Somebody who may try, with the aims that can be met at all.

    A cell that cannot go the one way at all must be able to go the other.
    """
    knows, linked = problem.knows(layout), problem.linked
    first = tuple(problem.aims(linked))
    kept = attainable(linked, replace(knows, aims=first)).aims
    without = {aim.cell for aim in first} - {aim.cell for aim in kept}
    again = tuple(aim for aim in problem.aims(linked, other=True) if aim.cell in without and aim.at >= 0)
    more = attainable(linked, replace(knows, aims=again)).aims
    return replace(knows, aims=(*kept, *more))
