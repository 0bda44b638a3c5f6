"""A profile as far as it can be read, so that everything that is wrong with it can be said at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from surveyapp.instrument.explain import explain, faults, nearest
from surveyapp.instrument.load import Library
from surveyapp.instrument.problems import Path, Place, Problem, Unusable
from surveyapp.instrument.tree import Tree, read
from surveyapp.release.document import Document, Privacy
from surveyapp.release.ladder_files import LADDERS, fill
from surveyapp.release.plan.reading import plan_drafted, under
from surveyapp.release.rungs import Fault

__all__ = ["Draft", "Library", "drafted"]

ROUNDS = 4
MOST_PROBLEMS = 500


@dataclass(frozen=True)
class Draft:
    """The readable part of a profile, what is wrong with the rest, and what was left out for it."""

    document: Document
    tree: Tree
    found: tuple[Problem, ...]
    broken: frozenset[str]
    unread: frozenset[Path] = frozenset()
    """What was left out of the plan."""

    def problems(self, faults: Iterable[Fault]) -> list[Problem]:
        """What is wrong with the whole, sorted; not what follows from a part that could not be read."""
        more = (
            Problem(self.tree.place(path), code, message, hint)
            for path, code, message, hint in faults
            if not self.broken.intersection(map(str, path)) and not under(path, self.unread)
        )
        return sorted({*self.found, *more})[:MOST_PROBLEMS]


def drafted(text: str, file: str) -> Draft:
    """The readable part of a profile, its ladder files read in. Raises Unusable where there is none."""
    tree = read(text, file)
    if not isinstance(tree.data, dict):
        wrong = "a release profile is a mapping: name, instrument, privacy"
        raise Unusable([*tree.faults, Problem(Place(file), "not-a-profile", wrong)])
    broken: set[str] = set()
    found = [*tree.faults, *fill(tree, broken)]
    plan = plan_drafted(tree)
    tree.data.pop("report", None)
    found += plan.found
    for _ in range(ROUNDS):
        try:
            document = Document.model_validate(tree.data)
        except ValidationError as error:
            found += _explained(error, tree)
            for path, fault in faults(error, tree):
                broken |= _leave_out(tree.data, path, str(fault["loc"][-1]))
        else:
            whole = document.model_copy(update={"report": plan.plan}) if plan.plan else document
            return Draft(whole, tree, tuple(found), frozenset(broken), plan.unread)
    raise Unusable(sorted(set(found)))


def _explained(error: ValidationError, tree: Tree) -> Iterator[Problem]:
    for problem, (path, fault) in zip(explain(error, tree), faults(error, tree), strict=True):
        if fault["type"] == "extra_forbidden":
            known = (Privacy if path[:1] == ("privacy",) and len(path) > 1 else Document).model_fields
            yield replace(problem, hint=nearest(str(fault["loc"][-1]), known))
        else:
            yield problem


def _leave_out(data: dict[str, Any], path: Path, last: str) -> set[str]:
    """Take the smallest part around a fault out that can be left out; gives the names that go with it."""
    if path[:2] == LADDERS and len(path) > 2:
        data["privacy"]["quasi_identifiers"][path[2]] = []
        return {str(path[2])}
    if path[:1] == ("privacy",) and isinstance(data["privacy"], dict):
        field = str(path[1]) if len(path) > 1 else last
        data["privacy"].pop(field, None)
        return {field}
    field = str(path[0]) if path else last
    data.pop(field, None)
    if field == "privacy":
        data["privacy"] = {}
    return {field}
