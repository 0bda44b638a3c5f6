"""Carrying out an operation on a text."""

from __future__ import annotations

from collections.abc import Sequence

from surveyapp.instrument.check import check
from surveyapp.instrument.edit.operations import Operation, Rewrite
from surveyapp.instrument.edit.parts import Brings, Data, everything
from surveyapp.instrument.edit.source import NotEdited, Source
from surveyapp.instrument.kinds import KINDS
from surveyapp.instrument.load import Library
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Unusable


def apply(text: str, operation: Operation, library: Library) -> str:
    """The text after an operation: what it does not touch is the same, character by character.

    Where the document announced its number of items rightly (``items: 29``), it still does. Raises NotEdited
    where the operation can't be done, and Unusable where the text is not YAML.
    """
    if isinstance(operation, Rewrite):
        return operation.text
    source = Source.of(text)
    new = operation.on(source.data, brought_by(library))
    announced = source.data.get("items")
    if announced is not None and announced == _numbered(source.data, library):
        new = {**new, "items": _numbered(new, library)} if _numbered(new, library) else new
    made = source.changed(new).text
    if "measure" in source.data:
        _check_locked(text, made, library)
    return made


def said(text: str, operation: Operation) -> str:
    """What an operation does to a text, in words; those of a text that can't be read are names alone."""
    try:
        data = Source.of(text).data
    except Unusable:
        data = {}
    return operation.said(data)


def brought_by(library: Library) -> Brings:
    """What rules can speak of in the instruments of a library."""

    def brings(name: str) -> Sequence[str]:
        included = included_in(library, name)
        return [] if included is None else [*included.controls, *included.scores]

    return brings


def included_in(library: Library, name: str) -> Instrument | None:
    """An instrument of a library, None where there is none or it has problems of its own."""
    try:
        return library(name)
    except (KeyError, Unusable):
        return None


def _numbered(data: Data, library: Library) -> int:
    """How many numbered items a document has, as far as it can be read."""
    count = 0
    for _, _, item in everything(data):
        if "include" in item:
            included = included_in(library, str(item["include"]))
            count += max(included.numbers.values(), default=0) if included else 0
        else:
            statements = item.get("statements")
            rows = len(statements) if isinstance(statements, dict) else 1
            kind = KINDS.get(str(item.get("type")))
            count += max(1, rows) if kind is None or kind.numbered else 0
    return count


def _check_locked(before: str, after: str, library: Library) -> None:
    if "locked" in _codes(after, library) and "locked" not in _codes(before, library):
        raise NotEdited(
            "locked",
            "This is a validated instrument: the words of its questions, options and codes are locked.",
            "Scores can be compared with other studies only as long as nothing in it changes. To word your "
            "own, take the measure (its hash, licence and cut-off) out on the YAML page first.",
        )


def _codes(text: str, library: Library) -> set[str]:
    return {problem.code for problem in check(text, "", library)[1]}
