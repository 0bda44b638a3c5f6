"""The sound part of a document: what can be decided about it whatever is wrong with the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from surveyapp.instrument.checks.draft import Draft
from surveyapp.instrument.kinds.base import Item
from surveyapp.instrument.kinds.scales import Scale
from surveyapp.instrument.kinds.words import Note
from surveyapp.instrument.model import Include, Instrument, Section
from surveyapp.instrument.problems import Path, Place
from surveyapp.instrument.rules import Rule, tests

Entry = Item | Include
GONE = Note(type="note", name="gone", ask="…")
"""Stands where something was left out, so that every other path stays what it was."""


def sound(draft: Draft, faulty: Collection[Place]) -> Instrument:
    """The document without what nobody can tell when it is asked, and without all that depends on it.

    ``faulty`` is where problems are: a rule, a score or an include there cannot mean what it says. What is
    left is where it was.
    """
    part = _Part(draft, faulty)
    while part.shrinks():
        pass
    kept = {"sections": tuple(part.sections), "derive": part.derive}
    return Instrument(draft.document.model_copy(update=kept))


class _Part:
    def __init__(self, draft: Draft, faulty: Collection[Place]):
        self._draft, self._faulty = draft, frozenset(faulty)
        self.sections = list(draft.document.sections)
        self.derive = {
            name: score
            for name, score in draft.document.derive.items()
            if draft.tree.place(("derive", name)) not in self._faulty
        }
        names = (control.name for placed in draft.items for control in placed.item.controls())
        self._twice = {name for name, times in Counter([*names, *draft.scores]).items() if times > 1}

    def shrinks(self) -> bool:
        """Leaves out what depends on something that is not there; whether there was any."""
        before = (list(self.sections), self.derive)
        known = {*self._names()} - self._twice
        for name, score in before[1].items():
            if not known.issuperset(score.sources()):
                known.discard(name)
        self.derive = {name: score for name, score in self.derive.items() if name in known}
        self.sections = [self._section(number, known) for number in range(len(self.sections))]
        return before != (self.sections, self.derive)

    def _names(self) -> Iterator[str]:
        yield from self.derive
        for section in self.sections:
            for item in section.flat():
                yield from (control.name for control in item.controls())
            for entry in section.items:
                yield from entry.derive if isinstance(entry, Include) else ()

    def _section(self, number: int, known: set[str]) -> Section:
        section, path = self.sections[number], ("sections", number)
        if not self._clear(section.when, (*path, "when"), known):
            return section.model_copy(update={"when": None, "items": (GONE,) * len(section.items)})
        entries = (
            entry if self._stays(entry, (*path, "items", at), known) else GONE
            for at, entry in enumerate(section.items)
        )
        return section.model_copy(update={"items": tuple(entries)})

    def _stays(self, entry: Entry, path: Path, known: set[str]) -> bool:
        if not self._clear(entry.when, (*path, "when"), known):
            return False
        if isinstance(entry, Include):
            return bool(entry.items) and self._draft.tree.place((*path, "include")) not in self._faulty
        if isinstance(entry, Scale) and isinstance(entry.scale, str):
            return False
        return {control.name for control in entry.controls()} <= known and all(
            self._clear(option.when, (*path, "options", code, "when"), known)
            for code, option in entry.picks().items()
        )

    def _clear(self, rule: Rule | None, path: Path, known: set[str]) -> bool:
        """Whether a rule says when something is asked, in terms of what is there."""
        place = self._draft.tree.place
        return rule is None or all(
            test.subject in known and place((*path, *test.path)) not in self._faulty for test in tests(rule)
        )
