"""Names: each only once, and fit for the programs that analysts use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveyapp.instrument.checks.draft import Draft, Placed
from surveyapp.instrument.kinds.base import Control, Variable
from surveyapp.instrument.kinds.choices import Choices
from surveyapp.instrument.problems import Path, Problem

LONGEST = 32
SPSS = "all and by eq ge gt le lt ne not or to with"
R = "if else repeat while function for next break true false null inf nan na in"
STATA = "byte double float if in int long using with strl"
LANGUAGE = "all any not"
PAGE = "survey item section option ballot the heading error help hint other clear count previous continue"
RESERVED = {
    name: who
    for who, names in {
        "SPSS": SPSS,
        "R": R,
        "Stata": STATA,
        "the rules": LANGUAGE,
        "the page": PAGE,
    }.items()
    for name in names.split()
}
STATA_STRING = re.compile(r"str[0-9]+")
MISSING_WORDS = ("not_asked", "not_answered", "suppressed")
UNSAFE = re.compile(
    r"\d+[eE]\d+|\d+-\d+(?:-\d+)?|-?0\d+|(?:true|false)"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}-?\d{1,4}"
    r"|\d{1,2}-?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}",
    re.IGNORECASE,
)
"""Codes that a spreadsheet silently turns into a date, a number or a truth value."""


def names(draft: Draft) -> Iterator[Problem]:
    """Names of sections, items, controls, variables and scores: unique, and fit."""
    yield from _sections(draft)
    yield from _items(draft)
    yield from _columns(draft)


def _sections(draft: Draft) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, section, _ in draft.sections:
        if section.name in seen and section.name not in draft.broken:
            said = f"there are two sections '{section.name}'"
            yield draft.problem((*path, "name"), "duplicate-name", said, "rename one")
        seen.add(section.name)


def _items(draft: Draft) -> Iterator[Problem]:
    seen: set[str] = set()
    for placed in draft.items:
        name = placed.item.name
        where = _name_path(placed)
        if name in seen:
            said = f"there are two items '{name}'"
            yield draft.problem(where, "duplicate-name", said, "rename one")
        elif not placed.included:
            yield from _fit(draft, where, name)
        seen.add(name)


def _name_path(placed: Placed) -> Path:
    return (*placed.path, "include" if placed.included else "name")


def _columns(draft: Draft) -> Iterator[Problem]:
    """Columns of the data, and what else is filled in, under names of their own whatever their case."""
    seen: dict[str, str] = {}
    done: set[str] = set()
    for placed in draft.items:
        item = placed.item
        if item.name in done:
            continue
        done.add(item.name)
        columns = {variable.name: variable for variable in item.variables()}
        controls = {control.name: control for control in item.controls()}
        for name in {**columns, **controls}:
            where = _column_path(placed, controls.get(name), columns.get(name))
            yield from _column(draft, where, name, f"item '{item.name}'", seen)
            if name != item.name and not placed.included:
                yield from _fit(draft, where, name)
    for name, (_, path) in draft.scores.items():
        yield from _column(draft, path, name, f"score '{name}'", seen)
        if path[0] == "derive":
            yield from _fit(draft, path, name)


def _column(draft: Draft, path: Path, name: str, owner: str, seen: dict[str, str]) -> Iterator[Problem]:
    other = seen.setdefault(name.lower(), owner)
    if other != owner:
        said = f"{owner} has the name '{name}' in the data, and so has {other}"
        yield draft.problem(path, "duplicate-variable", said, "rename one of the two")


def _column_path(placed: Placed, control: Control | None, variable: Variable | None) -> Path:
    item = placed.item
    if placed.included:
        return (*placed.path, "include")
    if isinstance(item, Choices) and variable is not None:
        return (*placed.path, "options", str(variable.option))
    if control is not None and control.statement is not None:
        return (*placed.path, "statements", control.statement)
    return (*placed.path, "name")


def _fit(draft: Draft, path: Path, name: str) -> Iterator[Problem]:
    if len(name) > LONGEST:
        said = f"'{name}' has {len(name)} characters; SPSS and Stata take {LONGEST}"
        yield draft.problem(path, "unfit-name", said, "shorten it, or the option's code")
    elif "-" in name:
        yield draft.problem(path, "unfit-name", f"'{name}' has a hyphen, which no program takes", "write _")
    elif name.endswith("_"):
        yield draft.problem(path, "unfit-name", f"'{name}' ends in _, which SPSS warns of", "drop the last _")
    elif name.lower() in RESERVED or STATA_STRING.fullmatch(name):
        who = RESERVED.get(name.lower(), "Stata")
        yield draft.problem(path, "unfit-name", f"'{name}' means something else in {who}", "add a word to it")


def codes(draft: Draft) -> Iterator[Problem]:
    """Codes that survive a spreadsheet and are not taken for a missing value; labels that differ."""
    for path, _, options in draft.options():
        labels: set[str] = set()
        for code, option in options.items():
            where = (*path, code)
            if UNSAFE.fullmatch(code):
                said = f"a spreadsheet changes the code '{code}' on opening"
                yield draft.problem(where, "unsafe-code", said, "write a word, such as 5_to_9")
            if code in MISSING_WORDS:
                said = f"the code '{code}' stands for a missing value in the data"
                yield draft.problem(where, "unsafe-code", said, "choose another word")
            if option.label in labels:
                said = f"two options have the label '{option.label[:60]}'"
                yield draft.problem(where, "same-label", said, "word them differently")
            labels.add(option.label)
