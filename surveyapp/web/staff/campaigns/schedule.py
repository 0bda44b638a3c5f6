"""A campaign's schedule: what will happen by itself, what did, and what waits for a person."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp import worker
from surveyapp.clock import moment, now_in
from surveyapp.services import Refused, launch, schedule
from surveyapp.services.campaigns import Status
from surveyapp.services.schedule import LATE, Entry
from surveyapp.web.application import settings
from surveyapp.web.staff.access import allow
from surveyapp.web.staff.campaigns.area import blueprint, done, sent_back, status, today
from surveyapp.web.staff.campaigns.schedule_forms import Moment, Planning

PAGE = "campaigns.planned"


@blueprint.route("/<name>/schedule", methods=["GET", "POST"])
@allow("committee")
def planned(name: str) -> ResponseReturnValue:
    """Everything on the schedule, and the form that puts something more there."""
    found = status(name)
    personal = found.by == "invitation"
    form = Planning(found.state, personal)
    if form.validate_on_submit():
        try:
            schedule.add(now_in(settings().timezone), name, form.what.data, form.at())
        except Refused as refused:
            form.day.errors = [str(refused)]
        else:
            words = schedule.words_of(personal)[form.what.data].lower()
            return done(f"planned to {words} on {form.at():%Y-%m-%d %H:%M}", name, "It is planned.", PAGE)
    return _page(found, form), 422 if form.errors else 200


def _page(found: Status, form: Planning) -> str:
    return render_template(
        "staff/campaigns/schedule.html",
        campaign=found,
        entries=schedule.listed(found.name),
        form=form,
        timezone=settings().timezone,
        late_hours=LATE.seconds // 3600,
        silent=schedule.worker_is_silent(moment()),
        doubts=launch.opening_doubts(settings(), today(), found.name),
        warning=schedule.warning(found.name),
    )


@blueprint.post("/<name>/schedule/<int:number>/move")
@allow("committee")
def move(name: str, number: int) -> ResponseReturnValue:
    """Gives something another time."""
    entry, form = _entry(name, number), Moment()
    if not form.validate_on_submit():
        return sent_back(form, name, PAGE)
    schedule.change(now_in(settings().timezone), number, form.at())
    action = f"moved to {form.at():%Y-%m-%d %H:%M}: {entry.words.lower()}"
    return done(action, name, "It is moved.", PAGE)


@blueprint.post("/<name>/schedule/<int:number>/cancel")
@allow("committee")
def cancel(name: str, number: int) -> ResponseReturnValue:
    """Takes something off the schedule."""
    entry = _entry(name, number)
    schedule.cancel(number)
    return done(f"took off the schedule: {entry.words.lower()}", name, "It is off the schedule.", PAGE)


@blueprint.post("/<name>/schedule/<int:number>/again")
@allow("committee")
def again(name: str, number: int) -> ResponseReturnValue:
    """Has what failed, was missed or is in doubt happen now."""
    entry = _entry(name, number)
    schedule.again(now_in(settings().timezone), number, request.form.get("doubtful") == "yes")
    words = f"It happens {begun(number)}. Reload this page to see how far it is."
    return done(f"asked again: {entry.words.lower()}", name, words, PAGE)


def begun(number: int) -> str:
    """Asks a worker to do something now, and says when it will."""
    return "now" if worker.nudge(settings(), number) else "within a minute"


def _entry(name: str, number: int) -> Entry:
    found = [each for each in schedule.listed(name) if each.number == number]
    return found[0] if found else abort(404)
