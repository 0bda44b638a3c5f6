"""A document's text with what it says and where; changed data gives a text in which the rest is as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from surveyapp.instrument.edit.layout import Unwritable
from surveyapp.instrument.edit.nodes import Node, nodes
from surveyapp.instrument.edit.rewrite import Writer, same
from surveyapp.instrument.problems import Place, Problem, Unusable
from surveyapp.instrument.tree import read

ANCHOR = re.compile(r"&\S+")
SOURCES_KEPT = 4


class NotEdited(Exception):
    """A change cannot be made; the problem says why, and what to do instead."""

    def __init__(self, code: str, message: str, hint: str = "", place: Place | None = None):
        super().__init__(message)
        self.problem = Problem(place or Place(""), code, message, hint)


def by_hand(message: str) -> NotEdited:
    """What is said where only the text itself can be changed."""
    return NotEdited("by-hand", message, "Change it on the YAML page, where you can write anything.")


@dataclass(frozen=True)
class Source:
    """A text that holds a mapping, and what it says as plain data. Never change ``data``: make new data."""

    text: str
    data: dict[str, Any]
    faults: tuple[Problem, ...] = ()

    @staticmethod
    @lru_cache(maxsize=SOURCES_KEPT)
    def of(text: str) -> Source:
        """The source in a text, read once. Raises Unusable where it is not YAML, or no mapping."""
        tree = read(text, "")
        if not isinstance(tree.data, dict):
            said = "an instrument is a mapping: name, title, source, sections"
            raise Unusable([*tree.faults, Problem(Place(""), "not-an-instrument", said)])
        return Source(text, tree.data, tuple(tree.faults))

    @cached_property
    def root(self) -> Node:
        """Where its parts stand."""
        return nodes(self.text) or Node("scalar", 0, 0)

    def changed(self, new: dict[str, Any]) -> Source:
        """The source with new data, everything that is the same written as it was.

        A list that is written once and used twice (an anchor and its aliases) is written out where only one
        of its uses changes. Raises NotEdited where the text is written in a way that only a person can
        change.
        """
        if self.faults:
            fault = min(self.faults)
            raise by_hand(f"Line {fault.where.line} has to be mended first: {fault.message}.")
        if same(self.data, new):
            return self
        for expand in self._expansions():
            try:
                text = self._without_marks(
                    Writer(self.text, self.root, self.data, expand).written(new), expand
                )
                made = Source.of(text)
            except (Unwritable, Unusable):
                continue
            if same(made.data, new) and not made.faults:
                return made
        raise by_hand("This part is written in a way that forms can't change.")

    def _expansions(self) -> Iterator[frozenset[str]]:
        found = self.root.walk() if "*" in self.text else ()
        marked = {node.anchor for _, node in found if node.kind == "alias" and node.anchor}
        yield frozenset()
        if len(marked) > 1:
            yield from (frozenset([each]) for each in sorted(marked))
        if marked:
            yield frozenset(marked)

    def _without_marks(self, text: str, expand: frozenset[str]) -> str:
        """The text without the marks of what was written out."""
        if not expand:
            return text
        found = nodes(text)
        marked = [node for _, node in found.walk() if node.anchor in expand] if found else []
        if any(node.kind == "alias" for node in marked):
            raise Unwritable
        for node in sorted(marked, key=lambda each: each.start, reverse=True):
            rest = ANCHOR.sub("", text[node.start :], count=1)
            before = text[: node.start]
            text = before.rstrip(" ") + rest if rest.startswith("\n") else before + rest.lstrip(" ")
        return text
