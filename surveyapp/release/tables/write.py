"""Tables as CSV files, and reading them back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from surveyapp.instrument.model import Instrument
from surveyapp.release.cells import line
from surveyapp.release.tables.blocks import Block
from surveyapp.release.tables.published import Span, Spans
from surveyapp.release.tables.study import Study
from surveyapp.release.tables.subjects import ABSENT, ABSENT_LABELS, Subject
from surveyapp.release.words import NOT_ASKED

HEADER = (
    "variable",
    "question",
    "value",
    "label",
    "group",
    "group_value",
    "group_label",
    "n",
    "least",
    "most",
    "asked",
    "percent",
    "note",
)
NOT_SHOWN = "not shown"
SMALL = "held back: it is less than {smallest}, or would give away a count that is"
CLOSED = "not shown: fewer than {minimum} answered, or it would give away a count that is held back"


def write(study: Study, instrument: Instrument, spans: Spans) -> dict[str, bytes]:
    """A CSV file for each item and each score, and one more for each group that it is broken down by."""
    files: dict[str, bytes] = {}
    for name, subjects in questions(study, instrument).items():
        for group in (None, *range(len(study.groups))):
            lines = [row for block, subject in subjects for row in _rows(study, block, subject, group, spans)]
            if lines:
                stem = name if group is None else f"{name}_by_{study.groups[group].name}"
                files[f"{stem}.csv"] = "".join(map(line, (HEADER, *lines))).encode("utf-8-sig")
    return files


def questions(study: Study, instrument: Instrument) -> dict[str, list[tuple[Block, Subject]]]:
    """By item or score, in the order asked, its subjects with their blocks."""
    found: dict[str, list[tuple[Block, Subject]]] = {}
    places = {
        subject.name: (block, subject)
        for block in study.blocks
        if not block.plain
        for subject in (*block.subjects, *(each.score for each in block.derived))
    }
    for variable in instrument.variables:
        if variable.name in places:
            name = variable.control.item.name if variable.control is not None else variable.name
            found.setdefault(name, []).append(places[variable.name])
    return found


def _rows(
    study: Study, block: Block, subject: Subject, group: int | None, spans: Spans
) -> Iterator[tuple[str, ...]]:
    seen = study.seen(block, block.source(subject.name))
    if (subject.name, 0) not in spans.asked and group is not None:
        return
    for at in sorted(seen, key=lambda each: study.columns[each].word in ABSENT):
        column = study.columns[at]
        if column.group != group:
            continue
        title = ("", "", "") if group is None else _heading(study, group, column.word)
        if (subject.name, at) in spans.asked:
            yield from _column(study, subject, at, title, spans)
        elif column.word not in ABSENT:
            note = CLOSED.format(minimum=study.minimum)
            yield (subject.name, subject.variable.wording, "", "", *title, NOT_SHOWN, "", "", "", "", note)


def _heading(study: Study, group: int, word: str) -> tuple[str, str, str]:
    return study.groups[group].name, word, study.groups[group].labels[word]


def _column(
    study: Study, subject: Subject, column: int, title: tuple[str, str, str], spans: Spans
) -> Iterator[tuple[str, ...]]:
    asked = spans.asked[subject.name, column]
    everybody = int(study.size[study.members[column]].sum())
    for word, label in (*subject.values.items(), *reversed(ABSENT_LABELS.items())):
        if word == NOT_ASKED:
            span, of = (everybody - asked, everybody - asked), 0
        else:
            span, of = spans.by_cell[subject.name, subject.words.index(word), column], asked
        note = SMALL.format(smallest=study.smallest) if span[0] < span[1] else ""
        counted = (*in_words(span, of), str(asked), percent(span, of), note)
        yield (subject.name, subject.variable.wording, word, label, *title, *counted)


def in_words(span: Span, asked: int) -> tuple[str, str, str]:
    """A count in words, and its least and most."""
    least, most = span
    if least == most:
        text = str(least)
    elif most < asked:
        text = f"{least} to {most}"
    else:
        text = f"{least} or more" if least else NOT_SHOWN
    return text, str(least), str(most)


def percent(span: Span, asked: int) -> str:
    """The share of those asked, in step with the count; empty where nobody was, or where it tells nothing."""
    if not asked or span == (0, asked):
        return ""
    least, most = (f"{100 * count / asked:.1f}" for count in span)
    if span[0] == span[1]:
        return least
    return f"{least} to {most}" if span[1] < asked else f"{least} or more"


def read(study: Study, files: Mapping[str, bytes]) -> Spans:
    """What the written files publish. Raises ValueError where one holds what no table can."""
    spans = Spans()
    places = {
        (study.groups[column.group].name if column.group is not None else "", column.word): at
        for at, column in enumerate(study.columns)
    }
    words = {
        subject.name: {word: code for code, word in enumerate(subject.words)}
        for block in study.blocks
        for subject in (*block.subjects, *(each.score for each in block.derived))
    }
    for content in files.values():
        for row in rows(content):
            if row["n"] == NOT_SHOWN and not row["value"]:
                continue
            name, column = row["variable"], places[_plain(row["group"]), _plain(row["group_value"])]
            code = words[name][_plain(row["value"])]
            if code:
                spans.by_cell[name, code, column] = (int(row["least"]), int(row["most"]))
                spans.asked[name, column] = int(row["asked"])
    _counted(study, spans)
    return spans


def rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a written table."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _plain(text: str) -> str:
    return text.removeprefix("'")


def _counted(study: Study, spans: Spans) -> None:
    """What the bases tell of those that are counted on their own."""
    for block in study.blocks:
        for child in study.children(block) if block.plain else ():
            for subject in child.subjects:
                for column in range(len(study.columns)):
                    if (subject.name, column) in spans.asked:
                        asked = spans.asked[subject.name, column]
                        everybody = int(study.size[study.members[column]].sum())
                        spans.by_cell[block.name, 3, column] = (asked, asked)
                        spans.by_cell[block.name, 2, column] = (everybody - asked,) * 2
                        spans.asked[block.name, column] = everybody
