"""The audit: for every hidden count a world that looks the same from outside and in which it is another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from surveyapp.release.tables.blocks import Block
from surveyapp.release.tables.bounds import world
from surveyapp.release.tables.counted import Counts, Layout
from surveyapp.release.tables.decide import Worlds, aimed, lost
from surveyapp.release.tables.linked import Ints
from surveyapp.release.tables.moved import Outside
from surveyapp.release.tables.problem import Problem
from surveyapp.release.tables.published import Spans
from surveyapp.release.tables.study import Study
from surveyapp.release.tables.suppress import fitting, reaching


@dataclass(frozen=True)
class Leak:
    """What somebody who holds the tables could work out: the block, a cell of it, and why, in words."""

    block: str
    why: str


@dataclass(frozen=True)
class _Published:
    """A study with all that is published of it."""

    study: Study
    spans: Spans

    @cached_property
    def blocks(self) -> dict[str, Outside]:
        """Each block as it looks from outside."""
        opened: dict[str, set[tuple[str, int]]] = {}
        for name, _, column in self.spans.by_cell:
            opened.setdefault(name, set()).add((name, column))
        found = {}
        for block in self.study.blocks:
            every = (opened.get(subject.name, set()) for subject in block.subjects)
            problem = Problem(self.study, block, frozenset().union(*every))
            found[block.name] = Outside.of(problem, self.spans)
        return found


def audit(study: Study, spans: Spans, worlds: Mapping[str, Worlds] | None = None) -> list[Leak]:
    """Everything that what is published gives away; nothing where all is as it should be.

    ``worlds`` are those that were found when it was decided: each is checked like one found here.
    """
    published, found = _Published(study, spans), list[Leak]()
    for block in study.blocks:
        found += _of_block(published, block, (worlds or {}).get(block.name, []))
    return found


def _of_block(published: _Published, block: Block, worlds: Worlds) -> Iterator[Leak]:
    study, spans = published.study, published.spans
    outside = published.blocks[block.name]
    problem = outside.problem
    for name, column in sorted(problem.opened):
        if not study.open(block, name, column, spans):
            yield Leak(block.name, f"column {column} of {name} may not be shown")
    if not problem.opened:
        return
    yield from _as_told(problem, spans)
    for layout, these in zip(problem.layouts, worlds or [[] for _ in problem.layouts], strict=True):
        yield from _tried(published, outside, layout, these)


def _tried(published: _Published, outside: Outside, layout: Layout, worlds: Sequence[Ints]) -> Iterator[Leak]:
    """Whether every cell that must be able to differ does so in a world that fits all that is published."""
    problem, low, high = outside.problem, outside.low, outside.high
    block = problem.block
    knows = aimed(problem, layout, worlds)
    for cell in lost(problem, knows):
        yield Leak(block.name, f"{problem.cells[cell]} can be worked out")
    family = block.people or bool(published.study.children(block))
    cells = [] if family else fitting(problem.linked, low, high, knows)
    for aim in knows.aims:
        if any(map(aim.met, cells)):
            continue
        found = reaching(problem.linked, low, high, knows, aim, near=family)
        if found is None:
            yield Leak(block.name, f"{problem.cells[aim.cell]} can be worked out")
            continue
        cells.append(knows.system.cells(found))
        failing = without_room(published, problem, layout, found) if family else None
        if failing is not None:
            yield Leak(failing, f"its tables give {block.name} away")


def _as_told(problem: Problem, spans: Spans) -> Iterator[Leak]:
    """Whether every cell says what it may say, and the truth."""
    linked = problem.linked
    published = [spans.by_cell.get(key) for key in problem.keys]
    hidden = np.array([span is None or span[0] < span[1] for span in published])
    least, most = problem.told(hidden)
    for at, (cell, key, span) in enumerate(zip(problem.places, problem.keys, published, strict=True)):
        if span is None:
            if problem.shown(key[0], key[2]):
                yield Leak(problem.block.name, f"{key} is missing")
        elif span[0] == span[1] and linked.forced[cell]:
            yield Leak(problem.block.name, f"{key} is small and shown")
        elif span != (least[at], most[at]) or not least[at] <= linked.counts[cell] <= most[at]:
            yield Leak(problem.block.name, f"{key} is not told as it should be")
    for (name, column), asked in spans.asked.items():
        if (name, column) in problem.opened and asked != problem.asked(column):
            yield Leak(problem.block.name, f"the base of {name} is not told as it should be")


def without_room(published: _Published, problem: Problem, layout: Layout, found: Ints) -> str | None:
    """The first block whose published cells do not fit a world in which another block's counts differ.

    Whoever has the row file beside the tables has it for all blocks.
    """
    study, block, filed = problem.study, problem.block, layout is not problem.layout
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
        counts = _fitted(published.blocks[other.name], base, filed=filed)
        if counts is None:
            return other.name
        worlds[other.name] = counts
    return None


def _fitted(outside: Outside, base: Ints, *, filed: bool) -> Counts | None:
    """Counts of a block for another base that agree with all that is published of it."""
    problem = outside.problem
    study, block = problem.study, problem.block
    told = study.told(block, base) if filed else None
    moved = outside.moved(base) if told is None else None
    if moved is not None:
        return moved
    layout = told or study.layout(block, base)
    near = layout.parts(study.counts[block.name]) if study.children(block) else None
    system = layout.system(problem.cells, study.members)
    parts = world(system, outside.low, outside.high, None, near)
    return None if parts is None else layout.counts(parts)
