"""Conditions that a style sheet can tell: which boxes are checked and which fields are filled.

A small algebra with the simplifications that keep compiled styles short. Conditions are values: equal ones
are equal, and ``both`` and ``either`` flatten, drop what is repeated, and take out what all alternatives
share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Checked:
    """At least one of the inputs is checked; ids, sorted."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """The field with the id has text in it."""

    id: str


@dataclass(frozen=True, slots=True)
class Both:
    """Every part holds; with no parts, always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds; with no parts, never."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    """The part does not hold."""

    part: Condition


Condition = Checked | Filled | Both | Either | Opposite
ALWAYS = Both(())
NEVER = Either(())


def both(*conditions: Condition) -> Condition:
    """All of the conditions together, simplified."""
    parts: dict[Condition, None] = {}
    for condition in conditions:
        for part in condition.parts if isinstance(condition, Both) else (condition,):
            parts[part] = None
    if NEVER in parts or any(opposite(part) in parts for part in parts):
        return NEVER
    # An alternative that is met anyway asks for nothing more.
    kept = [
        part for part in parts if not (isinstance(part, Either) and any(each in parts for each in part.parts))
    ]
    kept = _merged_opposites(kept)
    return kept[0] if len(kept) == 1 else Both(tuple(kept))


def _merged_opposites(parts: list[Condition]) -> list[Condition]:
    """Unchecked and unchecked is one opposite over all the inputs."""
    unchecked = [part for part in parts if isinstance(part, Opposite) and isinstance(part.part, Checked)]
    if len(unchecked) < 2:
        return parts
    ids = {each for part in unchecked if isinstance(part.part, Checked) for each in part.part.ids}
    return [part for part in parts if part not in unchecked] + [Opposite(Checked(tuple(sorted(ids))))]


def either(*conditions: Condition) -> Condition:
    """At least one of the conditions, simplified."""
    parts: dict[Condition, None] = {}
    checked: set[str] = set()
    for condition in conditions:
        for part in condition.parts if isinstance(condition, Either) else (condition,):
            if isinstance(part, Checked):
                checked |= set(part.ids)
            else:
                parts[part] = None
    if checked:
        parts = {Checked(tuple(sorted(checked))): None, **parts}
    if ALWAYS in parts or any(opposite(part) in parts for part in parts):
        return ALWAYS
    if len(parts) == 1:
        return next(iter(parts))
    return _factored(list(parts))


def _factored(parts: list[Condition]) -> Condition:
    """(a and b) or (a and c) is a and (b or c)."""
    factors = [part.parts if isinstance(part, Both) else (part,) for part in parts]
    shared = [each for each in (factors[0] if factors else ()) if all(each in other for other in factors)]
    if not shared:
        return Either(tuple(parts))
    rest = [both(*(each for each in factor if each not in shared)) for factor in factors]
    return both(*shared, either(*rest))


def opposite(condition: Condition) -> Condition:
    """The opposite of a condition."""
    if isinstance(condition, Opposite):
        return condition.part
    if condition == ALWAYS:
        return NEVER
    return ALWAYS if condition == NEVER else Opposite(condition)


def given(condition: Condition, known: Iterable[Condition]) -> Condition:
    """The condition where the known ones are taken to hold."""
    known = frozenset(known)
    if condition in known:
        return ALWAYS
    if opposite(condition) in known:
        return NEVER
    if isinstance(condition, Both):
        return both(*(given(part, known) for part in condition.parts))
    if isinstance(condition, Either):
        return either(*(given(part, known) for part in condition.parts))
    return opposite(given(condition.part, known)) if isinstance(condition, Opposite) else condition


def size(condition: Condition) -> int:
    """How many tests of the page a condition makes."""
    if isinstance(condition, (Both, Either)):
        return sum(map(size, condition.parts))
    return size(condition.part) if isinstance(condition, Opposite) else 1


def met(condition: Condition, checked: Callable[[str], bool], filled: Callable[[str], bool]) -> bool:
    """Whether the condition holds on a page, told by its inputs."""
    if isinstance(condition, Checked):
        return any(map(checked, condition.ids))
    if isinstance(condition, Filled):
        return filled(condition.id)
    if isinstance(condition, Opposite):
        return not met(condition.part, checked, filled)
    decide = all if isinstance(condition, Both) else any
    return decide(met(part, checked, filled) for part in condition.parts)


def css(condition: Condition) -> str:
    """The condition as what stands behind a selector of the form: compound selectors only."""
    if isinstance(condition, Checked):
        ids = ",".join(f"#{each}" for each in condition.ids)
        return f":has({ids}:checked)" if len(condition.ids) == 1 else f":has(:is({ids}):checked)"
    if isinstance(condition, Filled):
        return f":has(#{condition.id}:not(:placeholder-shown))"
    if isinstance(condition, Both):
        return "".join(map(css, condition.parts))
    if isinstance(condition, Either):
        return f":is({','.join(map(css, condition.parts))})"
    parts = condition.part.parts if isinstance(condition.part, Either) else (condition.part,)
    return f":not({','.join(map(css, parts))})"
