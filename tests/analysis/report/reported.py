"""Reports of a few made-up people, made in this process."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from surveyapp.analysis.document import csv as as_csv
from surveyapp.analysis.document.report import Report
from surveyapp.analysis.report.build import build
from surveyapp.analysis.report.material import Material
from surveyapp.instrument.model import Instrument
from surveyapp.release.package import Campaign, Delivery, prepared
from surveyapp.release.plan.later import Planned, load_later
from surveyapp.release.profile import Profile, load_profile
from surveyapp.release.terms import Terms
from tests.release.tiny import instrument, stored

ITEMS = """
- {name: area, type: choice, ask: Area?, options: {a: North, b: South}, privacy: quasi_identifier}
- {name: sued, type: yes_no, ask: Sued?}
- {name: good, type: scale, ask: It is good, scale: four, privacy: ordinary}
- name: stress
  type: before_after
  ask: How was it?
  scale: four
  periods: {before: Before, after: After}
  statements: {ashamed: I felt ashamed}
- {name: harm, type: scale, ask: It did harm, scale: four, when: {sued: yes}}
- {name: hours, type: rating, ask: Hours?, min: 0, max: 6}
"""
SCALE = "scales: {four: {1: Yes indeed, 2: Rather, 3: Hardly, 4: Not at all}}"
ASKED = instrument(ITEMS, SCALE)
PRIVACY = "{quasi_identifiers: {area: []}, groups: [area]}"
TABLES = Terms("tables", k=2, minimum=5, smallest_cell=3)
Person = Mapping[str, Any]


def profile(plan: str = "", privacy: str = PRIVACY, of: Instrument = ASKED) -> Profile:
    """A profile with a plan, given as what stands under `report`."""
    text = f"name: tiny\ninstrument: tiny\nprivacy: {privacy}\n{plan and f'report: {plan}'}\n"
    return load_profile(text, "tiny.yaml", of)


def material(
    people: Sequence[Person],
    plan: str,
    terms: Terms = TABLES,
    *,
    later: str = "",
    of: Instrument = ASKED,
    privacy: str = PRIVACY,
) -> Material:
    """What the report of some people is made of, by a plan and perhaps a later one."""
    by = profile(plan, privacy, of)
    campaign = Campaign("sealed", 100, terms)
    ready = prepared(campaign, of, by, stored(people), Delivery())
    fixed = by.document.report
    planned = Planned(fixed, frozenset()) if fixed is not None else None
    if later:
        planned = load_later(f"report: {later}\n", "later.yaml", fixed, of, frozenset())
    assert planned is not None
    return Material(ready, planned, 100, (("Campaign", "tiny"),), {"Python": "3"})


def reported(people: Sequence[Person], plan: str, terms: Terms = TABLES, **more: Any) -> Report:
    """The report of some people."""
    return build(material(people, plan, terms, **more))


def lines(report: Report, name: str) -> list[list[str]]:
    """The lines of a table's CSV file."""
    (table,) = (each for each in report.tables if each.name == name)
    return list(csv.reader(io.StringIO(as_csv.text(table), newline="")))


def cells(report: Report, name: str) -> dict[str, list[str]]:
    """The cells of a table's rows by their label, the last of each label."""
    return {label: rest for label, *rest in lines(report, name)}


def words(report: Report) -> str:
    """All running text and facts."""
    found = []
    for section in report.sections:
        for block in section.blocks:
            found += [getattr(block, "text", "")]
            found += [f"{term}: {said}" for term, said in getattr(block, "entries", ())]
    return "\n".join(found)


def agreed(count: int, of: int, **more: Any) -> list[dict[str, Any]]:
    """So many people of whom some say yes and rather, the others hardly, to everything on the scale."""
    items = ("good", "ashamed_before", "harm")
    return [
        {"area": "a", "sued": "yes", **dict.fromkeys(items, "1" if at < count else "3"), **more}
        for at in range(of)
    ]


def paired(both: int, first: int, second: int, neither: int) -> list[dict[str, Any]]:
    """People by whether they felt ashamed before and after."""
    ways = [("1", "1")] * both + [("1", "3")] * first + [("3", "1")] * second + [("3", "3")] * neither
    return [{"area": "a", "ashamed_before": one, "ashamed_after": two} for one, two in ways]
