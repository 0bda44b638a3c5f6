"""The steps of a campaign: launching, extending, closing, opening again, sealing, throwing a draft away."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.services import Refused, audit, campaigns, launch, schedule
from surveyapp.web.application import settings
from surveyapp.web.respond.terms import terms_in_words
from surveyapp.web.staff.access import allow, who
from surveyapp.web.staff.campaigns import forms, naming
from surveyapp.web.staff.campaigns.area import blueprint, done, sent_back, status, today
from surveyapp.web.staff.campaigns.standing import percent

PATIENCE_SECONDS = 5.0
"""How long sealing waits in a request for somebody who reads the box."""


@blueprint.route("/<name>/launch", methods=["GET", "POST"])
@allow("committee")
def launching(name: str) -> ResponseReturnValue:
    """What respondents will read, and the button that opens the campaign."""
    found = status(name)
    if found.state != "draft":
        raise Refused(f"“{name}” has been launched already: it is {found.state}.")
    form = forms.Launch(today()(), data={"closes": found.closes})
    if form.validate_on_submit():
        try:
            launch.open_as_read(settings(), today(), name, form.seen.data or "", form.closes.data)
        except launch.Unread as unread:
            form.confirmed.errors = [str(unread)]
        else:
            schedule.overtake(name, ("open",))
            return done("opened the campaign", name, "The campaign is open. Invite your colleagues.")
    preview = launch.preview(settings(), today(), name)
    form.seen.data = preview.version
    page = render_template(
        "staff/campaigns/launch.html",
        campaign=found,
        preview=preview,
        form=form,
        words=terms_in_words(preview.survey.terms, preview.survey.instrument),
        rehearsal=naming.rehearsal(settings(), name),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<name>/extend")
@allow("committee")
def extend(name: str) -> ResponseReturnValue:
    """Moves the closing day of an open campaign."""
    form = forms.NewDay(today()())
    if not form.validate_on_submit():
        return sent_back(form, name)
    if status(name).state != "open":
        raise Refused(f"“{name}” is not open. Open it again first.")
    campaigns.open_(settings(), today(), name, form.closes.data)
    day = f"{form.closes.data:%Y-%m-%d}"
    return done(f"moved the closing day to {day}", name, "The last day is moved.")


@blueprint.post("/<name>/close")
@allow("committee")
def close(name: str) -> ResponseReturnValue:
    """Stops taking answers."""
    campaigns.close(name)
    return done("closed the campaign", name, "The campaign is closed. You can open it again, or seal it.")


@blueprint.post("/<name>/reopen")
@allow("committee")
def reopen(name: str) -> ResponseReturnValue:
    """Takes answers again."""
    form = forms.Day(today()())
    if not form.validate_on_submit():
        return sent_back(form, name)
    found = status(name)
    if found.state != "closed":
        raise Refused(f"“{name}” is {found.state}; only a closed campaign can be opened again.")
    if form.closes.data is None and found.closes is not None and found.closes < today()():
        form.closes.errors = ["Its last day is over. Enter a later one."]
        return sent_back(form, name)
    campaigns.open_(settings(), today(), name, form.closes.data)
    schedule.overtake(name, ("open",))
    return done("opened the campaign again", name, "The campaign is open again.")


@blueprint.route("/<name>/seal", methods=["GET", "POST"])
@allow("committee")
def sealing(name: str) -> ResponseReturnValue:
    """What sealing takes away for good, and the form that seals."""
    found = status(name)
    if found.state not in ("closed", "sealing"):
        raise Refused(f"“{name}” is {found.state}; only a closed campaign can be sealed.")
    form = forms.Sealing(name)
    if form.validate_on_submit():
        campaigns.seal(today(), name, PATIENCE_SECONDS)
        schedule.overtake(name)
        return done("sealed the campaign", name, "The campaign is sealed. Analysts can now work with it.")
    page = render_template("staff/campaigns/seal.html", campaign=found, form=form, percent=percent)
    return page, 422 if form.errors else 200


@blueprint.post("/<name>/discard")
@allow("committee")
def discard(name: str) -> ResponseReturnValue:
    """Throws a draft away."""
    if not request.form.get("confirmed"):
        raise Refused("Tick the box first, to say that you mean it.")
    campaigns.discard(name)
    audit.record(who(), "discarded the draft", name)
    flash(f"The draft “{name}” is thrown away.")
    return redirect(url_for("campaigns.index"), 303)
