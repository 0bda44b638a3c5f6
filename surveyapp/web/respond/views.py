"""The addresses of a respondent. Each view finds the survey that a link leads to, and answers with a page."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from surveyapp.ballot.serials import BadBallot
from surveyapp.services.respond import Outcome, Respond, State, Survey, Withdrawal
from surveyapp.web import forms
from surveyapp.web.assets import PIXEL
from surveyapp.web.drawing import draw
from surveyapp.web.errors import plain
from surveyapp.web.forms import Posted
from surveyapp.web.respond.pages import MIMETYPE, Pages, drawn_for
from surveyapp.web.respond.reading import posted

BALLOT, DRAWN = "_ballot", "_drawn"
"""Fields of the form that are no answers; no item's name can begin so."""
RECEIPT = "receipt"
LONGEST_RECEIPT = 200
REFUSALS = {
    Withdrawal.MISTYPED: "This is not a whole receipt. Please compare each group with what you wrote down.",
    Withdrawal.UNKNOWN: "This survey has no answers for this receipt. They may have been taken back before.",
}

blueprint = Blueprint("respond", __name__)


def respond() -> Respond:
    """The service behind these pages."""
    service: Respond = current_app.extensions["surveyapp.respond"]
    return service


def pages() -> Pages:
    """Who draws them."""
    drawing: Pages = current_app.extensions["surveyapp.pages"]
    return drawing


def closed(token: str, survey: Survey, sent: bool = False) -> Response:
    """The page of a survey that takes no answers: it may open again (403) unless it is sealed (410)."""
    status = 410 if survey.state is State.SEALED else 403
    return pages().plain("closed_unsent" if sent else "closed", token, survey, status)


@blueprint.get("/")
def home() -> Response:
    """What this is, for somebody who came without a link."""
    return Response(draw("home.html"), content_type=MIMETYPE)


@blueprint.get("/about/anonymity")
def anonymity() -> Response:
    """What anonymous means here, how far it goes and where it ends, in plain words."""
    return Response(draw("anonymity.html"), content_type=MIMETYPE)


@blueprint.get("/clear.gif")
def clear() -> Response:
    """A picture of nothing, with which the browser forgets pages that it would show on Back."""
    return Response(PIXEL, mimetype="image/gif", headers={"Clear-Site-Data": '"cache"'})


@blueprint.get("/s/<token>")
def ask(token: str) -> Response:
    """The page with the questions, and a fresh ballot in it."""
    survey = respond().survey(token)
    if survey.personal and survey.state is State.OPEN:
        return pages().plain("invitation_only", token, survey, 403)
    return asked(token, survey)


def asked(token: str, survey: Survey) -> Response:
    """The page with the questions, or the one that says that it is too late."""
    if survey.state in (State.CLOSED, State.SEALED):
        return closed(token, survey)
    return pages().survey(token, survey).response(*respond().ballot(survey))


@blueprint.post("/s/<token>")
def answer(token: str) -> Response:
    """Records what was sent and leads to the closing page; what was refused comes back as typed."""
    return answered(token, respond().survey(token), posted(request))


def answered(token: str, survey: Survey, given: Posted) -> Response:
    """The page that follows a form which was sent with its ballot.

    What was refused comes back as typed, unless its ballot is spent: then somebody has gone back to a refused
    form that was mended and sent since, and must not be shown what stood in it.
    """
    filled = forms.fill(survey.instrument, given)
    ballot = given.last(BALLOT)
    try:
        taking = survey.state in (State.OPEN, State.REHEARSAL)
        if filled.errors and taking and not respond().spent(survey, ballot):
            receipt = respond().receipt(survey, ballot)
            return pages().refused(token, survey, filled).response(ballot, receipt, 422)
        outcome = respond().submit(survey, ballot, filled.answers)
    except BadBallot:
        return plain("changed" if given.last(DRAWN) in ("", drawn_for(survey)) else "moved_on")
    if outcome is Outcome.CLOSED:
        return closed(token, survey, sent=True)
    return see(f"/s/{token}/done")


@blueprint.get("/s/<token>/<any(done, left, privacy, withdrawn):page>")
def read(token: str, page: str) -> Response:
    """The pages that only tell something."""
    return pages().plain(page, token, respond().survey(token))


@blueprint.get("/s/<token>/withdraw")
def ask_receipt(token: str) -> Response:
    """The page on which a receipt is typed, as long as it would help."""
    survey = respond().survey(token)
    if survey.state in (State.CLOSED, State.SEALED):
        return pages().plain("too_late", token, survey, 403)
    return pages().withdraw(token, survey)


@blueprint.post("/s/<token>/withdraw")
def withdraw(token: str) -> Response:
    """Takes back the answers that a receipt belongs to."""
    survey = respond().survey(token)
    typed = posted(request).last(RECEIPT)[:LONGEST_RECEIPT]
    result = respond().withdraw(survey, typed)
    if result is Withdrawal.TOO_LATE:
        return pages().plain("too_late", token, survey, 403)
    if result in REFUSALS:
        return pages().withdraw(token, survey, typed, REFUSALS[result])
    return see(f"/s/{token}/withdrawn")


def see(address: str) -> Response:
    """Leads to another page of ours, so that a reload does not send anything again."""
    return Response(status=303, headers={"Location": address})
