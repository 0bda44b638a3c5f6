"""The audit: for every hidden count a world that looks the same from outside and in which it is another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from surveyapp.release.tables.blocks import Block
from surveyapp.release.tables.bounds import world
from surveyapp.release.tables.counted import Counts, Layout
from surveyapp.release.tables.decide import aimed, lost
from surveyapp.release.tables.linked import Ints
from surveyapp.release.tables.problem import Problem, bounds_of
from surveyapp.release.tables.published import Spans
from surveyapp.release.tables.study import Study
from surveyapp.release.tables.suppress import reaching


@dataclass(frozen=True)
class Leak:
    """What somebody who holds the tables could work out: the block, a cell of it, and why, in words."""

    block: str
    why: str


def audit(study: Study, spans: Spans) -> list[Leak]:
    """Everything that what is published gives away; nothing where all is as it should be."""
    found: list[Leak] = []
    for block in study.blocks:
        found += _of_block(study, block, spans)
    return found


def _of_block(study: Study, block: Block, spans: Spans) -> Iterator[Leak]:
    names = {subject.name for subject in block.subjects}
    opened = frozenset((name, column) for name, _, column in spans.by_cell if name in names)
    for name, column in sorted(opened):
        if not study.open(block, name, column, spans):
            yield Leak(block.name, f"column {column} of {name} may not be shown")
    problem = Problem(study, block, opened)
    if not opened:
        return
    yield from _as_told(problem, spans)
    for layout in problem.layouts:
        yield from _tried(problem, layout, spans)


def _tried(problem: Problem, layout: Layout, spans: Spans) -> Iterator[Leak]:
    """Whether every cell that must be able to differ does so in a world that fits all that is published."""
    study, block = problem.study, problem.block
    low, high = bounds_of(problem, spans)
    knows = aimed(problem, layout)
    for cell in lost(problem, knows):
        yield Leak(block.name, f"{problem.keys[cell]} can be worked out")
    family = block.people or bool(study.children(block))
    cells: list[Ints] = []
    for aim in knows.aims:
        if any(aim.sign * (counts[aim.cell] - aim.at) >= 0 for counts in cells):
            continue
        found = reaching(problem.linked, low, high, knows, aim, near=family)
        if found is None:
            yield Leak(block.name, f"{problem.keys[aim.cell]} can be worked out")
            continue
        cells.append(knows.system.cells(found))
        failing = without_room(problem, layout, spans, found) if family else None
        if failing is not None:
            yield Leak(failing, f"its tables give {block.name} away")


def _as_told(problem: Problem, spans: Spans) -> Iterator[Leak]:
    """Whether every cell says what it may say, and the truth."""
    linked = problem.linked
    published = [spans.by_cell.get(key) for key in problem.keys]
    hidden = np.array([span is None or span[0] < span[1] for span in published])
    least, most = problem.told(hidden)
    for at, (key, span) in enumerate(zip(problem.keys, published, strict=True)):
        if span is None:
            if problem.shown(key[0], key[2]):
                yield Leak(problem.block.name, f"{key} is missing")
        elif span[0] == span[1] and linked.forced[at]:
            yield Leak(problem.block.name, f"{key} is small and shown")
        elif span != (least[at], most[at]) or not least[at] <= linked.counts[at] <= most[at]:
            yield Leak(problem.block.name, f"{key} is not told as it should be")
    for (name, column), asked in spans.asked.items():
        if (name, column) in problem.opened and asked != problem.asked(column):
            yield Leak(problem.block.name, f"the base of {name} is not told as it should be")


def without_room(problem: Problem, layout: Layout, spans: Spans, found: Ints) -> str | None:
    """The first block whose published cells do not fit a world in which another block's counts differ.

    Whoever has the row file beside the tables has it for all blocks.
    """
    study, block, told = problem.study, problem.block, layout is not problem.layout
    changed = layout.counts(found)
    worlds = {block.name: changed}
    size = changed.by_code[0].sum(axis=0) if block.people else study.size
    for other in study.blocks:
        parent = study.home[other.base.subject].name if other.base is not None else ""
        if other.base is None:
            base = size
        elif parent in worlds:
            base = worlds[parent].asked(other.base.subject, other.base.codes)
        else:
            continue
        if other.name in worlds or np.array_equal(base, study.counts[other.name].base):
            continue
        counts = _fitted(study, spans, other, base, told=told)
        if counts is None:
            return other.name
        worlds[other.name] = counts
    return None


def _fitted(study: Study, spans: Spans, block: Block, base: Ints, *, told: bool) -> Counts | None:
    """Counts of a block for another base that agree with all that is published of it."""
    names = {subject.name for subject in block.subjects}
    opened = frozenset((name, column) for name, _, column in spans.by_cell if name in names)
    problem = Problem(study, block, opened)
    layout = (study.told(block, base) if told else None) or study.layout(block, base)
    system = layout.system(problem.keys, study.members)
    low, high = bounds_of(problem, spans)
    near = layout.parts(study.counts[block.name]) if study.children(block) else None
    parts = world(system, low, high, None, near)
    return None if parts is None else layout.counts(parts)
