"""What a model refuses, said in an author's words and at the author's line."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from pydantic import ValidationError

from surveyapp.instrument.kinds import KINDS
from surveyapp.instrument.kinds.base import Coding, Item, Option, Part
from surveyapp.instrument.model import Document, Measure, Section, Source
from surveyapp.instrument.problems import Path, Problem
from surveyapp.instrument.rules import BadRule
from surveyapp.instrument.scores import FORMS
from surveyapp.instrument.tree import Tree

MOST_KNOWN = 400
MOST_FAULTS = 500
"""Enough for a day's work; a document with more is no questionnaire."""

Words = tuple[str, str, str]
"""A problem's code, what is wrong, and what to do."""

NAME_HINT = "a name begins with a small letter and has small letters, digits and _ only, at most 32 of them"
CODE_HINT = "a code has letters, digits, _ and - only, at most 32 of them"
SHAPES = {
    "string_type": "a text belongs here",
    "bool_type": "true or false belongs here",
    "bool_parsing": "true or false belongs here",
    "int_type": "a whole number belongs here",
    "int_parsing": "a whole number belongs here",
    "int_from_float": "a whole number belongs here",
    "float_type": "a number belongs here",
    "float_parsing": "a number belongs here",
    "finite_number": "a finite number belongs here",
    "dict_type": "keys with values belong here",
    "model_type": "keys with values belong here",
    "model_attributes_type": "keys with values belong here",
    "tuple_type": "a list belongs here",
}


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word most like this one, or all where none is like it."""
    known = list(islice(known, MOST_KNOWN))
    close = difflib.get_close_matches(word[:100], known, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    some = ", ".join(known[:20]) + (" …" if len(known) > 20 else "")
    return f"there are: {some}" if known else ""


def explain(error: ValidationError, tree: Tree) -> Iterator[Problem]:
    """Every fault that the model found, as a problem with its place."""
    for path, fault in faults(error, tree):
        rule_path = getattr(fault.get("ctx", {}).get("error"), "path", ())
        yield Problem(tree.place((*path, *rule_path)), *_words(fault, path, tree))


def faults(error: ValidationError, tree: Tree) -> Iterator[tuple[Path, Any]]:
    """Each fault with the path of the document that it is about."""
    found = error.errors(include_url=False)[:MOST_FAULTS]
    around = {fault["loc"][:size] for fault in found for size in range(len(fault["loc"]))}
    for fault in found:
        inside = fault["loc"] in around
        # Entries that are refused themselves are missed in the count of those around them.
        if not (inside and fault["type"] == "too_short"):
            yield _document_path(fault["loc"], tree), fault


def _document_path(loc: tuple[str | int, ...], tree: Tree) -> Path:
    """The part of pydantic's path that the document has: it also names the alternatives of unions.

    Of the ways to leave alternatives out it takes the one that keeps most, and of those the last steps.
    """
    paths: list[Path] = [()]
    for step in loc:
        longer = [(*path, step) for path in paths if (*path, step) in tree.places]
        paths = sorted({*longer, *paths}, key=len, reverse=True)[:8]
        paths.sort(key=lambda path: (len(path), path in longer), reverse=True)
    return paths[0]


class Fault(NamedTuple):
    """One of pydantic's errors: its type, the last step of its place, where it stands, and what was given."""

    kind: str
    last: str
    path: Path
    given: str
    message: str
    context: dict[str, Any]
    tree: Tree

    @property
    def key(self) -> str:
        """The innermost key that it stands under."""
        return next((str(step) for step in reversed(self.path) if isinstance(step, str)), "")


def _words(raw: Any, path: Path, tree: Tree) -> Words:
    fault = Fault(
        raw["type"],
        str(raw["loc"][-1]),
        path,
        str(raw["input"])[:60],
        str(raw["msg"])[:200],
        raw.get("ctx", {}),
        tree,
    )
    said = _SAY.get(fault.kind)
    if said is not None:
        return said(fault)
    if fault.kind in SHAPES:
        return "wrong-shape", f"'{fault.key}': {SHAPES[fault.kind]}", ""
    if isinstance(fault.context.get("error"), BadRule):
        return "bad-rule", str(fault.context["error"]), ""
    return "wrong-shape", f"'{fault.key}': {fault.message}", ""


def _missing(fault: Fault) -> Words:
    return "missing", f"'{fault.last}' is missing", f"add {fault.last}: …"


def _unknown_key(fault: Fault) -> Words:
    at_key = bool(fault.path) and fault.path[-1] == fault.last
    known = keys_of(fault.path[:-1], fault.tree) if at_key else ()
    return "unknown-key", f"'{fault.last}' is not a key here", nearest(fault.last, known)


def _unknown_kind(fault: Fault) -> Words:
    given = str(fault.context.get("tag", ""))
    if not given:
        return "missing", "'type' is missing", "add type: " + ", ".join(KINDS)
    return "unknown-kind", f"'{given}' is no kind of item", nearest(given, KINDS)


def _unknown_word(fault: Fault) -> Words:
    expected = str(fault.context["expected"]).replace("'", "").replace(" or ", ", ")
    said = f"'{fault.key}' cannot be '{fault.given}'"
    return "unknown-word", said, nearest(fault.given, expected.split(", "))


def _pattern(fault: Fault) -> Words:
    if "A-Z" in str(fault.context["pattern"]):
        return "bad-code", f"'{fault.given}' is not fit for a code", CODE_HINT
    return "bad-name", f"'{fault.given}' is not fit for a name", NAME_HINT


def _too_few(fault: Fault) -> Words:
    return "too-few", f"'{fault.key}' needs at least {fault.context['min_length']}", "add what is missing"


def _too_many(fault: Fault) -> Words:
    return "too-many", f"'{fault.key}' takes at most {fault.context['max_length']}", "take some away"


def _bound(fault: Fault) -> Words:
    said = fault.message.replace("Input should be", "must be")
    return "out-of-bounds", f"'{fault.key}' {said}", ""


def _score(fault: Fault) -> Words:
    said = f"'{fault.key}' says nothing to compute"
    return "unknown-score", said, "write one of: " + ", ".join(FORMS)


_SAY: Mapping[str, Callable[[Fault], Words]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "union_tag_invalid": _unknown_kind,
    "union_tag_not_found": _unknown_kind,
    "literal_error": _unknown_word,
    "string_pattern_mismatch": _pattern,
    "too_short": _too_few,
    "too_long": _too_many,
    "greater_than_equal": _bound,
    "less_than_equal": _bound,
    "score_form": _score,
}


def keys_of(path: Path, tree: Tree) -> tuple[str, ...]:
    """The keys that the language knows at a path of the document."""
    part = _part(path, tree)
    return () if part is None else tuple(part.model_fields)


def _part(path: Path, tree: Tree) -> type[Part] | None:
    steps = tuple("#" if isinstance(step, int) else step for step in path)
    fixed: dict[Path, type[Part]] = {
        (): Document,
        ("source",): Source,
        ("measure",): Measure,
        ("sections", "#"): Section,
    }
    if steps in fixed or len(steps) < 2:
        return fixed.get(steps)
    given = value_at(path, tree.data)
    if steps == ("sections", "#", "items", "#"):
        return KINDS.get(str(given.get("type")), Item)
    if steps[0] == "derive":
        return next((FORMS[form] for form in FORMS if form in given), None)
    if steps[-2:] == ("codes", "#"):
        return Coding
    return Option if steps[-2] in ("options", "scale") or steps[0] == "scales" else None


def value_at(path: Path, data: Any) -> Any:
    """What stands at the path."""
    for step in path:
        data = data[step]
    return data
