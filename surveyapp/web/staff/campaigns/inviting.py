"""Personal invitations: the roster, sending, and reminding. Nothing of who has answered."""

from __future__ import annotations

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import TextAreaField

from surveyapp.services import Refused, invitations
from surveyapp.services.enrolment import empty_roster, enrol_pasted, enrol_uploaded, enrolment
from surveyapp.services.invitations import NOT_REMINDED, Mailed
from surveyapp.web.application import settings
from surveyapp.web.staff.access import allow
from surveyapp.web.staff.campaigns.area import blueprint, done, status, today

SHOWN = 20


class RosterForm(FlaskForm):
    """Who is invited: pasted, or in a file."""

    addresses = TextAreaField("Addresses")
    file = FileField("Or a CSV file")


@blueprint.route("/<name>/invitations", methods=["GET", "POST"])
@allow("committee")
def inviting(name: str) -> ResponseReturnValue:
    """How far the invitations are, and the form that takes the roster."""
    found = status(name)
    if found.by != "invitation" or found.state not in ("draft", "open"):
        raise Refused(f"“{name}” takes no roster: it has one link for everybody, or is closed.")
    form = RosterForm()
    if form.validate_on_submit():
        try:
            added = _enrolled(name, form)
        except Refused as refused:
            form.addresses.errors = str(refused).splitlines()
        else:
            people = "person" if added == 1 else "people"
            said = f"{added} {people} more on the roster. Nothing is sent yet."
            return done(f"enrolled {added} {people} for invitations", name, said, "campaigns.inviting")
    page = render_template(
        "staff/campaigns/invitations.html",
        campaign=found,
        enrolment=enrolment(name),
        form=form,
        letters=invitations.letters(settings(), today(), name),
        can_send=bool(settings().mail_host),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<name>/invitations/empty")
@allow("committee")
def start_again(name: str) -> ResponseReturnValue:
    """Takes everybody off a draft's roster."""
    empty_roster(name)
    said = "Nobody is on the roster now. Put the right list in."
    return done("emptied the roster", name, said, "campaigns.inviting")


@blueprint.post("/<name>/invitations/send")
@allow("committee")
def send_invitations(name: str) -> ResponseReturnValue:
    """Sends every invitation that has not gone out yet."""
    mailed = invitations.send_invitations(settings(), today(), name)
    _flash_failures(mailed)
    return done("sent invitations", name, f"Invitations sent: {mailed.sent}.", "campaigns.inviting")


@blueprint.post("/<name>/invitations/remind")
@allow("committee")
def send_reminders(name: str) -> ResponseReturnValue:
    """Reminds those whose invitation is unused, without saying who or how many these are."""
    mailed = invitations.send_reminders(settings(), today(), name)
    if mailed.failures:
        flash(NOT_REMINDED, "error")
    said = "Reminders are out to those whose invitation is unused."
    return done("sent reminders", name, said, "campaigns.inviting")


def _enrolled(name: str, form: RosterForm) -> int:
    """How many people were enrolled. Raises Refused."""
    if form.file.data:
        return enrol_uploaded(settings(), name, form.file.data.read())
    return enrol_pasted(settings(), name, form.addresses.data or "")


def _flash_failures(mailed: Mailed) -> None:
    for failure in mailed.failures[:SHOWN]:
        flash(f"Not sent to {failure.address}: {failure.reason}", "error")
    if len(mailed.failures) > SHOWN:
        flash(f"And not to {len(mailed.failures) - SHOWN} more.", "error")
    if mailed.doubtful:
        doubtful = ", ".join(mailed.doubtful[:SHOWN])
        flash(f"Cut off on the way, perhaps sent: {doubtful}. Ask them whether it came.", "error")
