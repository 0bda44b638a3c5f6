"""What keeps a profile from being used on any CSV file, said all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from surveyapp.instrument import rules
from surveyapp.instrument.explain import nearest
from surveyapp.release.checks import lists, unknown_labels
from surveyapp.release.demand_checks import demanded
from surveyapp.release.document import Document, Privacy
from surveyapp.release.ladder_files import LADDERS
from surveyapp.release.ladders import DATE, order
from surveyapp.release.rungs import Climber, Fault, known
from surveyapp.release.words import NO_VALUE

YEARS = range(1000, 3000)
TABLES = ("minimum", "smallest_cell", "groups")
"""What only a campaign has a use for."""


def open_faults(document: Document) -> Iterator[Fault]:
    """Every problem of a profile that names no instrument."""
    privacy = document.privacy
    if document.report is not None:
        hint = "name the instrument, or leave it out"
        yield ("report",), "campaign-only", "'report' is for the answers to an instrument", hint
    if privacy.k is None:
        yield ("privacy", "k"), "missing", "'k' is missing", "add k: 5, or more"
    if not privacy.quasi_identifiers:
        hint = "add quasi_identifiers: the columns that somebody else may know, with a ladder each"
        yield LADDERS, "missing", "'quasi_identifiers' is missing", hint
    for name in TABLES:
        if name in privacy.model_fields_set:
            hint = "name the instrument, or leave it out"
            yield ("privacy", name), "campaign-only", f"'{name}' is for the answers to an instrument", hint
    for name, levels in privacy.quasi_identifiers.items():
        path = (*LADDERS, name)
        if name in privacy.withhold:
            yield path, "withheld", f"'{name}' is withheld and needs no ladder", "remove one of the two"
        yield from Climber(None, path, reusable=privacy.recoding == "full").climb(levels)
        yield from unknown_labels(privacy, name)
    yield from demanded(privacy, lambda name: values(privacy, name))


def values(privacy: Privacy, name: str) -> tuple[str, ...]:
    """The values that the ladder of a column knows; none where it takes any."""
    return tuple(known(privacy.quasi_identifiers.get(name, ()))) or privacy.values.get(name, ())


def column_faults(privacy: Privacy, columns: Collection[str]) -> Iterator[Fault]:
    """Every problem of a profile with the columns that a CSV file has."""
    for name, path in lists(privacy):
        if name not in columns:
            yield path, "unknown-variable", f"the data has no column '{name}'", nearest(name, columns)
    if set(privacy.withhold) >= set(columns):
        yield ("privacy", "withhold"), "nothing-left", "every column is withheld", "let one of them leave"


def strange(privacy: Privacy, name: str, words: Iterable[str]) -> list[str]:
    """The words of a column that its ladder does not know. Missing words and empty cells need no ladder."""
    ladder, listed = privacy.quasi_identifiers[name], set(values(privacy, name))
    if not ladder and not listed:
        return []
    starts = list(ladder[0].values()) if ladder else []
    return [
        word
        for word in words
        if word not in NO_VALUE and not (word in listed if listed else _in_bands(word, starts))
    ]


def _in_bands(word: str, starts: Sequence[object]) -> bool:
    """Whether a word is a number, or a date where bands may begin with one, and not below the first band."""
    dated = any(isinstance(start, str) or start in YEARS for start in starts)
    if rules.number(word) is None and not (dated and DATE.fullmatch(word)):
        return False
    return starts[0] is None or order(word) >= order(starts[0])
