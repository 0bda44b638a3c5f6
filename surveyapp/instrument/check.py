"""The checker: everything that is wrong with an instrument, at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from surveyapp.instrument.checks.content import content
from surveyapp.instrument.checks.draft import Draft
from surveyapp.instrument.checks.names import codes, names
from surveyapp.instrument.checks.sound import sound
from surveyapp.instrument.checks.subjects import subjects
from surveyapp.instrument.checks.wording import wording, wording_hash
from surveyapp.instrument.explain import explain, faults, value_at
from surveyapp.instrument.load import Library, prepare
from surveyapp.instrument.model import Document, Include, Instrument
from surveyapp.instrument.problems import Path, Place, Problem, Unusable
from surveyapp.instrument.reach import unreached
from surveyapp.instrument.tree import Tree, read

__all__ = ["CODES", "Examined", "check", "examine", "misnamed", "wording_hash"]

CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (names, codes, content, wording, subjects)
REQUIRED: dict[str, Any] = {
    "name": "unnamed",
    "title": "…",
    "source": {"citation": "…", "wording": "reconstructed"},
    "sections": [{"name": "unnamed", "title": "…", "items": []}],
}
ROUNDS = 4
MOST_PROBLEMS = 500
"""Each check stops here: a document with more is no questionnaire."""

UNFILLED = frozenset({"unknown-include", "include-unusable", "include-cycle"})

CODES = {
    "bad-code": "an option's code has characters that programs do not take",
    "bad-key": "a key is not a short word",
    "bad-name": "a name has characters that programs do not take",
    "bad-rule": "a rule is not written in the language",
    "always-holds": "a rule holds whatever is answered, so it decides nothing",
    "comment-privacy": "comments, and only texts, are kept apart",
    "comment-subject": "a rule or a score uses a comment, which is kept apart from the answers",
    "cut-off": "a measure's cut-off is none of its codes",
    "duplicate-key": "a key is written twice in one mapping",
    "duplicate-name": "two sections or two items have one name",
    "duplicate-source": "a score lists a source twice",
    "duplicate-variable": "two columns of the data would have one name, whatever their case",
    "empty-section": "a section has no items",
    "file-name": "a file is not called like the instrument in it",
    "identifying-date": "a date of birth or the date of answering is asked for",
    "impossible-bounds": "bounds that no answer can meet",
    "include-changed": "an include is given with keys other than 'when'",
    "include-cycle": "an instrument includes itself, if by way of others",
    "include-unusable": "an included instrument has problems of its own",
    "item-count": "there are not as many numbered items as announced",
    "later-subject": "a rule or a score uses what comes later",
    "locked": "a measure's words are not those that its hash locks",
    "markup": "an introduction or a help uses more than the small part of Markdown",
    "meaningless-key": "a key means nothing for this kind of item",
    "merge-key": "YAML's << is used",
    "missing": "a key that is needed is missing",
    "never-asked": "no combination of answers leads to this item or section",
    "never-offered": "no combination of answers leads to this option",
    "not-an-instrument": "the file holds no mapping",
    "not-utf-8": "the file is not UTF-8 text",
    "not-yaml": "the file cannot be read as YAML",
    "odd-character": "a text has invisible characters, or ones that turn its direction",
    "out-of-bounds": "a number is beyond what the language takes",
    "pair-scales": "two columns look like a retrospective pair and have different scales",
    "same-label": "two options of a list have one label",
    "several-others": "more than one option brings a text of its own",
    "too-deep": "YAML, or scores computed from scores, are nested too deep",
    "too-few": "a list or a mapping has too few entries",
    "too-large": "the file is too large",
    "too-long": "a text is too long to be read by a busy person",
    "too-many": "a list or a mapping has too many entries",
    "undecided": "whether a rule can hold is too much to decide",
    "unfit-name": "a name, or a column's name made of it, is not fit for SPSS, Stata, R or the page",
    "unknown-code": "a rule or a score uses a code that its subject does not have",
    "unknown-include": "there is no instrument of that name",
    "unknown-key": "a key is not in the language",
    "unknown-kind": "a type names no kind of item",
    "unknown-scale": "there is no scale of that name",
    "unknown-score": "a score says nothing to compute",
    "unknown-subject": "a rule or a score uses an item that does not exist",
    "unknown-word": "a word is not one of those that the key takes",
    "unsafe-code": "a code that a spreadsheet changes, or that means missing",
    "unworded": "an answer or a statement still has the words that the editor began it with",
    "wrong-operand": "an operator is given what it cannot compare with",
    "wrong-operator": "an operator does not fit its subject",
    "wrong-shape": "a text, a number, a list or a mapping stands where another of them belongs",
    "yaml-tag": "a YAML tag is used",
}
"""Every code that the checker reports, and what it means."""


def check(text: str, file: str, library: Library) -> tuple[Instrument | None, list[Problem]]:
    """The instrument in the text and everything that is wrong with it; None where it cannot be read as one.

    An instrument that comes with problems is for looking at only. Nothing is raised for what an author wrote.
    """
    found = examine(text, file, library)
    return found.instrument, found.problems


@dataclass(frozen=True)
class Examined:
    """A text under check: the instrument in it, what of it can be read, and what is wrong where."""

    instrument: Instrument | None
    readable: Document | None
    tree: Tree | None
    problems: list[Problem]


def examine(text: str, file: str, library: Library) -> Examined:
    """Everything that ``check`` finds out. Nothing is raised for what an author wrote."""
    try:
        tree = read(text, file)
        problems = prepare(tree, library)
    except Unusable as error:
        return Examined(None, None, None, list(error.problems))
    draft = _draft(tree, problems)
    if draft is None:
        return Examined(None, None, tree, _sorted(problems))
    instrument = None if problems else Instrument(draft.document)
    for find in CHECKS:
        problems += islice(find(draft), MOST_PROBLEMS)
    problems += _included(draft)
    problems += unreached(sound(draft, {problem.where for problem in problems}), tree)
    return Examined(instrument, draft.document, tree, _sorted(problems))


def misnamed(instrument: Instrument, file: FilePath) -> list[Problem]:
    """A problem where the file is not called like the instrument in it, by which it is found."""
    if file.stem == instrument.name:
        return []
    said = f"the file holds the instrument '{instrument.name}'"
    return [Problem(Place(str(file)), "file-name", said, f"call it {instrument.name}.yaml")]


def _sorted(problems: list[Problem]) -> list[Problem]:
    return sorted(set(problems))


def _included(draft: Draft) -> Iterator[Problem]:
    """Included instruments whose own words or rules have problems."""
    for path, section, _ in draft.sections:
        for number, entry in enumerate(section.items):
            if isinstance(entry, Include) and entry.items and entry.source is not None:
                where = (*path, "items", number)
                part = Draft(_alone(entry), Tree(draft.tree.file))
                if any(True for find in CHECKS for _ in find(part)):
                    said = f"the instrument '{entry.include}' has problems of its own"
                    yield draft.problem((*where, "include"), "include-unusable", said, "mend it first")


def _alone(entry: Include) -> Document:
    return Document.model_validate(
        {
            "name": entry.include,
            "title": entry.title,
            "source": entry.source,
            "measure": entry.measure,
            "derive": entry.derive,
            "sections": [{"name": entry.include, "title": entry.title, "items": entry.items}],
        }
    )


def _draft(tree: Tree, problems: list[Problem]) -> Draft | None:
    """The readable part of the document; what the model refuses of the rest is added to the problems."""
    incomplete = any(problem.code in UNFILLED for problem in problems)
    broken: set[str] = set()
    for _ in range(ROUNDS):
        try:
            document = Document.model_validate(tree.data)
        except ValidationError as error:
            problems += explain(error, tree)
            for path, fault in faults(error, tree):
                broken |= _leave_out(tree.data, path, str(fault["loc"][-1]))
        else:
            return Draft(document, tree, frozenset(broken), incomplete)
    return None


def _leave_out(data: dict[str, Any], path: Path, last: str) -> set[str]:
    """Replaces the smallest part around a fault that can be left out; gives the names that go with it."""
    if path[:1] == ("sections",) and len(path) > 1:
        return _leave_section(data, path, last)
    if path[:1] in (("derive",), ("scales",)) and len(path) > 1:
        part = data[str(path[0])]
        part.pop(path[1], None)
        return {str(path[1])}
    key = str(path[0]) if path else last
    data.pop(key, None)
    if key in REQUIRED:
        data[key] = REQUIRED[key]
    return {"*"} if key in ("sections", "derive") else set()


def _leave_section(data: dict[str, Any], path: Path, last: str) -> set[str]:
    section = data["sections"][int(path[1])]
    if not isinstance(section, dict):
        data["sections"][int(path[1])] = {"name": "unnamed", "title": "…", "items": []}
        return {"unnamed"}
    if len(path) > 3 and path[2] == "items":
        entry = value_at(path[:4], data)
        name = str(entry.get("name", "unnamed")) if isinstance(entry, dict) else "unnamed"
        section["items"][int(path[3])] = {"name": "unnamed", "type": "note", "ask": "…"}
        statements = entry.get("statements") if isinstance(entry, dict) else None
        return {name, "unnamed", *(statements if isinstance(statements, dict) else ())}
    key = str(path[2]) if len(path) > 2 else last
    section.pop(key, None)
    required: dict[str, Any] = {"name": "unnamed", "title": "…", "items": []}
    if key in required:
        section[key] = required[key]
    return {"*"} if key == "items" else {"unnamed"} if key == "name" else set()
