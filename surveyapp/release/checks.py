"""What keeps a release profile from being used on the answers to an instrument, said all at once."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.instrument.explain import nearest
from surveyapp.instrument.kinds.base import Variable
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Path
from surveyapp.release.carried import determinants
from surveyapp.release.demand_checks import demanded
from surveyapp.release.document import Document, Level, Privacy
from surveyapp.release.ladder_files import LADDERS
from surveyapp.release.plan.checks import plan_faults
from surveyapp.release.rungs import Climber, Fault
from surveyapp.release.words import MISSING, SYNTHETIC


def campaign_faults(document: Document, instrument: Instrument) -> Iterator[Fault]:
    """Every problem of a profile for an instrument."""
    privacy = document.privacy
    if document.instrument != instrument.name:
        wrong = f"the profile is for '{document.instrument}', not for '{instrument.name}'"
        yield ("instrument",), "other-instrument", wrong, f"write instrument: {instrument.name}"
    if "name" not in document.model_fields_set:
        yield (), "missing", "'name' is missing", "add name: …"
    if privacy.drop:
        hint = "remove it: a table over everybody would give back who was left out"
        yield ("privacy", "drop"), "drop-in-campaign", "no response to an instrument is left out", hint
    variables = {variable.name: variable for variable in instrument.variables}
    yield from _named(privacy, variables)
    yield from _ladders(privacy, variables)
    yield from _needed(document, instrument)
    yield from _split(document, instrument)
    yield from _decided(document, instrument)
    yield from demanded(privacy, lambda name: variables[name].codes if name in variables else ())
    yield from _groups(privacy, variables)
    yield from _spelled(variables)
    if document.report is not None:
        yield from plan_faults(document.report, instrument, privacy.withhold)


def lists(privacy: Privacy) -> Iterator[tuple[str, Path]]:
    """Every variable that a profile names, with the place where it does; those of the roster apart."""
    yield from ((name, (*LADDERS, name)) for name in privacy.quasi_identifiers)
    for field, names in (("labels", privacy.labels), ("diverse", privacy.diverse)):
        yield from ((name, ("privacy", field, name)) for name in names)
    for field, several in (("withhold", privacy.withhold), ("groups", privacy.groups)):
        yield from ((name, ("privacy", field, index)) for index, name in enumerate(several))


def _named(privacy: Privacy, variables: dict[str, Variable]) -> Iterator[Fault]:
    if variables and set(privacy.withhold) >= variables.keys():
        yield ("privacy", "withhold"), "nothing-left", "every variable is withheld", "let one of them leave"
    for name, path in lists(privacy):
        if name not in variables:
            wrong = f"the instrument has no variable '{name}'"
            yield path, "unknown-variable", wrong, nearest(name, variables)


def _ladders(privacy: Privacy, variables: dict[str, Variable]) -> Iterator[Fault]:
    for name, levels in privacy.quasi_identifiers.items():
        path = (*LADDERS, name)
        if name in privacy.withhold:
            yield path, "withheld", f"'{name}' is withheld and needs no ladder", "remove one of the two"
        elif name in variables and variables[name].control is None:
            hint = "it is hidden with what it is computed from: give that a ladder, or withhold the score"
            yield path, "ladder-on-score", f"'{name}' is a derived score", hint
        elif name in variables:
            # A ladder file of values alone has no level, and must know the variable's codes all the same.
            values: tuple[Level, ...] = ({value: (value,) for value in privacy.values.get(name, ())},)
            yield from Climber(variables[name], path).climb(levels or (values if values[0] else ()))
        yield from unknown_labels(privacy, name)


def unknown_labels(privacy: Privacy, name: str) -> Iterator[Fault]:
    """Readable labels of groups that the ladder of a variable does not have."""
    groups = dict.fromkeys(label for level in privacy.quasi_identifiers[name] for label in level)
    for label in privacy.labels.get(name, {}):
        if label not in groups:
            path = ("privacy", "labels", name, label)
            yield path, "unknown-label", f"'{name}' has no group '{label}'", nearest(label, groups)


def _groups(privacy: Privacy, variables: dict[str, Variable]) -> Iterator[Fault]:
    """What everything is broken down by has a few known values, and leaves."""
    for index, name in enumerate(privacy.groups):
        path: Path = ("privacy", "groups", index)
        if name in privacy.withhold:
            yield path, "withheld", f"'{name}' is withheld and makes no groups", "remove one of the two"
        elif name in privacy.groups[:index]:
            yield path, "group-doubled", f"'{name}' is named before", "keep one of the two"
        elif name in variables and not variables[name].codes:
            wrong = f"'{name}' has no codes, so it makes no groups"
            yield path, "group-not-coded", wrong, "name a variable with options"


def _needed(document: Document, instrument: Instrument) -> Iterator[Fault]:
    """Every marked item has a ladder, or does not leave."""
    covered = {*document.privacy.quasi_identifiers, *document.privacy.withhold}
    for variable in instrument.variables:
        control = variable.control
        marked = control is not None and control.item.privacy == "quasi_identifier"
        if marked and variable.name not in covered:
            wrong = f"'{variable.name}' is a quasi-identifier and has no ladder"
            hint = f"add {variable.name}: [] to hide it where it must be coarser"
            yield LADDERS, "missing-ladder", wrong, hint


def _split(document: Document, instrument: Instrument) -> Iterator[Fault]:
    """What is ticked among some options tells about the others: a list is held back whole or not at all."""
    privacy = document.privacy
    for control in instrument.controls.values():
        options = [each.name for each in instrument.variables if each.option and each.control == control]
        withheld = [name for name in options if name in privacy.withhold]
        climbing = [name for name in options if name in privacy.quasi_identifiers]
        marked = control.item.privacy == "quasi_identifier"  # then `_needed` asks for what is missing
        if withheld and withheld != options:
            path: Path = ("privacy", "withhold", privacy.withhold.index(withheld[0]))
            wrong = f"the other options of '{control.name}' would give '{withheld[0]}' away"
            yield path, "split-options", wrong, f"withhold all of them: {', '.join(options)}"
        elif climbing and climbing != options and not marked:
            wrong = f"the other options of '{control.name}' would give '{climbing[0]}' away"
            yield (*LADDERS, climbing[0]), "split-options", wrong, f"give each a ladder: {', '.join(options)}"


def _decided(document: Document, instrument: Instrument) -> Iterator[Fault]:
    """Whoever knows an answer knows that it was asked: what decides about that needs a ladder too."""
    covered = {*document.privacy.quasi_identifiers, *document.privacy.withhold}
    behind = determinants(instrument)
    for name in document.privacy.quasi_identifiers.keys() - instrument.scores.keys():
        for variable in instrument.variables:
            control = variable.control
            if control and control.name in behind.get(name, ()) and variable.name not in covered:
                wrong = (
                    f"whoever knows '{name}' also knows something of '{variable.name}', on which it depends"
                )
                yield (*LADDERS, name), "decided-by-another", wrong, f"add a ladder for {variable.name} too"


def _spelled(variables: dict[str, Variable]) -> Iterator[Fault]:
    for variable in variables.values():
        for code in sorted(MISSING.keys() & variable.codes.keys()):
            wrong = f"'{variable.name}' has the code '{code}', which stands for a missing answer in the data"
            yield ("instrument",), "reserved-code", wrong, "give the option another code in the instrument"
    if SYNTHETIC in variables:
        wrong = f"the instrument has a variable '{SYNTHETIC}', which marks made-up data"
        yield ("instrument",), "reserved-variable", wrong, "give it another name in the instrument"
