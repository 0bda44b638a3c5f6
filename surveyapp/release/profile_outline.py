"""A release profile as a readable outline: what leaves, what is told less exactly, and what stays behind."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from surveyapp.instrument.model import Instrument
from surveyapp.release.carried import determinants
from surveyapp.release.document import Privacy
from surveyapp.release.ladders import Ladder
from surveyapp.release.open_checks import values
from surveyapp.release.plan.outline import plan_lines
from surveyapp.release.profile import Profile

WIDTH = 100
RECODING = {
    "full": "each variable at one level for everybody",
    "local": "each variable at several levels where that loses less",
}


def outline(profile: Profile, instrument: Instrument | None) -> str:
    """The outline as plain text; ``instrument`` is None for a profile that takes any CSV file."""
    return "\n".join(_lines(profile, instrument)) + "\n"


def _lines(profile: Profile, instrument: Instrument | None) -> Iterator[str]:
    privacy = profile.document.privacy
    yield f"{profile.name}: what may leave of {instrument.title if instrument else 'any CSV file'}"
    yield f"  version      {profile.hash}"
    yield from _wrapped("  recoding     ", RECODING[privacy.recoding])
    yield from _wrapped("  suppression  ", _suppression(privacy))
    yield from _wrapped("  terms        ", ", ".join(_terms(privacy, instrument)))
    for name, least in privacy.diverse.items():
        yield f"  variety      {least} values of {name} in each class"
    if profile.population is not None:
        people = sum(profile.population.counts.values())
        yield f"  roster       {people:,} people by {', '.join(profile.population.variables)}"
    if profile.ladders:
        yield from ("", "Told less exactly")
    wording = {each.name: each.wording for each in instrument.variables} if instrument else {}
    for name, ladder in profile.ladders.items():
        yield from _wrapped("  ", f"{name}: {wording[name]}" if instrument else name)
        yield from _levels(ladder, _codes(privacy, name, instrument))
    if instrument is not None:
        yield from _carried(profile, instrument)
    if profile.groups:
        yield from ("", "Tables by", *_wrapped("  ", ", ".join(profile.groups)))
    if profile.withheld:
        yield from ("", "Withheld", *_wrapped("  ", ", ".join(privacy.withhold)))
    report = profile.document.report
    if report is not None and instrument is not None:
        yield from ("", "Report")
        for line in plan_lines(report, instrument):
            yield from _wrapped("  ", line)


def _suppression(privacy: Privacy) -> str:
    if not privacy.suppress_at_most:
        return "none: every row keeps something"
    done = "left out" if privacy.drop else "hidden"
    of = "" if privacy.drop else "everything here of "
    return f"{of}up to {100 * privacy.suppress_at_most:g} % of the rows may be {done}"


def _terms(privacy: Privacy, instrument: Instrument | None) -> Iterator[str]:
    asked = {
        "k": privacy.k,
        "minimum": privacy.minimum,
        "smallest cell": privacy.smallest_cell,
    }
    yield from (f"{name} {number}" for name, number in asked.items() if number is not None)
    if instrument is not None:
        yield "otherwise as the campaign has them" if any(asked.values()) else "as the campaign has them"


def _codes(privacy: Privacy, name: str, instrument: Instrument | None) -> Mapping[str, str]:
    if instrument is None:
        return {value: value for value in values(privacy, name)}
    return next(each.codes for each in instrument.variables if each.name == name)


def _levels(ladder: Ladder, codes: Mapping[str, str]) -> Iterator[str]:
    for level in range(ladder.top):
        shown = ladder.shown(codes, level)
        words = [label if label == said else f"{label} ({said})" for label, said in shown.items()]
        said = "; ".join(words[:40]) + ("; …" if len(words) > 40 else "") or "as it is"
        yield from _wrapped(f"    {level}  ", said)
    yield f"    {ladder.top}  *"


def _carried(profile: Profile, instrument: Instrument) -> Iterator[str]:
    """What is suppressed wherever one of the variables that decide about it is not shown."""
    veiled = profile.ladders.keys() | profile.withheld
    controls = {each.control.name for each in instrument.variables if each.control and each.name in veiled}
    by: dict[str, list[str]] = {}
    for name, behind in determinants(instrument).items():
        if name not in veiled and behind & controls:
            by.setdefault(" or ".join(sorted(behind & controls)), []).append(name)
    for controls_said, names in by.items():
        yield from ("", f"Suppressed where {controls_said} is not shown as collected")
        yield from _wrapped("  ", ", ".join(names))
    others = [
        each.name
        for each in instrument.variables
        if each.name not in veiled and not any(each.name in names for names in by.values())
    ]
    yield from ("", "As collected", *_wrapped("  ", ", ".join(others)))


def _wrapped(lead: str, text: str) -> Iterator[str]:
    lines = textwrap.wrap(text, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead))
    yield from lines or [lead.rstrip()]
