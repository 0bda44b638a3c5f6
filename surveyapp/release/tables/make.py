"""Making tables: decided, written, read back, and audited as they were written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveyapp.instrument.model import Instrument
from surveyapp.release.cells import line
from surveyapp.release.columns import Column
from surveyapp.release.profile import Profile
from surveyapp.release.tables.audit import audit
from surveyapp.release.tables.decide import Memory, decide
from surveyapp.release.tables.gather import Gathered, gather
from surveyapp.release.tables.page import page
from surveyapp.release.tables.published import Spans
from surveyapp.release.tables.write import NOT_SHOWN, questions, read, rows, write
from surveyapp.release.terms import Terms
from surveyapp.release.verify import Breach

ATTEMPTS = 100
INDEX = "index.csv"
PAGE = "tables.html"


@dataclass(frozen=True)
class TablesMade:
    """The files of the folder ``tables/`` by name, and what ``privacy.json`` says about them.

    The summary counts what can be counted in the files, nothing else.
    """

    files: Mapping[str, bytes]
    summary: dict[str, Any]
    spans: Spans = field(repr=False)
    columns: Mapping[tuple[str, str], int] = field(repr=False)
    """The number of each column by group and label; everybody is ("", "") and 0."""
    words: Mapping[str, tuple[str, ...]] = field(repr=False)
    """The words of each variable that has a table."""


def make(
    instrument: Instrument,
    profile: Profile,
    terms: Terms,
    columns: Sequence[Column],
    rows: int,
    released: Sequence[Column] | None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> TablesMade:
    """The tables of all responses.

    ``columns`` are as collected; ``released`` are the row file's, in the same order of responses, or None in
    a campaign that gives tables only. Raises verify.Breach where what was written would give away a count
    that it hides.
    """
    gathered = gather(instrument, profile, terms, columns, released, profile.groups, rows)
    study = gathered.study
    closed: dict[str, int] = {}
    memory: Memory = {}
    for _ in range(ATTEMPTS):
        decision = decide(study, closed, progress or _silent, memory)
        files = write(study, instrument, decision.spans)
        spans = read(study, files)
        leaks = audit(study, spans, decision.worlds)
        if not leaks:
            return _made(gathered, instrument, files, spans, least=decision.least and not closed)
        for leak in leaks:
            closed[leak.block] = min(2, closed.get(leak.block, 0) + 1)
    raise Breach("the tables would give away a count that they hide")


def _silent(done: int, of: int) -> None:
    """Nobody watches."""


def _made(
    gathered: Gathered, instrument: Instrument, files: dict[str, bytes], spans: Spans, *, least: bool
) -> TablesMade:
    study = gathered.study
    hidden = sum(low < high for low, high in spans.by_cell.values())
    summary = {
        "tables": len(files),
        "cells": len(spans.by_cell),
        "held_back": hidden,
        "least": least,
        "groups": [group.name for group in study.groups],
        "without": dict(gathered.without),
    }
    headings = _headings(instrument, list(questions(study, instrument)))
    said = [
        f"All {study.rows} responses are counted. Percentages are of those who were asked.",
        f"A count of 1 or more below {study.smallest} is held back, with what would give it away.",
        "Small counts of who left a question out, and of ratings of the program by everybody, are no secret.",
        f"Where fewer than {study.minimum} people answered, nothing is shown.",
        "* stands for a count of which nothing can be said.",
    ]
    every = {
        **files,
        INDEX: _index(files, headings, gathered.without),
        PAGE: page(instrument.title, said, files, headings),
    }
    places = {
        (study.groups[column.group].name if column.group is not None else "", column.word): at
        for at, column in enumerate(study.columns)
    }
    words = {
        subject.name: subject.words
        for block in study.blocks
        for subject in (*block.subjects, *(each.score for each in block.derived))
    }
    return TablesMade(every, summary, spans, places, words)


def _headings(instrument: Instrument, names: Sequence[str]) -> dict[str, str]:
    scores = {variable.name: variable.wording for variable in instrument.variables}
    return {name: instrument.items[name].ask if name in instrument.items else scores[name] for name in names}


def _index(files: Mapping[str, bytes], headings: Mapping[str, str], without: Mapping[str, str]) -> bytes:
    """One line for each file, and one for whatever has none."""
    lines: list[tuple[str, ...]] = [("file", "question", "group", "cells", "held_back", "note")]
    for file, content in files.items():
        found = rows(content)
        name = next(each for each in headings if file == f"{each}.csv" or file.startswith(f"{each}_by_"))
        held = sum(row["least"] != row["most"] for row in found)
        notes = dict.fromkeys(row["note"] for row in found if row["n"] == NOT_SHOWN and row["note"])
        counts = (str(sum(bool(row["value"]) for row in found)), str(held))
        lines.append((file, headings[name], found[0]["group"], *counts, "; ".join(notes)))
    lines += [("", name, "", "", "", why) for name, why in without.items()]
    return "".join(map(line, lines)).encode("utf-8-sig")
