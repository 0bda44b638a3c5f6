"""The map of an instrument: for each item what leads to it and what it opens, in words; and a way to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from surveyapp.instrument.kinds.base import Item
from surveyapp.instrument.model import Instrument, Section
from surveyapp.instrument.routes.state import Plan
from surveyapp.instrument.rules import Rule, Value, tests
from surveyapp.instrument.search import Budget, Search
from surveyapp.instrument.words import in_words

STEPS = 200_000
"""For one way; about a fifth of a second."""


@dataclass(frozen=True, slots=True)
class Door:
    """Something that depends on an answer: what opens, in words, and under which condition."""

    opens: str
    condition: str


@dataclass(frozen=True, slots=True)
class Stop:
    """An item on the map: its printed number or numbers ("" for a note), and what leads to and from it.

    ``condition`` is when it is asked, in words; "" for always.
    """

    item: Item
    numbers: str
    condition: str
    doors: tuple[Door, ...]


def stops(instrument: Instrument) -> list[tuple[Section, list[Stop]]]:
    """Every section with the stops in it, in the order asked."""
    doors = _doors(instrument)
    rules = dict(zip(instrument.items, Plan(instrument).asked, strict=True))

    def stop(item: Item) -> Stop:
        condition = _condition(instrument, rules[item.name])
        return Stop(item, numbers(instrument, [item]), condition, doors[item.name])

    return [(section, [stop(item) for item in items]) for section, items in instrument.asked]


def numbers(instrument: Instrument, items: list[Item]) -> str:
    """The printed numbers of some items, runs joined: 3, 5–9; "" for notes."""
    printed = sorted(
        {
            instrument.numbers[control.name]
            for item in items
            for control in item.controls()
            if control.other_of is None
        }
    )
    runs: list[list[int]] = []
    for number in printed:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def _condition(instrument: Instrument, rule: Rule) -> str:
    return in_words(instrument, rule) if any(tests(rule)) else ""


def questions(instrument: Instrument, items: list[Item]) -> str:
    """Items by their printed numbers: question 3, questions 5–9, a note."""
    printed = numbers(instrument, items)
    if not printed:
        return "a note"
    return f"question {printed}" if printed.isdecimal() else f"questions {printed}"


def _doors(instrument: Instrument) -> dict[str, tuple[Door, ...]]:
    """By item, what depends on its answers: things under the same rule are one door."""
    found: dict[str, dict[str, list[Item | str]]] = {name: {} for name in instrument.items}
    for thing, rule in _openings(instrument):
        words = in_words(instrument, rule)
        for name in dict.fromkeys(_items_of(instrument, rule)):
            found[name].setdefault(words, []).append(thing)
    return {
        name: tuple(Door(_together(instrument, things), words) for words, things in doors.items())
        for name, doors in found.items()
    }


def _together(instrument: Instrument, things: list[Item | str]) -> str:
    items = [thing for thing in things if isinstance(thing, Item)]
    others = [thing for thing in things if isinstance(thing, str)]
    return ", ".join([*others, *([questions(instrument, items)] if items else [])])


def _openings(instrument: Instrument) -> Iterator[tuple[Item | str, Rule]]:
    """Everything that has a rule of its own, an item as it is and all else in words, and the rule."""
    for section, items in instrument.asked:
        if section.when is not None:
            yield f"“{section.title}” ({questions(instrument, list(items))})", section.when
        for item in items:
            if item.when is not None:
                yield item, item.when
            for option in item.picks().values():
                if option.when is not None:
                    yield f"the answer “{option.label}” to {questions(instrument, [item])}", option.when


def _items_of(instrument: Instrument, rule: Rule) -> Iterator[str]:
    """The items whose answers a rule looks at, by way of scores too."""
    pending = [test.subject for test in tests(rule)]
    while pending:
        subject = pending.pop(0)
        score = instrument.scores.get(subject)
        if score is None:
            yield instrument.controls[subject].item.name
        else:
            pending += score.sources()


def way_to(instrument: Instrument, name: str, steps: int = STEPS) -> dict[str, Value] | None:
    """Answers with which an item is asked; None where there are none.

    Raises KeyError where there is no such item, and TooMuch where that cannot be decided in ``steps``.
    """
    rule = dict(zip(instrument.items, Plan(instrument).asked, strict=True))[name]
    return Search(instrument, Budget(steps)).answers(rule)
