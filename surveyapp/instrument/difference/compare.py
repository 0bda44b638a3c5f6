"""The whole difference of two instruments: the document, its sections, items and scores."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from surveyapp.instrument.difference.change import Change, Effect
from surveyapp.instrument.difference.items import item_changes
from surveyapp.instrument.difference.pair import Pair, alike, quoted, reworded
from surveyapp.instrument.difference.people import STEPS, People
from surveyapp.instrument.kinds.base import Item
from surveyapp.instrument.kinds.words import Note
from surveyapp.instrument.model import Include, Instrument, Measure, Section
from surveyapp.instrument.rules import ALWAYS, Rule
from surveyapp.instrument.scores import Score

INSTRUMENT = "instrument"
_TEXTS = {
    "title": ("heading", "The title"),
    "introduction": ("heading", "The introduction"),
    "contact": ("about", "The contact"),
    "ethics": ("about", "The ethics statement"),
}
_MEASURED = ("variant", "wording_hash", "direction", "cut_off")


def difference(old: Instrument, new: Instrument, steps: int = STEPS) -> tuple[Change, ...]:
    """Everything that differs, the gravest first; nothing for two documents that are the same.

    What is asked is compared by name: something that was renamed is gone and new, with a hint. Two rules
    that are written differently are searched for a person whom only one of them asks, for ``steps`` in all;
    what that does not decide counts as breaking.
    """
    if old.hash == new.hash:
        return ()
    found = [*_Whole(old, new, steps).changes()]
    if not found:
        said = "The documents are written differently, such as a scale that no question uses."
        found = [Change("spelling", INSTRUMENT, said)]
    order = list(Effect)
    return tuple(sorted(found, key=lambda change: order.index(change.effect)))


class _Whole:
    """Two instruments beside each other."""

    def __init__(self, old: Instrument, new: Instrument, steps: int):
        self.old, self.new = old, new
        self.people = People(old, new, steps)
        self.places = tuple(
            {item.name: section for section, items in each.asked for item in items} for each in (old, new)
        )

    def changes(self) -> Iterator[Change]:
        yield from self._document()
        yield from self._included()
        yield from self._sections()
        yield from self._items()
        yield from self._order()
        yield from self._scores()

    def _pair(self, where: str) -> Pair:
        return Pair(where, self.people)

    def _document(self) -> Iterator[Change]:
        old, new, pair = self.old.document, self.new.document, self._pair(INSTRUMENT)
        if old.name != new.name:
            yield pair.change("about", f"The name was {old.name} and is now {new.name}.")
        for key, (code, what) in _TEXTS.items():
            if getattr(old, key) != getattr(new, key):
                yield reworded(pair, code, what, getattr(old, key), getattr(new, key))
        if old.source != new.source:
            yield pair.change("about", "The source is told differently.")
        if old.items != new.items:
            said = f"The number of questions was said to be {old.items or 'open'}, now {new.items or 'open'}."
            yield pair.change("about", said)
        yield from _measure(pair, old.measure, new.measure)

    def _included(self) -> Iterator[Change]:
        before, after = _includes(self.old), _includes(self.new)
        for name in {**before, **after}:
            pair = self._pair(f"included instrument {name}")
            old, new = before.get(name), after.get(name)
            if old and new and old.title != new.title:
                yield reworded(pair, "about", "Its title", old.title, new.title)
            if old and new and old.source != new.source:
                yield pair.change("about", "Its source is told differently.")
            yield from _measure(pair, old.measure if old else None, new.measure if new else None)

    def _sections(self) -> Iterator[Change]:
        before, after = ({each.name: each for each in side.sections} for side in (self.old, self.new))
        for name in {**before, **after}:
            pair, old, new = self._pair(f"section {name}"), before.get(name), after.get(name)
            if old is None or new is None:
                section = old or new
                title = quoted(section.title) if section else ""
                said = f"The heading {title} is {'gone' if new is None else 'new'}."
                yield pair.change("heading", said)
                continue
            if old.title != new.title:
                yield reworded(pair, "heading", "The heading", old.title, new.title)
            if old.introduction != new.introduction:
                yield reworded(pair, "heading", "The introduction", old.introduction, new.introduction)
            yield from pair.rule("This section was asked", old.when, new.when)

    def _items(self) -> Iterator[Change]:
        before, after = self.old.items, self.new.items
        come = {name: item.ask for name, item in after.items() if name not in before}
        for name, item in before.items():
            if name in after:
                yield from self._kept(name, item, after[name])
            else:
                yield from self._gone(item, alike(item.ask, come))
        for name, asked in come.items():
            code = "note" if isinstance(after[name], Note) else "item-added"
            yield Change(code, f"item {name}", f"{quoted(asked)} is new.")

    def _gone(self, item: Item, renamed: str) -> Iterator[Change]:
        code = "note" if isinstance(item, Note) else "item-removed"
        hint = f"Perhaps it is called {renamed} now." if renamed else ""
        yield Change(code, f"item {item.name}", f"{quoted(item.ask)} is gone.", hint)

    def _kept(self, name: str, old: Item, new: Item) -> Iterator[Change]:
        sections = tuple(place[name] for place in self.places)
        pair = Pair(f"item {name}", self.people, (_rule(sections[0]), _rule(sections[1])))
        if sections[0].name != sections[1].name:
            said = f"It moved from {quoted(sections[0].title)} to {quoted(sections[1].title)}."
            yield pair.change("order", said)
            if old.when == new.when and pair.outer[0] != pair.outer[1] and not isinstance(new, Note):
                whole = self._pair(pair.where)
                yield from whole.rule("Its section was asked", sections[0].when, sections[1].when)
        yield from item_changes(pair, old, new)

    def _order(self) -> Iterator[Change]:
        before = [name for name in self.old.items if name in self.new.items]
        after = [name for name in self.new.items if name in self.old.items]
        if before != after:
            blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
            still = {name for block in blocks for name in before[block.a : block.a + block.size]}
            moved = ", ".join(name for name in after if name not in still)
            yield Change("order", INSTRUMENT, f"Questions stand in another place: {moved}.")
        names = [[each.name for each in side.sections] for side in (self.old, self.new)]
        common = [[name for name in side if name in names[0] and name in names[1]] for side in names]
        if common[0] != common[1]:
            yield Change("order", INSTRUMENT, "The sections stand in another order.")

    def _scores(self) -> Iterator[Change]:
        before, after = self.old.scores, self.new.scores
        for name in {**before, **after}:
            yield from _score(self._pair(f"score {name}"), before.get(name), after.get(name))


def _rule(section: Section) -> Rule:
    return section.when or ALWAYS


def _includes(instrument: Instrument) -> Mapping[str, Include]:
    entries = (entry for section in instrument.sections for entry in section.items)
    return {entry.include: entry for entry in entries if isinstance(entry, Include)}


def _measure(pair: Pair, old: Measure | None, new: Measure | None) -> Iterator[Change]:
    """What differs in what a validated measure fixes."""
    if old == new:
        return
    if old is None or new is None:
        code, said = ("measure-added", "now locks") if new else ("measure-changed", "no longer locks")
        yield pair.change(code, f"A validated measure {said} these words.")
        return
    if old.licence != new.licence:
        yield pair.change("about", "The licence of the measure is told differently.")
    differ = [key for key in _MEASURED if getattr(old, key) != getattr(new, key)]
    if differ:
        told = {
            "variant": f"variant {old.variant} → {new.variant}",
            "wording_hash": "other words",
            "direction": f"{old.direction} → {new.direction}".replace("_", " "),
            "cut_off": f"cut-off {old.cut_off:g} → {new.cut_off:g}",
        }
        said = ", ".join(told[key] for key in differ)
        yield pair.change("measure-changed", f"The validated measure is another one: {said}.")


def _score(pair: Pair, old: Score | None, new: Score | None) -> Iterator[Change]:
    if old is None or new is None:
        gone = new is None
        yield pair.change("score-removed" if gone else "score-added", f"It is {'gone' if gone else 'new'}.")
        return
    if old.label != new.label:
        yield reworded(pair, "heading", "The label", old.label, new.label)
    if type(old) is not type(new) or old.model_copy(update={"label": new.label}) != new:
        yield pair.change("score-changed", "It is computed in another way.")
