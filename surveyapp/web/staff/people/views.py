"""Who may sign in, and what was done."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.services import Refused, audit, second_factor, staff
from surveyapp.services.staff import Person
from surveyapp.web.staff.access import allow, who
from surveyapp.web.staff.numbers import number as within_reach
from surveyapp.web.staff.people import forms
from surveyapp.web.staff.people.letting_in import hand_over

blueprint = Blueprint("people", __name__)


@blueprint.route("/people", methods=["GET", "POST"])
@allow("admin")
def index() -> ResponseReturnValue:
    """Everybody who may sign in, and a form for one more."""
    form = forms.Invitation()
    if form.validate_on_submit():
        try:
            invited = staff.invite(form.email.data or "", form.roles.data or ())
        except Refused as refused:
            form.email.errors = [str(refused)]
        else:
            audit.record(who(), f"invited, as {', '.join(invited.roles)}", invited.email)
            return hand_over(invited)
    page = render_template("staff/people/index.html", form=form, people=staff.people())
    return page, 422 if form.errors else 200


@blueprint.route("/people/<int:number>", methods=["GET", "POST"])
@allow("admin")
def one(number: int) -> ResponseReturnValue:
    """One person, and the form that changes their roles."""
    found = _found(number)
    form = forms.Roles(data={"roles": found.roles})
    if form.validate_on_submit():
        changed = staff.change_roles(number, form.roles.data or ())
        return _done(changed, f"changed the roles to {', '.join(changed.roles)}")
    return render_template("staff/people/one.html", form=form, person=found), 422 if form.errors else 200


@blueprint.post("/people/<int:number>/link")
@allow("admin")
def new_link(number: int) -> ResponseReturnValue:
    """Gives a person a new one-time link."""
    return hand_over(_found(number))


@blueprint.post("/people/<int:number>/<any(out, in):way>")
@allow("admin")
def switch(number: int, way: str) -> ResponseReturnValue:
    """Keeps a person out, or lets them in again."""
    found = _found(number)
    if way == "out" and found.email == who():
        raise Refused("You cannot lock yourself out. Ask another administrator to do it.")
    return _done(staff.switch(found.number, way == "in"), "let in" if way == "in" else "locked out")


@blueprint.post("/people/<int:number>/lost-phone")
@allow("admin")
def lost_phone(number: int) -> ResponseReturnValue:
    """Takes away a second factor."""
    return _done(second_factor.forget(_found(number).number), "took away the second factor")


@blueprint.get("/audit")
@allow("admin")
def trail() -> str:
    """What was done, newest first, a page at a time."""
    events = audit.trail(request.args.get("before", type=within_reach))
    return render_template("staff/people/trail.html", events=events, more=len(events) == audit.PAGE)


def _found(number: int) -> Person:
    return staff.person(number) or abort(404)


def _done(changed: Person, action: str) -> ResponseReturnValue:
    audit.record(who(), action, changed.email)
    flash(f"Saved: {changed.email}.")
    return redirect(url_for("people.one", number=changed.number), 303)
