"""Trying an instrument out: as a respondent, jumping to any question, its map, and its paper version.

The same pages for published versions and for drafts, under two addresses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.instrument.domains import TooMuch
from surveyapp.instrument.duration import ASSUMED, minutes
from surveyapp.instrument.edit.looking import lookable
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers
from surveyapp.instrument.routes.lengths import Lengths, lengths
from surveyapp.instrument.routes.map import questions, stops, way_to
from surveyapp.services import Refused, versions
from surveyapp.services import drafts as worded
from surveyapp.services.examining import examined
from surveyapp.services.staff import ROLES
from surveyapp.web import forms
from surveyapp.web.application import settings
from surveyapp.web.cache import Kept
from surveyapp.web.respond.sheet import Sheet
from surveyapp.web.staff.access import allow
from surveyapp.web.staff.instruments.comparing import compared
from surveyapp.web.staff.instruments.rehearsal import PLACES, Rehearsal, rehearsed

MAPS_KEPT = 64
_lengths: Kept[str, Lengths] = Kept(MAPS_KEPT)


@dataclass(frozen=True)
class Subject:
    """What is tried out: an instrument, what to call it, and where its pages are."""

    instrument: Instrument
    called: str
    blueprint: str
    given: dict[str, Any]

    def address(self, view: str, anchor: str | None = None, **more: Any) -> str:
        """The address of one of its pages."""
        return url_for(f"{self.blueprint}.{view}", _anchor=anchor, **self.given, **more)

    @property
    def home(self) -> str:
        """The page that one came from."""
        owner = "editor.show" if self.blueprint == "trying_drafts" else "instruments.one"
        return url_for(owner, name=self.given["name"])


def _published(name: str, number: int) -> Subject:
    instrument = versions.instrument(versions.numbered(name, number).hash)
    return Subject(instrument, f"version {number}", "trying", {"name": name, "number": number})


def _draft(name: str) -> Subject:
    instrument, _ = lookable(examined(settings(), worded.read(name).text))
    if instrument is None:
        raise Refused("This draft cannot be read yet. Mend its first problem, then try it.")
    return Subject(instrument, "draft", "trying_drafts", {"name": name})


def _way(instrument: Instrument, name: str) -> tuple[Answers, str]:
    """Answers that lead to an item, and what is to be said about them."""
    if name not in instrument.items:
        abort(404)
    called = questions(instrument, [instrument.items[name]])
    try:
        answers = way_to(instrument, name)
    except TooMuch:
        return (
            {},
            f"Which answers lead to {called} is too involved to work out. Answer your way there.",
        )
    if answers is None:
        return {}, f"No answers lead to {called}: nobody is ever asked it."
    return answers, f"You are at {called}. What leads there is answered for you."


def attempt(subject: Subject) -> ResponseReturnValue:
    """The respondent's page in a frame, phone or desktop, and a list of questions to jump to."""
    name = request.args.get("to", "")
    said = _way(subject.instrument, name)[1] if name else ""
    given = {"subject": subject, "to": name, "said": said, "narrow": request.args.get("width") != "desktop"}
    return render_template("staff/instruments/try.html", **given, sections=stops(subject.instrument))


def page(subject: Subject) -> ResponseReturnValue:
    """The respondent's page itself. What is sent to it is read as ever, and forgotten."""
    name = request.args.get("to", "")
    begin = f"item-{name}" if name else ""
    rehearsal = Rehearsal(settings(), subject.instrument, subject.address("page"), begin)
    if request.method == "GET":
        return rehearsal.begun(_way(subject.instrument, name)[0] if name else {})
    given = forms.Posted({name: request.form.getlist(name) for name in request.form})
    filled = forms.fill(subject.instrument, given)
    if filled.errors:
        return rehearsal.filled(filled)
    return redirect(subject.address("further", place="done"), 303)


def further(subject: Subject, place: str) -> ResponseReturnValue:
    """The pages that a respondent's page leads to."""
    if place not in PLACES:
        abort(404)
    return Rehearsal(settings(), subject.instrument, subject.address("page")).further(place)


def ways(subject: Subject) -> ResponseReturnValue:
    """The map: what leads to each question and what it opens, the shortest way and the longest."""
    found = _lengths.get(subject.instrument.hash, lambda: lengths(subject.instrument))
    given = {
        "subject": subject,
        "sections": stops(subject.instrument),
        "lengths": found,
        "minutes": minutes,
    }
    return render_template("staff/instruments/map.html", **given, assumed=ASSUMED)


def paper(subject: Subject) -> ResponseReturnValue:
    """The paper version, for printing."""
    return render_template(
        "staff/instruments/paper.html", subject=subject, sheet=Sheet(rehearsed(subject.instrument))
    )


def changes(subject: Subject) -> ResponseReturnValue:
    """What a draft changes, beside what is asked under its name now."""
    newest = versions.newest(subject.instrument.name)
    if newest is None:
        title = "Nothing to compare with yet"
        words = "Once a version of it is published, this page shows what a draft changes."
        return render_template("staff/error.html", title=title, words=words, back=subject.home)
    pair = (versions.instrument(newest.hash), subject.instrument)
    return compared(pair, (f"version {newest.number}", "this draft"), subject.home)


VIEWS: tuple[tuple[str, Callable[..., ResponseReturnValue], tuple[str, ...]], ...] = (
    ("/try", attempt, ("GET",)),
    ("/page", page, ("GET", "POST")),
    ("/page/<place>", further, ("GET", "POST")),
    ("/map", ways, ("GET",)),
    ("/paper", paper, ("GET",)),
)


def _area(name: str, prefix: str, roles: tuple[str, ...], subject_of: Callable[..., Subject]) -> Blueprint:
    """The pages for one kind of subject, which the address names."""
    blueprint = Blueprint(name, __name__, url_prefix=prefix)
    for rule, use, methods in VIEWS:
        blueprint.add_url_rule(rule, use.__name__, allow(*roles)(_on(use, subject_of)), methods=methods)
    return blueprint


def _on(use: Callable[..., ResponseReturnValue], subject_of: Callable[..., Subject]) -> Callable[..., Any]:
    def look(name: str, number: int | None = None, **more: Any) -> ResponseReturnValue:
        return use(subject_of(name) if number is None else subject_of(name, number), **more)

    return look


published = _area("trying", "/instruments/published/<name>/<int:number>", ROLES, _published)
drafts = _area("trying_drafts", "/instruments/drafts/<name>", ("committee",), _draft)
drafts.add_url_rule("/changes", "changes", allow("committee")(_on(changes, _draft)))
