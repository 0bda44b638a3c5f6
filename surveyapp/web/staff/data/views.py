"""The list of sealed campaigns, and the page of one."""

from __future__ import annotations

from flask import render_template

from surveyapp.services import analysts, downloads
from surveyapp.web.application import settings
from surveyapp.web.respond.terms import terms_in_words
from surveyapp.web.staff.access import allow
from surveyapp.web.staff.campaigns.area import today
from surveyapp.web.staff.campaigns.standing import percent
from surveyapp.web.staff.data.area import blueprint


@blueprint.get("/")
@allow("analyst")
def index() -> str:
    """Every sealed campaign, what may leave it, and what has left; of others the name and the state."""
    return render_template(
        "staff/data/index.html", found=analysts.listed(settings(), today()), percent=percent
    )


@blueprint.get("/<name>")
@allow("analyst")
def one(name: str) -> str:
    """One sealed campaign: its terms, its report, its data package, its comments."""
    found = analysts.sealed(name)
    return render_template(
        "staff/data/one.html",
        campaign=found,
        words=terms_in_words(found.terms, found.instrument),
        percent=percent,
        formats=downloads.FORMATS,
        packages=[(each, downloads.formats_of(each)) for each in downloads.packages(settings(), name)],
        report=downloads.has_report(settings(), name),
    )
