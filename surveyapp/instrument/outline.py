"""An instrument as a readable outline: numbers, words, columns with their codes, rules, privacy."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from surveyapp.instrument.checks.wording import wording_hash
from surveyapp.instrument.kinds.base import Item, Option, Variable
from surveyapp.instrument.kinds.choices import Choices, YesNo
from surveyapp.instrument.kinds.quantities import Date, Quantity, Rating
from surveyapp.instrument.model import Include, Instrument, Measure, Section
from surveyapp.instrument.scores import Count, Mean, Recode, Score, Sum, Threshold
from surveyapp.instrument.words import ORDER_WORDS, in_words

WIDTH = 100
PRIVACY = {
    "quasi_identifier": "quasi-identifier",
    "sensitive": "sensitive",
    "ordinary": "ordinary",
    "comment": "comment, kept apart",
}
TYPES = {"flag": "1 or 0", "code": "code", "integer": "whole number", "number": "number", "date": "date"}


def outline(instrument: Instrument) -> str:
    """The outline as plain text."""
    return "\n".join(_lines(instrument)) + "\n"


def _lines(instrument: Instrument) -> Iterator[str]:
    document = instrument.document
    numbered = max(instrument.numbers.values(), default=0)
    yield f"{instrument.title} ({instrument.name})"
    yield f"  version      {instrument.hash}"
    yield f"  numbered     {numbered}"
    yield from _wrapped("  source       ", f"{document.source.citation} ({document.source.wording})")
    yield f"  wording hash {wording_hash(document)}"
    if document.measure:
        yield from _measure(document.measure)
    for (section, items), own in zip(instrument.asked, document.sections, strict=True):
        yield from _section(instrument, section, items, own)
    if instrument.scores:
        yield ""
        yield "Scores"
        for name, score in instrument.scores.items():
            yield from _wrapped(f"  {name}: ", score_words(score))


def _measure(measure: Measure) -> Iterator[str]:
    direction = measure.direction.replace("_", " ")
    yield f"  measure      {measure.variant}, {direction}, cut-off {measure.cut_off:g}"
    yield from _wrapped("  licence      ", measure.licence)


def _section(
    instrument: Instrument, section: Section, items: tuple[Item, ...], own: Section
) -> Iterator[str]:
    yield ""
    yield f"{section.title} ({section.name})"
    if section.when is not None:
        yield from _wrapped("  asked if ", in_words(instrument, section.when))
    included = {item.name: entry for entry in own.items if isinstance(entry, Include) for item in entry.items}
    for item in items:
        yield from _item(instrument, item)
        if item.name in included:
            entry = included[item.name]
            yield f"       from {entry.include}"
            if entry.measure:
                yield from (f"     {line}" for line in _measure(entry.measure))


def _item(instrument: Instrument, item: Item) -> Iterator[str]:
    numbers = [instrument.numbers[control.name] for control in item.controls() if control.other_of is None]
    first, last = (min(numbers), max(numbers)) if numbers else (0, 0)
    label = "   -" if not numbers else f"{first:>3}." if first == last else f"{first}-{last}."
    yield from _wrapped(f"{label} ", item.ask)
    marks = [item.type, *_details(item), *([PRIVACY[item.privacy]] if numbers else [])]
    if item.required:
        marks.append("asked for once more")
    if item.wording:
        marks.append(item.wording)
    yield f"       {', '.join(marks)}"
    if item.when is not None:
        yield from _wrapped("       asked if ", in_words(instrument, item.when))
    yield from _columns(instrument, item)
    for name in (control.name for control in item.controls() if control.apart):
        yield f"       {name}: text, kept apart"


def _details(item: Item) -> Iterator[str]:
    if isinstance(item, Quantity):
        bounds = [("from", item.min), ("to", item.max)]
        yield from (f"{word} {bound:g}" for word, bound in bounds if bound is not None)
        yield from [item.unit] if item.unit else []
    if isinstance(item, Rating):
        yield f"in steps of {item.step:g}"
    if isinstance(item, Date):
        yield f"by {item.precision}"
    if isinstance(item, Choices):
        bounds = [("at least", item.at_least), ("at most", item.at_most)]
        yield from (f"{word} {bound}" for word, bound in bounds if bound is not None)


def _columns(instrument: Instrument, item: Item) -> Iterator[str]:
    """Each column; the codes once where all columns share them."""
    columns = item.variables()
    for column in columns:
        number = instrument.numbers[column.control.name] if column.control and item.rows() else 0
        yield from _wrapped(f"       {f'{number}. ' if number else ''}{column.name}: ", _column(column))
    for code, option in item.picks().items():
        # Yes and no go without saying, and the columns of choices say their options.
        if not isinstance(item, (Choices, YesNo)) or option.when is not None:
            yield from _option(instrument, code, option)


def _column(column: Variable) -> str:
    said = TYPES.get(column.type, column.type)
    if column.option is not None and column.control is not None:
        option = column.control.options[column.option]
        alone = ", stands alone" if option.exclusive else ""
        return f"{said}, {option.label}{alone}"
    return f"{said}, {column.wording}" if column.control and column.control.statement else said


def _option(instrument: Instrument, code: str, option: Option) -> Iterator[str]:
    more = " (with a text of its own)" if option.other else ""
    yield from _wrapped(f"         {code:<12} ", f"{option.label}{more}")
    if option.when is not None:
        yield from _wrapped("           offered if ", in_words(instrument, option.when))


def score_words(score: Score) -> str:
    """What a score is, in words."""
    label = f" — {score.label}" if score.label else ""
    if isinstance(score, Threshold):
        bounds = " and ".join(f"{ORDER_WORDS[test.operator][0]} {test.operand:g}" for test in score.tests())
        return f"yes if {score.item} is {bounds}{label}"
    if isinstance(score, Recode):
        pairs = ", ".join(f"{code} → {new}" for code, new in score.to.items())
        return f"{score.recode} with {pairs}{label}"
    if isinstance(score, Count):
        said = f"how many of {', '.join(score.count)} are {' or '.join(score.values)}"
        return f"{said}{_least(score.at_least_answered)}{label}"
    if isinstance(score, (Sum, Mean)):
        word = "sum" if isinstance(score, Sum) else "mean"
        return f"{word} of {', '.join(score.sources())}{_least(score.at_least_answered)}{label}"
    return label  # pragma: no cover - there is no other form


def _least(count: int | None) -> str:
    return f", where at least {count} are answered" if count else ", where all are answered"


def _wrapped(lead: str, text: str) -> Iterator[str]:
    lines = textwrap.wrap(text, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead))
    yield from lines or [lead.rstrip()]
