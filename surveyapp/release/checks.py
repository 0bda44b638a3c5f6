"""What keeps a release profile from being used, said all at once."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.instrument.explain import nearest
from surveyapp.instrument.kinds.base import Variable
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Path, Problem
from surveyapp.instrument.tree import Tree
from surveyapp.release.carried import determinants
from surveyapp.release.document import Document
from surveyapp.release.rungs import Climber, Fault
from surveyapp.release.words import MISSING, SYNTHETIC

LADDERS: Path = ("privacy", "quasi_identifiers")


def problems(document: Document, instrument: Instrument, tree: Tree) -> Iterator[Problem]:
    """Every problem of a profile for an instrument."""
    for path, code, message, hint in _faults(document, instrument):
        yield Problem(tree.place(path), code, message, hint)


def _faults(document: Document, instrument: Instrument) -> Iterator[Fault]:
    if document.instrument != instrument.name:
        wrong = f"the profile is for '{document.instrument}', not for '{instrument.name}'"
        yield ("instrument",), "other-instrument", wrong, f"write instrument: {instrument.name}"
    variables = {variable.name: variable for variable in instrument.variables}
    yield from _named(document, variables)
    yield from _ladders(document, variables)
    yield from _needed(document, instrument)
    yield from _split(document, instrument)
    yield from _decided(document, instrument)
    yield from _spelled(variables)


def _named(document: Document, variables: dict[str, Variable]) -> Iterator[Fault]:
    privacy = document.privacy
    named: list[tuple[str, Path]] = [
        *((name, (*LADDERS, name)) for name in privacy.quasi_identifiers),
        *((name, ("privacy", "labels", name)) for name in privacy.labels),
        *((name, ("privacy", "withhold", index)) for index, name in enumerate(privacy.withhold)),
    ]
    if variables and set(privacy.withhold) >= variables.keys():
        yield ("privacy", "withhold"), "nothing-left", "every variable is withheld", "let one of them leave"
    for name, path in named:
        if name not in variables:
            wrong = f"the instrument has no variable '{name}'"
            yield path, "unknown-variable", wrong, nearest(name, variables)


def _ladders(document: Document, variables: dict[str, Variable]) -> Iterator[Fault]:
    privacy = document.privacy
    for name, levels in privacy.quasi_identifiers.items():
        path = (*LADDERS, name)
        if name in privacy.withhold:
            yield path, "withheld", f"'{name}' is withheld and needs no ladder", "remove one of the two"
        elif name in variables and variables[name].control is None:
            hint = "it is hidden with what it is computed from: give that a ladder, or withhold the score"
            yield path, "ladder-on-score", f"'{name}' is a derived score", hint
        elif name in variables:
            yield from Climber(variables[name], path).climb(levels)
        groups = dict.fromkeys(label for level in levels if not isinstance(level, str) for label in level)
        for label in privacy.labels.get(name, {}):
            if label not in groups:
                path = ("privacy", "labels", name, label)
                yield path, "unknown-label", f"'{name}' has no group '{label}'", nearest(label, groups)


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
