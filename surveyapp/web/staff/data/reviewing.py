"""Reading comments, and deciding which of them leave. What is in a comment is in no address, flash or log."""

from __future__ import annotations

from collections import Counter

from flask import Response, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from surveyapp.release.comments.redaction import fault, open_hints, without
from surveyapp.services import analysts, audit, comments, downloads
from surveyapp.services.comments import Comment
from surveyapp.web.application import settings
from surveyapp.web.staff.access import allow, who
from surveyapp.web.staff.data.area import attachment, blueprint
from surveyapp.web.staff.data.marking import pieces

PAGE = 10
AWAITING = "awaiting"
SHOWN = {
    AWAITING: "Awaiting a reader",
    "approved": "Approved",
    "redacted": "Redacted",
    "withheld": "Withheld",
    "all": "All",
}
"""Which comments a page shows, in words."""
READING = "reading"


@blueprint.get("/<name>/comments")
@allow("analyst")
def reading(name: str) -> str:
    """Some of the comments, ten on a page, in an order that tells nothing; on top what was just decided."""
    reviewed = comments.of(settings(), name)
    _note_reading(name)
    shown = _shown(request.args.get("show"))
    chosen = [each for each in reviewed.comments if shown in ("all", each.decision or AWAITING)]
    last = [each for each in reviewed.comments if each.ref == request.args.get("last")]
    pages = max(-(-len(chosen) // PAGE), 1)
    page = min(max(request.args.get("page", 1, int), 1), pages)
    return render_template(
        "staff/data/comments.html",
        campaign=analysts.sealed(name),
        reviewed=reviewed,
        counts=Counter(each.decision or AWAITING for each in reviewed.comments),
        filters=SHOWN,
        shown=shown,
        comments=chosen[(page - 1) * PAGE : page * PAGE],
        last=last[0] if last else None,
        page=page,
        pages=pages,
        pieces=pieces,
        open_hints=open_hints,
    )


@blueprint.get("/<name>/comments/<ref>")
@allow("analyst")
def comment(name: str, ref: str) -> str:
    """One comment beside what would leave of it."""
    found = _comment(name, ref)
    _note_reading(name)
    spans = [(hint.start, hint.end) for hint in found.hints]
    return _redaction(name, found, found.redacted or without(found.text, spans))


@blueprint.post("/<name>/comments/<ref>")
@allow("analyst")
def decide(name: str, ref: str) -> ResponseReturnValue:
    """Keeps what a reader decides about a comment, or shows what would be left of it."""
    found, decision = _comment(name, ref), request.form.get("decision", "")
    if decision in ("redacted", "look", "begin"):
        text = _typed(found) if decision != "begin" else _without_ticked(found)
        wrong = fault(found.text, text)
        if wrong or decision != "redacted":
            return _redaction(name, found, text, wrong or ""), 422 if wrong else 200
        comments.decide(name, [found], "redacted", text)
    elif decision in ("approved", "withheld"):
        comments.decide(name, [found], "approved" if decision == "approved" else "withheld")
    elif decision == "undo":
        comments.undecide(name, found)
    else:
        abort(400)
    did = "took back a decision about" if decision == "undo" else decision
    audit.record(who(), f"{did} a comment", name)
    if found.released:
        flash("This comment has left before, and cannot be called back. Later files follow what you decided.")
    shown = _shown(request.form.get("show"))
    return redirect(url_for("data.reading", name=name, show=shown, last=ref), 303)


@blueprint.post("/<name>/reviewed")
@allow("analyst")
def reviewed(name: str) -> Response:
    """The file of what was let through."""
    content, exported = downloads.reviewed_comments(settings(), name)
    audit.record(who(), f"downloaded {exported.texts} reviewed comments", name)
    return attachment(content, f"{name}-comments.csv")


def _shown(word: str | None) -> str:
    return word if word in SHOWN else AWAITING


def _comment(name: str, ref: str) -> Comment:
    found = [each for each in comments.of(settings(), name).comments if each.ref == ref]
    return found[0] if found else abort(404)


def _note_reading(name: str) -> None:
    """Keeps in the audit trail, once in a session, that somebody reads the comments of a campaign."""
    begun = session.get(READING, [])
    if name not in begun:
        audit.record(who(), "read comments", name)
        session[READING] = [*begun, name]


def _typed(found: Comment) -> str:
    # A browser sends lines that end in CR LF.
    return request.form.get("text", found.text).replace("\r\n", "\n")


def _without_ticked(found: Comment) -> str:
    ticked = [
        found.hints[number - 1]
        for number in request.form.getlist("out", int)
        if 0 < number <= len(found.hints)
    ]
    return without(found.text, [(hint.start, hint.end) for hint in ticked])


def _redaction(name: str, found: Comment, text: str, wrong: str = "") -> str:
    left = open_hints(text)
    return render_template(
        "staff/data/redaction.html",
        name=name,
        comment=found,
        original=pieces(found.text, found.hints),
        text=text,
        left=pieces(text, left),
        left_hints=left,
        ticked=request.form.getlist("out", int) or list(range(1, len(found.hints) + 1)),
        wrong=wrong,
        shown=_shown(request.values.get("show")),
    )
