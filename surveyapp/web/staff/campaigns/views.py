"""The list of campaigns, the page of one, and making one."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.services import Refused, audit, campaigns, library, redrafting
from surveyapp.services.campaigns import Plan
from surveyapp.services.overview import left, overview
from surveyapp.web.application import settings
from surveyapp.web.staff.access import allow, who
from surveyapp.web.staff.campaigns import forms, naming
from surveyapp.web.staff.campaigns.area import blueprint, done, status, today
from surveyapp.web.staff.campaigns.standing import deletion_day, percent, planned, promised


@blueprint.get("")
@allow("committee")
def index() -> str:
    """Every campaign: its state, and how many answered."""
    lines = overview(settings(), today())
    return render_template("staff/campaigns/index.html", campaigns=lines, percent=percent)


@blueprint.route("/new", methods=["GET", "POST"])
@allow("committee")
def new() -> ResponseReturnValue:
    """The form that makes a campaign."""
    form = _form({"instrument": request.args.get("instrument")})
    if form.validate_on_submit():
        name = form.name.data or naming.suggested(form.instrument.data, today()())
        try:
            campaigns.create(settings(), _plan(form, name))
        except Refused as refused:
            _say(refused, form, name)
        else:
            audit.record(who(), "created a campaign", name)
            flash("The campaign is made. Its link is a rehearsal until you launch it.")
            return redirect(url_for("campaigns.one", name=name), 303)
    page = render_template("staff/campaigns/new.html", form=form, campaign=None)
    return page, 422 if form.errors else 200


@blueprint.route("/<name>/change", methods=["GET", "POST"])
@allow("committee")
def change(name: str) -> ResponseReturnValue:
    """The same form for a draft, filled in."""
    before = redrafting.plan_of(name)
    seen = request.form.get("seen", redrafting.mark(before))
    form = _form({**asdict(before), "profile": before.profile or forms.USUAL})
    if form.validate_on_submit():
        new = form.name.data or name
        try:
            plan = replace(_plan(form, new), synthetic=before.synthetic)
            said = redrafting.redraft(settings(), name, plan, seen)
        except Refused as refused:
            _say(refused, form, new if new != name else "")
            if isinstance(refused, redrafting.Outdated):
                seen = redrafting.mark(before)
        else:
            return _changed(new, said)
    given = {"form": form, "campaign": status(name), "plans": planned(name), "seen": seen}
    return render_template("staff/campaigns/change.html", **given), 422 if form.errors else 200


def _changed(name: str, said: tuple[str, ...]) -> ResponseReturnValue:
    if said:
        return done(f"changed the draft: {', '.join(said)}", name, "The draft is changed.")
    flash("Nothing was changed.")
    return redirect(url_for("campaigns.one", name=name), 303)


def _form(given: dict[str, Any]) -> forms.Creation:
    form = forms.Creation(today()(), data=given)
    form.offer(naming.instruments(settings()), library.profiles(settings()))
    return form


def _say(refused: Refused, form: forms.Creation, name: str) -> None:
    """Says at the field that it is about, where that can be told, why a plan with that name is refused."""
    if campaigns.exists(name):
        form.name.errors = [str(refused)]
    else:
        form.form_errors = [str(refused)]


@blueprint.get("/<name>")
@allow("committee")
def one(name: str) -> str:
    """One campaign: where it stands, its terms, and what can be done next."""
    found = status(name)
    holding, words = promised(found)
    return render_template(
        "staff/campaigns/one.html",
        campaign=found,
        terms=holding,
        words=words,
        percent=percent,
        left=left(name),
        deletion=deletion_day(name),
        plans=planned(name),
        extending=forms.NewDay(today()(), data={"closes": found.closes}),
        reopening=forms.Day(today()()),
        link=None if found.by == "invitation" else campaigns.link(settings(), name),
        rehearsal=naming.rehearsal(settings(), name),
    )


def _plan(form: forms.Creation, name: str) -> Plan:
    given = {key: value for key, value in form.data.items() if key in Plan.__dataclass_fields__}
    # Ticked before somebody chose one link for everybody, which has no codes: the tick is out of sight then.
    by_code = form.code_without_script.data and form.by.data == "invitation"
    profile = form.profile.data or None
    return Plan(**given | {"name": name, "profile": profile, "code_without_script": by_code})
