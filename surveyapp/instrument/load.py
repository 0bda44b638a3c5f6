"""From YAML to an instrument: read with positions, fill in scales and includes, and say what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from surveyapp.instrument.explain import explain, nearest
from surveyapp.instrument.kinds.base import also
from surveyapp.instrument.model import Document, Instrument
from surveyapp.instrument.problems import Path, Place, Problem, Unusable
from surveyapp.instrument.tree import LARGEST, Tree, decode, read

__all__ = ["LARGEST", "Library", "Tree", "decode", "folder_library", "load", "nearest", "prepare", "read"]

Library = Callable[[str], Instrument]
"""Gives an instrument by name for ``include``: KeyError where there is none, Unusable where it is unfit."""

FILE_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")


def load(text: str, file: str, library: Library) -> tuple[Instrument, Tree]:
    """The instrument in the text. Raises Unusable with every problem that keeps it from being read."""
    tree = read(text, file)
    problems = prepare(tree, library)
    try:
        instrument = Instrument(Document.model_validate(tree.data))
    except ValidationError as error:
        raise Unusable(sorted({*problems, *explain(error, tree)})) from None
    if problems:
        raise Unusable(sorted(problems))
    return instrument, tree


def prepare(tree: Tree, library: Library) -> list[Problem]:
    """Fills scales and included instruments in where the document names them; gives what is wrong so far.

    Raises Unusable where the text holds no mapping at all.
    """
    if not isinstance(tree.data, dict):
        said = "an instrument is a mapping: name, title, source, sections"
        raise Unusable([*tree.faults, Problem(Place(tree.file), "not-an-instrument", said)])
    return [*tree.faults, *_fill_scales(tree), *_fill_includes(tree, library)]


def folder_library(folder: FilePath) -> Library:
    """The instruments of a folder, NAME.yaml each, read once. One that includes itself is refused."""
    known: dict[str, Instrument | Unusable] = {}
    reading: list[str] = []

    def instrument(name: str) -> Instrument:
        file = folder / f"{name}.yaml"
        if name in reading:
            chain = " includes ".join((*reading[reading.index(name) :], name))
            raise Unusable([Problem(Place(str(file)), "include-cycle", chain, "leave one of them out")])
        if name not in known:
            if not FILE_NAME.fullmatch(name) or not file.is_file():
                raise KeyError(name)
            reading.append(name)
            try:
                known[name] = load(decode(file.read_bytes(), str(file)), str(file), instrument)[0]
            except Unusable as error:
                known[name] = error
            finally:
                reading.pop()
        found = known[name]
        if isinstance(found, Unusable):
            raise found
        return found

    return instrument


def _entries(tree: Tree) -> Iterator[tuple[Path, dict[str, Any]]]:
    sections = tree.data.get("sections")
    for at, section in enumerate(sections if isinstance(sections, list) else []):
        items = section.get("items") if isinstance(section, dict) else None
        for index, entry in enumerate(items if isinstance(items, list) else []):
            if isinstance(entry, dict):
                yield ("sections", at, "items", index), entry


def _fill_scales(tree: Tree) -> Iterator[Problem]:
    scales = tree.data.get("scales")
    scales = scales if isinstance(scales, dict) else {}
    for path, entry in _entries(tree):
        name = entry.get("scale")
        if isinstance(name, (str, int, float)) and not isinstance(name, bool):
            if str(name) in scales:
                entry["scale"] = scales[str(name)]
            else:
                said = f"there is no scale '{name}'"
                yield Problem(tree.place((*path, "scale")), "unknown-scale", said, nearest(str(name), scales))


def _fill_includes(tree: Tree, library: Library) -> Iterator[Problem]:
    for path, entry in _entries(tree):
        if "include" not in entry:
            continue
        foreign = sorted(set(entry) - {"include", "when"})
        for key in foreign:
            yield Problem(
                tree.place((*path, key)),
                "include-changed",
                f"'{key}' cannot be given with include",
                "an included instrument is kept whole; only 'when' may be added",
            )
            del entry[key]
        name = str(entry["include"])
        try:
            entry.update(_brought(library(name)))
        except KeyError:
            said = f"there is no instrument '{name}'"
            hint = "look at which there are"
            yield Problem(tree.place((*path, "include")), "unknown-include", said, hint)
        except Unusable as error:
            yield _unusable(name, error, tree.place((*path, "include")))


def _unusable(name: str, error: Unusable, place: Place) -> Problem:
    cycle = next((problem for problem in error.problems if problem.code == "include-cycle"), None)
    if cycle:
        return Problem(place, cycle.code, cycle.message, cycle.hint)
    return Problem(
        place,
        "include-unusable",
        f"the instrument '{name}' has problems of its own",
        "mend it first",
    )


def _brought(included: Instrument) -> dict[str, Any]:
    """What an include is filled in with: items under the rules of their sections, and the scores of all."""
    document = included.document
    items = [also(item, section.when) for section, items in included.asked for item in items]
    kept: dict[str, Any] = {
        "title": document.title,
        "source": document.source.model_dump(mode="json", exclude_defaults=True),
        "items": [item.model_dump(mode="json", exclude_defaults=True) for item in items],
    }
    if document.measure:
        kept["measure"] = document.measure.model_dump(mode="json", exclude_defaults=True)
    scores = {
        name: score.model_dump(mode="json", exclude_defaults=True) for name, score in included.scores.items()
    }
    return {**kept, **({"derive": scores} if scores else {})}
