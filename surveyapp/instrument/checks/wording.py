"""Words: a small part of Markdown, texts of sensible length, and measures whose words are locked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from surveyapp.instrument.checks.draft import Draft
from surveyapp.instrument.kinds.base import Item
from surveyapp.instrument.kinds.quantities import Rating
from surveyapp.instrument.model import Document, Instrument
from surveyapp.instrument.problems import Path, Problem
from surveyapp.instrument.rules import number
from surveyapp.instrument.scores import Count, Several

LONGEST = {
    "introduction": 10_000,
    "help": 2_000,
    "ask": 1_000,
    "contact": 1_000,
    "ethics": 2_000,
    "title": 200,
    "label": 500,
    "low": 200,
    "high": 200,
    "unit": 40,
}
ANSWERS, STATEMENT = ("First answer", "Second answer"), "First statement"
"""What the editor begins a list with, so that it can be looked at."""
ALLOWED = frozenset({"paragraph", "inline", "text", "softbreak", "em", "strong", "link"}) | frozenset(
    {"bullet_list", "ordered_list", "list_item"}
)
"""The Markdown that introductions and help may use: markdown-it's token names."""

NAMES = {
    "heading": "a heading",
    "fence": "a code block",
    "code_block": "a code block (a line begins with four spaces)",
    "code_inline": "code",
    "image": "a picture",
    "html_block": "HTML",
    "html_inline": "HTML",
    "blockquote": "a quotation",
    "hr": "a rule",
    "hardbreak": "a forced line break",
}


class _Markdown(MarkdownIt):
    """Takes every link for a link, so that bad ones are seen, and refused."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        return True


_MARKDOWN = _Markdown("commonmark")


def wording(draft: Draft) -> Iterator[Problem]:
    """All checks of this module."""
    yield from _lengths(draft)
    yield from _markup(draft)
    yield from _locked(draft)
    yield from _unworded(draft)


def _lengths(draft: Draft) -> Iterator[Problem]:
    for path in draft.tree.places:
        most = LONGEST.get(str(path[-1]))
        if most is None or path[0] == "derive" or "when" in path or "statements" in path:
            continue
        text = _text(path, draft)
        if len(text) > most:
            said = f"'{path[-1]}' has {len(text):,} characters, more than {most:,}"
            yield draft.problem(path, "too-long", said, "say it in fewer words")


def _unworded(draft: Draft) -> Iterator[Problem]:
    for placed in draft.own:
        words = [*(option.label for option in placed.item.picks().values()), *placed.item.rows().values()]
        left = [each for each in words if each in (*ANSWERS, STATEMENT)]
        if left:
            said = f"'{left[0]}' is what the editor begins with"
            yield draft.problem(placed.path, "unworded", said, "put it in words of your own, or remove it")


def _text(path: Path, draft: Draft) -> str:
    value = draft.tree.data
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return ""
    return value if isinstance(value, str) else ""


def _markup(draft: Draft) -> Iterator[Problem]:
    texts: list[tuple[Path, str]] = [(("introduction",), draft.document.introduction)]
    texts += [((*path, "introduction"), section.introduction) for path, section, _ in draft.sections]
    texts += [((*placed.path, "help"), placed.item.help) for placed in draft.own]
    for path, text in texts:
        if text and len(text) <= LONGEST["introduction"]:
            for said, hint in dict.fromkeys(_unwanted(text)):
                yield draft.problem(path, "markup", said, hint)


def _unwanted(text: str) -> Iterator[tuple[str, str]]:
    for token in _flat(_MARKDOWN.parse(text)):
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind not in ALLOWED:
            hint = "write paragraphs, *emphasis*, **strong**, lists and [links](https://…) only"
            yield f"{NAMES.get(kind, kind)} is not taken here", hint
        elif token.type == "link_open":
            target = str(token.attrGet("href") or "")
            if not _links(target):
                yield f"the link to '{target[:60]}' is not taken here", "link to https:// or mailto: only"


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


def _links(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(parts.hostname) and parts.username is None
    return parts.scheme == "mailto" and "@" in parts.path


def wording_hash(document: Document) -> str:
    """SHA-256, in hexadecimal, of what a measure asks: its questions, statements, options and codes, in
    order.

    Names, help and notes on privacy may change without changing it.
    """
    said = [_said(item) for item in Instrument(document).items.values()]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _said(item: Item) -> list[object]:
    said: list[object] = [item.type, item.ask]
    said.append([[code, option.label] for code, option in item.picks().items()])
    said.append([control.wording for control in item.controls() if control.statement])
    if isinstance(item, Rating):
        said.append([item.min, item.max, item.step, item.low, item.high])
    return said


def _locked(draft: Draft) -> Iterator[Problem]:
    measure = draft.document.measure
    if measure is None or draft.broken or draft.incomplete:
        return
    expected = wording_hash(draft.document)
    if measure.wording_hash != expected:
        said = "the words are not those that the hash locks"
        hint = f"restore the published words, or write wording_hash: {expected}"
        yield draft.problem(("measure", "wording_hash"), "locked", said, hint)
    codes = {number(code) for placed in draft.items for code in placed.item.picks()} - {None}
    scored = any(isinstance(score, (Several, Count)) for score, _ in draft.scores.values())
    rated = [placed.item for placed in draft.items if isinstance(placed.item, Rating)]
    inside = any(item.min <= measure.cut_off <= item.max for item in rated)
    if measure.cut_off not in codes and not scored and not inside:
        listed = ", ".join(f"{code:g}" for code in sorted(code for code in codes if code is not None))
        said = f"the cut-off {measure.cut_off:g} is none of the codes"
        yield draft.problem(("measure", "cut_off"), "cut-off", said, f"there are: {listed}" if listed else "")
