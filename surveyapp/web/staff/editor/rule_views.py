"""The page of a rule: who is asked, built from earlier questions and their answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from surveyapp.instrument.edit.conditions import COMPARISONS, Row, Rows, rows_of, rule_of
from surveyapp.instrument.edit.items import SetRule
from surveyapp.instrument.edit.parts import item_at, section_at, sections_of
from surveyapp.instrument.edit.source import NotEdited
from surveyapp.instrument.edit.subjects import Subject, subjects
from surveyapp.instrument.rules import BadRule, parse
from surveyapp.instrument.words import in_words
from surveyapp.web.application import settings
from surveyapp.web.staff.access import allow
from surveyapp.web.staff.editor.area import blueprint, changed, to
from surveyapp.web.staff.editor.desk import Desk, opened

MOST_ROWS = 20


@dataclass(frozen=True)
class Target:
    """What a rule stands on, the rule that is written there, and what it can speak of."""

    desk: Desk
    kind: str
    of: str
    option: str
    written: Any
    known: dict[str, Subject]
    words: str


@blueprint.route("/<name>/rules/<any(section, item):kind>/<of>", methods=["GET", "POST"])
@blueprint.route("/<name>/rules/<any(option):kind>/<of>/<option>", methods=["GET", "POST"])
@allow("committee")
def rule(name: str, kind: str, of: str, option: str = "") -> ResponseReturnValue:
    """The rule of a section, an item, an include or an option."""
    target = _target(opened(settings(), name), kind, of, option)
    if request.method == "GET":
        return _page(target, rows_of(target.written))
    rows = _posted(request.form)
    do = request.form.get("do", "choose")
    if do == "everybody":
        return _set(target, None)
    if do != "save":
        return _page(target, _arranged(rows, do))
    wrong = _wrong(rows, target.known)
    return _page(target, rows, wrong) if wrong else _set(target, rows)


def _set(target: Target, rows: Rows | None) -> ResponseReturnValue:
    if rows is None or rows != rows_of(target.written):
        written = rule_of(rows) if rows else None
        changed(target.desk.draft.name, SetRule(target.kind, target.of, written, target.option))
    flash("Saved.")
    kind = "section" if target.kind == "section" else "item"
    return to("show", name=target.desk.draft.name, anchor=f"{kind}-{target.of}")


def _target(desk: Desk, kind: str, of: str, option: str) -> Target:
    """What a rule stands on. Ends the request where there is no such thing."""
    document = desk.examined.readable
    try:
        if kind == "section":
            at, where = section_at(desk.data, of), 0
            part: Any = sections_of(desk.data)[at]
        else:
            at, where, part = item_at(desk.data, of)
        if option:
            part = part["options"][option]
    except (NotEdited, KeyError, TypeError):
        abort(404)
    known = {each.name: each for each in subjects(document, at, where)} if document else {}
    cards = desk.sections[at].cards
    words = desk.sections[at].title if kind == "section" else cards[where].title
    return Target(desk, kind, of, option, part.get("when") if isinstance(part, dict) else None, known, words)


def _posted(form: MultiDict[str, str]) -> Rows:
    rows = []
    for at in range(MOST_ROWS):
        if f"subject-{at}" not in form:
            break
        comparison = form.get(f"comparison-{at}", "")
        picked = form.getlist(f"values-{at}")
        if comparison not in ("is", "is_not"):
            picked = [each for each in [form.get(f"bound-{at}", "").strip()] if each]
        if comparison in ("answered", "not_answered"):
            picked = []
        rows.append(Row(form[f"subject-{at}"], comparison, tuple(picked)))
    return Rows("any" if form.get("join") == "any" else "all", tuple(rows))


def _arranged(rows: Rows, do: str) -> Rows:
    if do == "more":
        return Rows(rows.join, (*rows.rows, Row("", "")))
    what, _, at = do.partition(":")
    if what == "remove" and at.isdecimal():
        return Rows(rows.join, tuple(row for where, row in enumerate(rows.rows) if where != int(at)))
    return rows


def _wrong(rows: Rows, known: dict[str, Subject]) -> str:
    """What is still missing, in words; "" where nothing is."""
    for at, row in enumerate(rows.rows, 1):
        subject = known.get(row.subject)
        if subject is None:
            return f"Condition {at}: choose a question."
        if row.comparison not in subject.comparisons:
            return f"Condition {at}: choose how the answer is compared."
        if row.comparison not in ("answered", "not_answered") and not row.values:
            return f"Condition {at}: choose or write the answer that it is about."
    return "" if rows.rows else "Add a condition, or ask everybody."


def _page(target: Target, rows: Rows | None, wrong: str = "") -> ResponseReturnValue:
    page = render_template(
        "staff/editor/rule.html",
        desk=target.desk,
        target=target,
        rows=rows if rows and rows.rows else Rows("all", (Row("", ""),)),
        nested=rows is None,
        now=_words(target.desk, target.written),
        comparisons=COMPARISONS,
        wrong=wrong,
    )
    return page, 422 if wrong else 200


def _words(desk: Desk, written: Any) -> str:
    """The rule that there is, in words; "" where there is none, or it can't be read."""
    if written is None or desk.instrument is None:
        return ""
    try:
        return in_words(desk.instrument, parse(written))
    except BadRule:
        return ""
