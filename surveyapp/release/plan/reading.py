"""A plan as far as it can be read: a part that is wrong is said, and leaves the rest to be checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from surveyapp.instrument.explain import explain, faults, nearest
from surveyapp.instrument.kinds.base import Part
from surveyapp.instrument.problems import Path, Place, Problem, Unusable
from surveyapp.instrument.tree import Tree, read
from surveyapp.release.plan.document import Aim, BeforeAfterBars, Comparison, Likert, Plan, Table

ROUNDS = 4
FIGURES: Mapping[str, type[Part]] = {"likert": Likert, "before_after": BeforeAfterBars}
EMPTY: Mapping[str, Part] = {
    "tables": Table.model_construct(name="", title="", rows=()),
    "comparisons": Comparison.model_construct(name="", title="", pairs={}),
    "figures": Likert.model_construct(kind="likert", name="", title="", blocks={}),
    "aims": Aim.model_construct(name="", words="", of="", agree=()),
}
"""What stands in the place of an analysis that could not be read, so that the others keep theirs."""


class _Holder(Part):
    report: Plan


@dataclass(frozen=True)
class PlanDraft:
    """The readable part of a plan, what is wrong with the rest, and the paths of what was left out for it."""

    plan: Plan | None
    found: tuple[Problem, ...]
    unread: frozenset[Path]


def under(path: Path, parts: Iterable[Path]) -> bool:
    """Whether a path leads to one of the parts, or into it."""
    return any(path[: len(part)] == part for part in parts)


def plan_drafted(tree: Tree) -> PlanDraft:
    """The plan under ``report`` in a mapping, as far as it can be read."""
    data = deepcopy(tree.data.get("report"))
    if data is None and "report" not in tree.data:
        return PlanDraft(None, (), frozenset())
    found: list[Problem] = []
    unread: set[Path] = set()
    for _ in range(ROUNDS):
        try:
            plan = _Holder.model_validate({"report": data}).report
        except ValidationError as error:
            found += _explained(error, tree)
            for path, _ in faults(error, tree):
                if len(path) < 2:
                    return PlanDraft(None, tuple(found), frozenset({("report",)}))
                unread.add(_leave_out(data, path))
        else:
            return PlanDraft(plan, tuple(found), frozenset(unread))
    return PlanDraft(None, tuple(found), frozenset({("report",)}))


def later_plan(text: str, file: str) -> tuple[PlanDraft, Tree]:
    """The plan in a file of its own, which has it under ``report`` as a profile does.

    Raises Unusable where the file is nothing of the kind.
    """
    tree = read(text, file)
    if not isinstance(tree.data, dict) or "report" not in tree.data:
        hint = "write report: as in a release profile"
        raise Unusable([*tree.faults, Problem(Place(file), "not-a-plan", "there is no plan here", hint)])
    for key in tree.data.keys() - {"report"}:
        wrong = f"'{key}' is not a key here"
        tree.faults.append(
            Problem(tree.place((key,)), "unknown-key", wrong, "this file has the one key report")
        )
    return plan_drafted(tree), tree


def _leave_out(data: Any, path: Path) -> Path:
    """Take the smallest part around a fault out that can be left out; gives its path."""
    field, *inside = path[1:]
    if inside and field in EMPTY and isinstance(inside[0], int):
        given = data[field][inside[0]]
        name = given.get("name", "") if isinstance(given, dict) else ""
        data[field][inside[0]] = EMPTY[str(field)].model_copy(update={"name": str(name)})
        return path[:3]
    data.pop(field, None)
    return path[:2]


def _explained(error: ValidationError, tree: Tree) -> Iterator[Problem]:
    for problem, (path, fault) in zip(explain(error, tree), faults(error, tree), strict=True):
        if fault["type"] == "extra_forbidden":
            known = _model(path[:-1], tree).model_fields
            yield replace(problem, hint=nearest(str(fault["loc"][-1]), known))
        elif fault["type"].startswith("union_tag"):
            given = str(fault.get("ctx", {}).get("tag", ""))
            wrong = f"'{given}' is no kind of figure" if given else "'kind' is missing"
            yield replace(
                problem,
                code="unknown-kind" if given else "missing",
                message=wrong,
                hint=nearest(given, FIGURES),
            )
        else:
            yield problem


def _model(path: Path, tree: Tree) -> type[Part]:
    """The part of a plan that stands at a path."""
    if len(path) < 3:
        return Plan
    if path[1] == "figures":
        return FIGURES[str(tree.data["report"]["figures"][path[2]]["kind"])]
    return type(EMPTY[str(path[1])])
