"""The area of campaigns: its addresses begin with /campaigns."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from surveyapp.clock import today_in
from surveyapp.services import audit, campaigns
from surveyapp.services.campaigns import Status, Today
from surveyapp.web.application import settings
from surveyapp.web.staff.access import who

blueprint = Blueprint("campaigns", __name__, url_prefix="/campaigns")


@blueprint.before_request
def _find() -> None:
    """Answers with the page for what is not there where the address names no campaign."""
    name = (request.view_args or {}).get("name")
    if name is not None and not campaigns.exists(name):
        abort(404)


def today() -> Today:
    """Tells the date where the campaigns are."""
    return today_in(settings().timezone)


def status(name: str) -> Status:
    """Where a campaign stands. Raises Refused where there is none of that name."""
    return campaigns.status(settings(), today(), name)


def done(action: str, name: str, said: str, page: str = "campaigns.one") -> ResponseReturnValue:
    """Keeps what a member of staff did to a campaign, says so, and leads back to a page of it."""
    audit.record(who(), action, name)
    flash(said)
    return redirect(url_for(page, name=name), 303)


def sent_back(form: FlaskForm, name: str, page: str = "campaigns.one") -> ResponseReturnValue:
    """Says everything that a form found wrong, and leads back to a page of the campaign."""
    for field in form:
        for words in field.errors:
            flash(words, "error")
    return redirect(url_for(page, name=name), 303)
