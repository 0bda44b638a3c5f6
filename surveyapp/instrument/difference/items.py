"""What differs between two items of one name: one function for each key of the language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from surveyapp.instrument.difference.change import Change
from surveyapp.instrument.difference.options import options, points
from surveyapp.instrument.difference.pair import Pair, alike, quoted, reworded
from surveyapp.instrument.kinds.base import Item
from surveyapp.instrument.kinds.quantities import Rating
from surveyapp.instrument.kinds.words import Note

Compare = Callable[[Pair, Any, Any], Iterator[Change]]


def item_changes(pair: Pair, old: Item, new: Item) -> Iterator[Change]:
    """Everything that differs between an item and the one of the same name, the kind first."""
    if isinstance(old, Note) and isinstance(new, Note):
        if old != new:
            yield pair.change("note", f"The note {quoted(old.ask)} was changed.")
        return
    if old.type != new.type:
        yield pair.change("kind-changed", f"It was of the kind {old.type} and is now of the kind {new.type}.")
    own = OWN.get(new.type, {})
    for key, compare in FIELDS.items():
        if key in type(old).model_fields and key in type(new).model_fields:
            before, after = getattr(old, key), getattr(new, key)
            if _differ(before, after):
                yield from own.get(key, compare)(pair, before, after)
    if isinstance(old, Rating) and isinstance(new, Rating) and old.low != old.high:
        yield from _turned(pair, old, new)


def _differ(before: Any, after: Any) -> bool:
    """Whether two values differ, the order of a mapping included."""
    ordered = isinstance(before, dict) and isinstance(after, dict) and [*before] != [*after]
    return ordered or before != after


def _turned(pair: Pair, old: Rating, new: Rating) -> Iterator[Change]:
    if (old.low, old.high) == (new.high, new.low):
        yield pair.change("label-moved", "The labels of the two ends have changed places.")


def _text(code: str, what: str) -> Compare:
    def compare(pair: Pair, before: str, after: str) -> Iterator[Change]:
        yield reworded(pair, code, what, before, after)

    return compare


def _said(code: str, words: str) -> Compare:
    def compare(pair: Pair, before: Any, after: Any) -> Iterator[Change]:
        yield pair.change(code, words.format(before=_shown(before), after=_shown(after)))

    return compare


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "none"
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def _bound(what: str, low: bool) -> Compare:
    """A bound that was moved: outwards it takes more answers, inwards fewer; None is no bound."""

    def compare(pair: Pair, before: float | None, after: float | None) -> Iterator[Change]:
        wider = after is None or (before is not None and (after < before if low else after > before))
        said = f"{what} was {_shown(before)} and is now {_shown(after)}."
        yield pair.change("bounds-widened" if wider else "bounds-narrowed", said)

    return compare


def _rule(pair: Pair, before: Any, after: Any) -> Iterator[Change]:
    yield from pair.rule("It was asked", before, after)


def _required(pair: Pair, _before: bool, after: bool) -> Iterator[Change]:
    often = "once more" if after else "only once"
    yield pair.change("required", f"Whoever leaves it open is now asked {often}.")


def _privacy(pair: Pair, before: str, after: str) -> Iterator[Change]:
    code = "apart-changed" if "comment" in (before, after) else "privacy"
    yield pair.change(code, f"It was {_spaced(before)} and is now {_spaced(after)}.")


def _spaced(word: str) -> str:
    return word.replace("_", " ")


def _pattern(pair: Pair, before: str | None, after: str | None) -> Iterator[Change]:
    said = f"The text was to be made of {before or 'anything'}, now of {after or 'anything'}."
    yield pair.change("bounds-narrowed" if after else "bounds-widened", said)


def _rows(pair: Pair, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    come = {name: text for name, text in after.items() if name not in before}
    for name, text in before.items():
        if name not in after:
            renamed = alike(text, come)
            hint = f"Perhaps it is called {renamed} now." if renamed else ""
            yield pair.change("row-removed", f"The statement {quoted(text)} ({name}) is gone.", hint)
        elif text != after[name]:
            yield reworded(pair, "question", f"The statement {name}", text, after[name])
    for name, text in come.items():
        yield pair.change("row-added", f"The statement {quoted(text)} ({name}) is new.")
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        yield pair.change("order", "The statements stand in another order.")


def _periods(pair: Pair, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    if [*before] != [*after]:
        said = f"It compared {' and '.join(before)}, and now {' and '.join(after)}."
        yield pair.change("periods-changed", said)
        return
    for name, label in before.items():
        if label != after[name]:
            turned = label in after.values() or after[name] in before.values()
            said = f"The period {name}"
            if turned:
                words = f"{said} was {quoted(label)} and is now {quoted(after[name])}."
                yield pair.change("periods-changed", words)
            else:
                yield reworded(pair, "label", said, label, after[name])


def _end(what: str) -> Compare:
    return _text("label", f"The label of the {what} end")


FIELDS: dict[str, Compare] = {
    "ask": _text("question", "The question"),
    "help": _text("help", "The help"),
    "when": _rule,
    "required": _required,
    "privacy": _privacy,
    "wording": _said("about", "Its words were marked {before}, and are now marked {after}."),
    "codes": _said("about", "It has other codes in public systems."),
    "options": options,
    "scale": points,
    "statements": _rows,
    "periods": _periods,
    "at_least": _bound("The least number of ticks", low=True),
    "at_most": _bound("The largest number of ticks", low=False),
    "min": _bound("The smallest number", low=True),
    "max": _bound("The largest number", low=False),
    "unit": _said("unit-changed", "The unit was {before} and is now {after}."),
    "step": _said("scale-changed", "Ratings were {before} apart and are now {after} apart."),
    "low": _end("lower"),
    "high": _end("upper"),
    "precision": _said("precision-changed", "The date was asked by {before}, now by {after}."),
    "max_length": _bound("The longest text", low=False),
    "pattern": _pattern,
}
"""How each key of an item is compared; ``type`` and ``name`` are looked at before."""

OWN: dict[str, dict[str, Compare]] = {
    "rating": {
        "min": _said("scale-changed", "Ratings began at {before} and now begin at {after}."),
        "max": _said("scale-changed", "Ratings ended at {before} and now end at {after}."),
    },
    "comment": {
        "max_length": _said("about", "A comment could have {before} characters, and now {after}."),
    },
}
"""Keys that mean something else for a kind."""
