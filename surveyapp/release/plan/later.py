"""Analyses that were not planned in advance: a later plan against the one that was fixed on opening.

What an analysis does is compared, never what it is called: names, titles, labels and the order of things may
change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Problem, Unusable
from surveyapp.release.plan import named
from surveyapp.release.plan.checks import plan_faults
from surveyapp.release.plan.document import Analysis, BeforeAfterBars, Comparison, Likert, Plan, Table
from surveyapp.release.plan.reading import later_plan, under
from surveyapp.release.rungs import Fault

Content = frozenset[Any]
"""Everything that an analysis computes, piece by piece; equal for equal pieces."""


@dataclass(frozen=True)
class Planned:
    """A plan to be carried out, and the names of those of its analyses that were not planned in advance."""

    plan: Plan
    added: frozenset[str]


def added(frozen: Plan | None, later: Plan, instrument: Instrument) -> tuple[Analysis, ...]:
    """The analyses of a later plan that compute anything that the frozen one does not.

    A part of a planned table without tests is planned, and so are rows of several such tables together. One
    p-value more in a family is not planned, nor are the others in it: all are corrected differently.
    """
    planned: dict[type, list[Content]] = {}
    for each in frozen.analyses if frozen else ():
        planned.setdefault(type(each), []).append(_content(each, frozen or later, instrument))
    found = []
    for each in later.analyses:
        content, fixed = _content(each, later, instrument), planned.get(type(each), [])
        wholes = [frozenset().union(*fixed)] if isinstance(each, Table) else fixed
        if not any(content <= whole for whole in wholes):
            found.append(each)
    return tuple(found)


def joined(frozen: Plan | None, later: Plan, instrument: Instrument) -> Planned:
    """The frozen plan whole, and after it what a later one adds to it.

    A figure of a comparison that is planned under another name shows it under that.
    """
    base = frozen or Plan(title=later.title, intervals=later.intervals, response_rate=later.response_rate)
    more = added(frozen, later, instrument)
    names = {each.name for each in more}
    figures = (_shown(each, base, later, instrument) for each in later.figures if each.name in names)
    lists: dict[str, tuple[Any, ...]] = {
        field: tuple(each for each in getattr(later, field) if each.name in names) for field in Plan.LISTS
    }
    lists["figures"] = tuple(figures)
    whole = {field: (*getattr(base, field), *parts) for field, parts in lists.items()}
    return Planned(base.model_copy(update=whole), frozenset(names))


def load_later(
    text: str, file: str, frozen: Plan | None, instrument: Instrument, withheld: frozenset[str]
) -> Planned:
    """The frozen plan with what the plan in a file adds. Raises Unusable with all its problems."""
    draft, tree = later_plan(text, file)
    found = [*tree.faults, *draft.found]
    if draft.plan is not None:
        whole = draft.plan
        faults = [*plan_faults(whole, instrument, withheld), *_taken(frozen, whole, instrument)]
        found += [
            Problem(tree.place(path), code, message, hint)
            for path, code, message, hint in faults
            if not under(path, draft.unread)
        ]
    if found or draft.plan is None:
        raise Unusable(sorted(set(found)))
    return joined(frozen, draft.plan, instrument)


def _taken(frozen: Plan | None, later: Plan, instrument: Instrument) -> Iterator[Fault]:
    """What a later plan cannot change: what names and families stand for, and how everything is computed."""
    if frozen is None:
        return
    for key in ("intervals", "response_rate"):
        if key in later.model_fields_set and getattr(later, key) != getattr(frozen, key):
            wrong = f"the plan that was fixed has {key}: {getattr(frozen, key)}, and a report has one"
            yield ("report", key), "fixed-in-plan", wrong, "remove it here"
    names = {each.name for each in frozen.analyses}
    fresh = {each.name for each in added(frozen, later, instrument)}
    for field in Plan.LISTS:
        for at, each in enumerate(getattr(later, field)):
            if each.name not in fresh:
                continue
            if each.name in names:
                wrong = f"the plan that was fixed has another '{each.name}'"
                yield ("report", field, at, "name"), "fixed-in-plan", wrong, "give it another name"
            if getattr(each, "family", None) in frozen.families:
                wrong = (
                    f"the plan that was fixed has a family '{each.family}', and it is corrected as planned"
                )
                yield ("report", field, at, "family"), "fixed-in-plan", wrong, "give it another name"


def _shown(
    figure: Likert | BeforeAfterBars, base: Plan, later: Plan, instrument: Instrument
) -> Likert | BeforeAfterBars:
    if isinstance(figure, Likert):
        return figure
    shown = _content(figure, later, instrument)
    for comparison in base.comparisons:
        if shown <= _content(comparison, base, instrument):
            return figure.model_copy(update={"comparison": comparison.name})
    return figure


def _content(analysis: Analysis, plan: Plan, instrument: Instrument) -> Content:
    if isinstance(analysis, Table):
        return frozenset((analysis.median, each) for each in _tests(analysis, plan, instrument))
    if isinstance(analysis, Comparison):
        return frozenset(_tests(analysis, plan, instrument))
    if isinstance(analysis, Likert):
        blocks = analysis.blocks_of(instrument)
        return frozenset([frozenset(frozenset(each.name for each in block.variables) for block in blocks)])
    if isinstance(analysis, BeforeAfterBars):
        shown_by = plan.comparison(analysis.comparison)
        return _content(shown_by, plan, instrument) if shown_by else frozenset([analysis.comparison])
    return frozenset([(analysis.of, frozenset(analysis.agree), *analysis.bounds.items())])


def _tests(analysis: Table | Comparison, plan: Plan, instrument: Instrument) -> Iterator[Any]:
    """Each test with those that it is corrected with."""
    members = plan.families.get(analysis.family or "", ())
    family = frozenset(each for member in members for each in _alone(member, instrument))
    return ((each, family) for each in _alone(analysis, instrument))


def _alone(analysis: Table | Comparison, instrument: Instrument) -> Iterator[Any]:
    if isinstance(analysis, Table):
        for name in analysis.rows:
            for variable in named.variables_of(name, instrument):
                yield variable.name, analysis.by, analysis.test
    else:
        agree = frozenset(analysis.agree)
        for pair in analysis.pairs_of(instrument):
            yield from ((pair.first.name, pair.second.name, agree, test) for test in analysis.tests)
