"""Reachability, decided: what no combination of answers leads to, and rules that hold whatever is answered.

For every rule two questions are put: can it hold, and can it fail, where it is looked at? Each is answered
by a complete search over the classes of answers (``domains``) to the controls that matter, in the order
asked, with the path's own semantics. A yes is shown by answers that ``path.Walk`` confirms; a no comes from
a search that left nothing out; what the budget does not allow to finish is said to be undecided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from surveyapp.instrument.domains import TooMuch
from surveyapp.instrument.kinds.base import Item
from surveyapp.instrument.model import Include, Instrument
from surveyapp.instrument.path import Answers, Walk
from surveyapp.instrument.problems import Path, Problem
from surveyapp.instrument.rule_data import subjects_of
from surveyapp.instrument.rules import ALWAYS, All, Not, Rule
from surveyapp.instrument.search import Budget, Search
from surveyapp.instrument.tree import Tree


@dataclass(slots=True, eq=False)
class Site:
    """A rule, where it stands, and what must hold for it to be looked at."""

    path: Path
    thing: str
    code: str
    context: Rule
    rule: Rule
    fails_matter: bool = True
    holds: bool = False
    fails: bool = False


def unreached(instrument: Instrument, tree: Tree, budget: Budget | None = None) -> list[Problem]:
    """Everything that cannot be reached, every rule that always holds, and what could not be decided.

    The instrument's rules must speak of earlier items and of codes that exist.
    """
    return Reach(instrument, tree, budget or Budget()).problems()


class Reach:
    """The sites of an instrument and what is known about them."""

    def __init__(self, instrument: Instrument, tree: Tree, budget: Budget):
        self.tree = tree
        self.budget = budget
        self.sites = list(_sites(instrument))
        self.deciding = _deciding(instrument)
        self.search = Search(self.deciding, budget)

    def problems(self) -> list[Problem]:
        """What an author should mend."""
        if not self.sites:
            return []
        self._learn({})
        # From the end: answers that lead far show on their way that much else can be reached.
        return [problem for site in reversed(self.sites) for problem in self._decide(site)]

    def _decide(self, site: Site) -> Iterator[Problem]:
        place = self.tree.place(site.path)
        try:
            if not site.holds and not self._find(All((site.context, site.rule))):
                if site.fails or self._find(site.context):
                    said = f"no combination of answers leads to {site.thing}"
                    yield Problem(place, site.code, said, "mend the rule, or remove what it guards")
                return
            if site.fails_matter and not site.fails and not self._find(All((site.context, Not(site.rule)))):
                said = f"the rule of {site.thing} holds whatever is answered"
                yield Problem(place, "always-holds", said, "remove the rule, or mend it")
        except TooMuch:
            said = f"the rule of {site.thing} depends on too much to decide whether it can hold and fail"
            yield Problem(place, "undecided", said, "make it simpler, or derive a score in steps")

    def _find(self, goal: Rule) -> bool:
        answers = self.search.answers(goal)
        if answers is None:
            return False
        self._learn(answers)
        return True

    def _learn(self, answers: Answers) -> None:
        """Notes for every site what these answers show."""
        walk = Walk(self.deciding, answers)
        self.budget.spend(1 + 2 * len(self.sites))
        for site in self.sites:
            if not (site.holds and site.fails) and walk.holds(site.context):
                if walk.holds(site.rule):
                    site.holds = True
                else:
                    site.fails = True


def _deciding(instrument: Instrument) -> Instrument:
    """The instrument with those items alone that a rule looks at: of many, a few to walk through."""
    subjects = subjects_of(instrument)

    def looked_at(item: Item) -> bool:
        return any(control.name in subjects for control in item.controls())

    sections = tuple(
        section.model_copy(update={"items": tuple(filter(looked_at, items))})
        for section, items in instrument.asked
    )
    kept = {"sections": sections, "derive": instrument.scores}
    return Instrument(instrument.document.model_copy(update=kept))


def _sites(instrument: Instrument) -> Iterator[Site]:
    for at, section in enumerate(instrument.sections):
        path: Path = ("sections", at)
        inside = section.when or ALWAYS
        if section.when is not None:
            thing = f"the section '{section.name}'"
            yield Site((*path, "when"), thing, "never-asked", ALWAYS, section.when)
        for number, entry in enumerate(section.items):
            where = (*path, "items", number)
            name = entry.include if isinstance(entry, Include) else entry.name
            thing = f"the instrument '{name}'" if isinstance(entry, Include) else f"the item '{name}'"
            if entry.when is not None:
                yield Site((*where, "when"), thing, "never-asked", inside, entry.when)
            asked = inside if entry.when is None else All((inside, entry.when))
            if isinstance(entry, Include):
                yield from _included(entry, where, asked)
            else:
                yield from _options(entry, where, asked)


def _included(entry: Include, where: Path, asked: Rule) -> Iterator[Site]:
    for item in entry.items:
        if item.when is not None:
            thing = f"the item '{item.name}' of '{entry.include}'"
            yield Site((*where, "include"), thing, "never-asked", asked, item.when, fails_matter=False)


def _options(item: Item, where: Path, asked: Rule) -> Iterator[Site]:
    for code, option in item.picks().items():
        if option.when is not None:
            thing = f"the option '{code}' of '{item.name}'"
            yield Site((*where, "options", code, "when"), thing, "never-offered", asked, option.when)
