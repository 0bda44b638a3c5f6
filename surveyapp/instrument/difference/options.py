"""What differs in the options of a choice and in the points of a scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from surveyapp.instrument.difference.change import Change
from surveyapp.instrument.difference.pair import Pair, alike, quoted, reworded
from surveyapp.instrument.kinds.base import Option, Options

_OTHER = {True: ("other-added", "now asks for a text"), False: ("other-removed", "asks for no text any more")}
_ALONE = {True: "now stands alone", False: "no longer stands alone"}


def options(pair: Pair, before: Options, after: Options) -> Iterator[Change]:
    """The changes of a list to choose from."""
    yield from _listed(pair, before, after, "option-added", "option-removed")


def points(pair: Pair, before: str | Options, after: str | Options) -> Iterator[Change]:
    """The changes of a scale; a point more is another scale."""
    if isinstance(before, str) or isinstance(after, str):
        yield pair.change("scale-changed", "The scale is another one.")
    else:
        yield from _listed(pair, before, after, "scale-changed", "scale-changed")


def _listed(pair: Pair, before: Options, after: Options, added: str, removed: str) -> Iterator[Change]:
    gone = {code: option.label for code, option in before.items() if code not in after}
    come = {code: option.label for code, option in after.items() if code not in before}
    for code, label in gone.items():
        hint = alike(label, come)
        yield pair.change(removed, f"{_named(code, label)} can no longer be picked.", _renamed(hint))
    for code, label in come.items():
        yield pair.change(added, f"{_named(code, label)} can be picked now.")
    for code in before:
        if code in after:
            yield from _option(pair, code, before, after)
    kept = [code for code in before if code in after]
    if kept != [code for code in after if code in before]:
        yield pair.change("option-order", "The answers to pick from stand in another order.")


def _renamed(code: str) -> str:
    return f"Perhaps its code is {code} now." if code else ""


def _named(code: str, label: str) -> str:
    return f"{quoted(label)} ({code})"


def _option(pair: Pair, code: str, before: Options, after: Options) -> Iterator[Change]:
    old, new = before[code], after[code]
    name = _named(code, old.label)
    if old.label != new.label:
        yield _label(pair, code, before, after)
    if old.exclusive != new.exclusive:
        yield pair.change("exclusive-changed", f"{name} {_ALONE[new.exclusive]}.")
    if old.other != new.other:
        code, words = _OTHER[new.other]
        yield pair.change(code, f"{name} {words}.")
    yield from pair.rule(f"{name} was offered", old.when, new.when)
    if old.codes != new.codes:
        yield pair.change("about", f"{name} has other codes in public systems.")


def _label(pair: Pair, code: str, before: Mapping[str, Option], after: Mapping[str, Option]) -> Change:
    old, new = before[code].label, after[code].label
    taken = next((other for other, option in before.items() if other != code and option.label == new), None)
    if taken is not None:
        said = f"The code {code} meant {quoted(old)} and now means {quoted(new)}, which was {taken}."
        return pair.change("label-moved", said)
    return reworded(pair, "label", f"The answer {code}", old, new)
