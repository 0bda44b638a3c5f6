"""What tables are made of: blocks in order, groups, and everything that follows from them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from surveyapp.release.tables.blocks import Block, Group, Strata, strata
from surveyapp.release.tables.counted import Column, Counts, Layout, People, columns
from surveyapp.release.tables.filed import Filed, Told
from surveyapp.release.tables.linked import Ints
from surveyapp.release.tables.published import Spans


@dataclass(frozen=True)
class Study:
    """All responses as counts.

    Blocks stand in an order in which whatever decides who is asked comes first. ``minimum`` and ``smallest``
    are the terms.
    """

    blocks: tuple[Block, ...]
    groups: tuple[Group, ...]
    rows: int
    minimum: int
    smallest: int
    files: Mapping[str, Filed] = field(default_factory=dict)
    """What the row file tells of each subject, in a campaign that gives its rows."""

    @cached_property
    def strata(self) -> Strata:
        """The combinations of the groups' labels."""
        return strata(self.groups, self.rows)

    @cached_property
    def size(self) -> Ints:
        """How many people are in each stratum."""
        return np.bincount(self.strata.place, minlength=self.strata.size).astype(np.int64)

    @cached_property
    def columns(self) -> list[Column]:
        """Everybody, and each label of each group."""
        return columns(self.groups)

    @cached_property
    def members(self) -> list[Ints]:
        """The strata of each column."""
        return [
            np.arange(self.strata.size)
            if each.group is None
            else np.flatnonzero(self.strata.labels[each.group] == each.label)
            for each in self.columns
        ]

    @cached_property
    def counts(self) -> dict[str, Counts]:
        """The counts of each block by its name."""
        return {block.name: Counts.of(block, self.strata) for block in self.blocks}

    @cached_property
    def home(self) -> dict[str, Block]:
        """The block of each subject."""
        return {subject.name: block for block in self.blocks for subject in block.subjects}

    def children(self, block: Block) -> list[Block]:
        """The blocks that are asked depending on one of a block's subjects."""
        names = {subject.name for subject in block.subjects}
        return [each for each in self.blocks if each.base is not None and each.base.subject in names]

    def following(self, block: Block) -> list[Block]:
        """The blocks that are asked depending on a block, directly or by way of others."""
        found = self.children(block)
        return [*found, *(each for child in found for each in self.following(child))]

    def layout(self, block: Block, base: Ints) -> Layout:
        """Where the parts of a block stand."""
        return People(block, base, self.strata.labels) if block.people else Layout(block, base)

    def told(self, block: Block, base: Ints) -> Layout | None:
        """The same for somebody who holds the row file; None where it tells nothing of the block, or all."""
        files = [self.files.get(subject.name) for subject in block.subjects]
        known = tuple(each for each in files if each is not None)
        if len(known) < len(files) or not any(each.partial for each in known):
            return None
        return Told(block, base, known, self.strata)

    def group_of(self, name: str) -> int | None:
        """The group of the same name."""
        return next((at for at, group in enumerate(self.groups) if group.name == name), None)

    def seen(self, block: Block, name: str) -> list[int]:
        """The columns that a subject may have: everybody, and the labels of all groups but itself."""
        own = self.group_of(name)
        return [
            at
            for at, column in enumerate(self.columns)
            if column.group is None or (block.crossed and column.group != own)
        ]

    def heads(self, column: int, spans: Spans) -> bool:
        """Whether a column may be shown at all: its own count must be."""
        found = self.columns[column]
        if found.group is None:
            return True
        group = self.groups[found.group]
        return not group.own or spans.exact(group.name, found.label, 0)

    def base_known(self, block: Block, column: int, spans: Spans) -> bool:
        """Whether how many were asked may be shown: only if nothing is hidden of what it comes from."""
        if not self.heads(column, spans):
            return False
        if block.base is None:
            return True
        name, asked = block.base.subject, block.base.codes
        parent = self.home[name]
        found = self.columns[column]
        if found.group is not None and found.group == self.group_of(name):
            return self.groups[found.group].own
        if not self.base_known(parent, column, spans):
            return False
        rest = set(range(1, len(parent.of(name)[0].words))) - asked
        return any(all(spans.exact(name, code, column) for code in codes) for codes in (asked, rest))

    def open(self, block: Block, name: str, column: int, spans: Spans) -> bool:
        """Whether a subject's column is shown: enough people stand behind it, and its base may be told."""
        counts = self.counts[block.name].by_code[block.at(name)]
        answered = counts[2:, self.members[column]].sum()
        return bool(answered >= self.minimum) and self.base_known(block, column, spans)


def ordered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks with each after the one that decides who is asked it."""
    placed: list[Block] = []
    names: set[str] = set()
    ahead = list(blocks)
    while ahead:
        ready = [block for block in ahead if block.base is None or block.base.subject in names]
        placed += ready
        names |= {subject.name for block in ready for subject in block.subjects}
        ahead = [block for block in ahead if block not in ready]
    return tuple(placed)
