"""Deciding, block by block, what is published."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from surveyapp.release.tables.blocks import Block
from surveyapp.release.tables.bounds import NEAR, Aim, reaches
from surveyapp.release.tables.counted import Layout
from surveyapp.release.tables.linked import Ints
from surveyapp.release.tables.problem import Problem
from surveyapp.release.tables.published import Spans
from surveyapp.release.tables.study import Study
from surveyapp.release.tables.suppress import Knows, Pattern, attainable, least

Worlds = list[list[Ints]]
"""By layout of a block, parts in whole numbers that were found on the way: they spare the audit a search."""


@dataclass(frozen=True)
class Decision:
    """What is published, whether every block was solved for the least, and by block worlds that show it."""

    spans: Spans
    least: bool
    worlds: Mapping[str, Worlds]


@dataclass(frozen=True)
class Solved:
    """A block with the columns that are shown of it after all, and what is hidden in them."""

    problem: Problem
    pattern: Pattern
    worlds: Worlds


Memory = dict[tuple[str, frozenset[tuple[str, int]], bool], Solved]
"""What was solved before, by block, the columns shown, and whether groups were settled."""


def decide(
    study: Study, closed: Mapping[str, int], progress: Callable[[int, int], None], memory: Memory
) -> Decision:
    """What is published of a study.

    A block in ``closed`` is not broken down by group, or, where that stands at 2, has no table at all.
    ``memory`` spares solving again what is as it was; it belongs to the study.
    """
    spans, all_least, worlds = Spans(), True, dict[str, Worlds]()
    for at, block in enumerate(study.blocks):
        progress(at, len(study.blocks))
        columns = (range(len(study.columns)), (0,), ())[closed.get(block.name, 0)]
        settled = None
        for shown in ((0,), columns) if block.people else (columns,):
            problem = Problem(study, block, opened(study, block, spans, shown), settled)
            key = block.name, problem.opened, settled is not None
            found = memory[key] = memory.get(key) or solve(problem)
            found.problem.write(found.pattern.hidden, spans)
            all_least, worlds[block.name] = all_least and found.pattern.least, found.worlds
            settled = Spans(dict(spans.by_cell))
    return Decision(spans, all_least, worlds)


def solve(problem: Problem) -> Solved:
    """What must be hidden of a block, and whether it is the least.

    Where no hiding helps, as for a rating of which the whole is shown, the block is not broken down by
    group, and where that does not help either, it is not shown.
    """
    known = [aimed(problem, layout) for layout in problem.layouts] if problem.opened else []
    if any(lost(problem, each) for each in known):
        whole = frozenset((name, column) for name, column in problem.opened if column == 0)
        fewer = whole if whole < problem.opened else frozenset[tuple[str, int]]()
        return solve(replace(problem, opened=fewer))
    pattern = least(problem.linked, known)
    return Solved(problem, pattern, [[parts for parts, _ in each.worlds] for each in known])


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


def aimed(problem: Problem, layout: Layout, worlds: Sequence[Ints] = ()) -> Knows:
    """Somebody who may try, with the aims that can be met at all; ``worlds`` are at hand.

    A cell that cannot go the one way at all must be able to go the other.
    """
    knows, linked = problem.knows(layout), problem.linked
    knows.worlds.extend(
        (parts, knows.system.cells(parts)) for parts in worlds if knows.system.possible(parts)
    )
    first = tuple(problem.aims(linked))
    kept = attainable(linked, replace(knows, aims=first)).aims
    without = {aim.cell for aim in first} - {aim.cell for aim in kept}
    again = tuple(aim for aim in problem.aims(linked, other=True) if aim.cell in without and aim.at >= 0)
    more = attainable(linked, replace(knows, aims=again)).aims
    return replace(knows, aims=(*kept, *more))
