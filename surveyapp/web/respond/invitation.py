"""The addresses of somebody with a personal invitation.

The code of an invitation is in the part of its link that browsers keep to themselves. It comes to this server
once, in the body of a post: for a ballot, or typed in by somebody without script together with the answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Blueprint, Response, current_app, request

from surveyapp.ballot.serials import BadBallot
from surveyapp.services.issuing import issue
from surveyapp.services.respond import Outcome, State, Survey, UnknownLink
from surveyapp.services.spending import Declined, NotIssued
from surveyapp.web import forms
from surveyapp.web.errors import plain
from surveyapp.web.forms import Filled, Posted
from surveyapp.web.respond.reading import posted
from surveyapp.web.respond.views import BALLOT, answered, asked, closed, pages, respond, see

if TYPE_CHECKING:
    from surveyapp.web.application import Application

CODE, BLINDED, TYPED_CODE = "code", "blinded", "_code"
LONGEST_CODE = 500
DECLINED = {
    Declined.UNREADABLE: "This is not a whole personal link. Please compare it with your e-mail.",
    Declined.UNKNOWN: "This survey has no such invitation. Please open the link in your e-mail again; if "
    "it still does not work, tell the person who sent it to you.",
    Declined.SPENT: "This invitation was used before, and each is good for one response, even one that was "
    "taken back. If you have answered, thank you. If you have not, please tell the person who invited you.",
    Declined.CLOSED: "The survey is closed and takes no more answers. Nothing was sent.",
    Declined.RESTORED: "This survey gives out no more ballots: it had to be restored from a backup, and "
    "nobody knows which invitations were used since. Nothing was sent. Please tell whoever invited you.",
}
STATUS = {
    Declined.UNREADABLE: 400,
    Declined.UNKNOWN: 404,
    Declined.SPENT: 409,
    Declined.CLOSED: 403,
    Declined.RESTORED: 403,
}

blueprint = Blueprint("invitation", __name__)


def _personal(token: str) -> Survey:
    """The survey that a personal link leads to. Raises UnknownLink where it has none."""
    survey = respond().survey(token)
    if not survey.personal:
        raise UnknownLink
    return survey


@blueprint.get("/i/<token>")
def ask(token: str) -> Response:
    """The page with the questions; whose invitation it is, this request does not say."""
    survey = _personal(token)
    if survey.state is State.OPEN and survey.restored:
        return pages().plain("no_ballots", token, survey, 403)
    return asked(token, survey)


@blueprint.post("/i/<token>/ballot")
def sign(token: str) -> Response:
    """Signs what the page's script has blinded, once for each invitation. All it says is plain text."""
    survey, given = _personal(token), posted(request)
    settings = cast("Application", current_app).settings
    try:
        status, words = 200, issue(settings, survey, given.last(CODE), given.last(BLINDED))
    except NotIssued as declined:
        status, words = STATUS[declined.reason], DECLINED[declined.reason]
    return Response(words, status, content_type="text/plain; charset=utf-8")


@blueprint.post("/i/<token>")
def answer(token: str) -> Response:
    """Records what was sent with a ballot, or with a code where the campaign allows that."""
    survey, given = _personal(token), posted(request)
    typed = given.last(TYPED_CODE)[:LONGEST_CODE]
    if TYPED_CODE in given and survey.code_without_script:
        return _answered_with_code(token, survey, given, typed)
    return answered(token, survey, given)


def _answered_with_code(token: str, survey: Survey, given: Posted, typed: str) -> Response:
    filled, ballot = forms.fill(survey.instrument, given), given.last(BALLOT)
    words = ""
    try:
        # As in `answered`: what was sent since is not shown to whoever goes back to it.
        if respond().spent(survey, ballot, by_code=True):
            return see(f"/s/{token}/done")
        receipt = respond().receipt(survey, ballot, by_code=True)
        if survey.state is not State.OPEN or not filled.errors:
            outcome = respond().submit_with_code(survey, ballot, _code_in(typed), filled.answers)
            return closed(token, survey, sent=True) if outcome is Outcome.CLOSED else see(f"/s/{token}/done")
    except BadBallot:
        return plain("changed")
    except NotIssued as declined:
        words = DECLINED[declined.reason]
    everything = {name: given[name] for name in survey.instrument.controls if name in given}
    back = Filled(filled.answers, everything, filled.errors)
    return pages().refused(token, survey, back, typed, words).response(ballot, receipt, 422)


def _code_in(typed: str) -> str:
    """The code in a pasted link, or in the part of it that follows the # sign."""
    return typed.rpartition("#")[2].partition(".")[0]
