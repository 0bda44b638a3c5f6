"""A campaign's schedule: what will happen by itself, what did, and what waits for a person."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp import worker
from surveyapp.clock import moment, now_in
from surveyapp.services import Refused, audit, schedule
from surveyapp.services.schedule import LATE, Entry
from surveyapp.web.staff.access import allow, who
from surveyapp.web.staff.campaigns.area import blueprint, settings, status
from surveyapp.web.staff.campaigns.schedule_forms import Moment, Planning, said


@blueprint.route("/<name>/schedule", methods=["GET", "POST"])
@allow("committee")
def planned(name: str) -> ResponseReturnValue:
    """Everything on the schedule, and the form that puts something more there."""
    found = status(name)
    form = Planning(found.state)
    if form.validate_on_submit():
        try:
            schedule.add(now_in(settings().timezone), name, form.what.data, form.at())
        except Refused as refused:
            form.day.errors = [str(refused)]
        else:
            words = schedule.WORDS[form.what.data].lower()
            return _done(name, f"planned to {words} on {form.at():%Y-%m-%d %H:%M}", "It is planned.")
    page = render_template(
        "staff/campaigns/schedule.html",
        campaign=found,
        entries=schedule.listed(name),
        form=form,
        timezone=settings().timezone,
        late_hours=LATE.seconds // 3600,
        silent=schedule.worker_is_silent(moment()),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<name>/schedule/<int:number>/move")
@allow("committee")
def move(name: str, number: int) -> ResponseReturnValue:
    """Gives something another time."""
    entry, form = _entry(name, number), Moment()
    if not form.validate_on_submit():
        for words in said(form):
            flash(words, "error")
        return redirect(url_for("campaigns.planned", name=name), 303)
    schedule.change(now_in(settings().timezone), number, form.at())
    return _done(name, f"moved to {form.at():%Y-%m-%d %H:%M}: {entry.words.lower()}", "It is moved.")


@blueprint.post("/<name>/schedule/<int:number>/cancel")
@allow("committee")
def cancel(name: str, number: int) -> ResponseReturnValue:
    """Takes something off the schedule."""
    entry = _entry(name, number)
    schedule.cancel(number)
    return _done(name, f"took off the schedule: {entry.words.lower()}", "It is off the schedule.")


@blueprint.post("/<name>/schedule/<int:number>/again")
@allow("committee")
def again(name: str, number: int) -> ResponseReturnValue:
    """Has what failed, was missed or is in doubt happen now."""
    entry = _entry(name, number)
    schedule.again(now_in(settings().timezone), number, request.form.get("doubtful") == "yes")
    worker.nudge(settings(), number)
    words = "It happens now. Reload this page to see how far it is."
    return _done(name, f"asked again: {entry.words.lower()}", words)


def _entry(name: str, number: int) -> Entry:
    found = [each for each in schedule.listed(name) if each.number == number]
    return found[0] if found else abort(404)


def _done(name: str, action: str, words: str) -> ResponseReturnValue:
    audit.record(who(), action, name)
    flash(words)
    return redirect(url_for("campaigns.planned", name=name), 303)
