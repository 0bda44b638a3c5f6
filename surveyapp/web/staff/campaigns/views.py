"""The list of campaigns, the page of one, and making one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.services import Refused, audit, campaigns, library
from surveyapp.services.campaigns import Plan
from surveyapp.services.overview import overview
from surveyapp.web.application import settings
from surveyapp.web.respond.terms import terms_in_words
from surveyapp.web.staff.access import allow, who
from surveyapp.web.staff.campaigns import forms, naming
from surveyapp.web.staff.campaigns.area import blueprint, status, today
from surveyapp.web.staff.campaigns.standing import deletion_day, percent, planned, terms


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
    form = forms.Creation(today()(), data={"instrument": request.args.get("instrument")})
    form.offer(naming.instruments(settings()), library.profiles(settings()))
    if form.validate_on_submit():
        name = form.name.data or naming.suggested(form.instrument.data, today()())
        try:
            campaigns.create(settings(), _plan(form, name))
        except Refused as refused:
            (form.name if campaigns.exists(name) else form.profile).errors = [str(refused)]
        else:
            audit.record(who(), "created a campaign", name)
            flash("The campaign is made. Its link is a rehearsal until you launch it.")
            return redirect(url_for("campaigns.one", name=name), 303)
    return render_template("staff/campaigns/new.html", form=form), 422 if form.errors else 200


@blueprint.get("/<name>")
@allow("committee")
def one(name: str) -> str:
    """One campaign: where it stands, its terms, and what can be done next."""
    found = status(name)
    holding = terms(found)
    return render_template(
        "staff/campaigns/one.html",
        campaign=found,
        terms=holding,
        words=terms_in_words(holding),
        percent=percent,
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
