"""The report: making it, reading it in the browser, and downloading it."""

from __future__ import annotations

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from surveyapp.services import audit, downloads
from surveyapp.web.application import settings
from surveyapp.web.staff.access import allow, who
from surveyapp.web.staff.data.area import attachment, blueprint, document, found


@blueprint.post("/<name>/report")
@allow("analyst")
def make_report(name: str) -> ResponseReturnValue:
    """Makes the report, unless it is there."""
    downloads.make_report(settings(), name)
    audit.record(who(), "made the report", name)
    flash("The report is ready.")
    return redirect(url_for("data.one", name=name), 303)


@blueprint.get("/<name>/report")
@allow("analyst")
def report(name: str) -> Response:
    """The report, to be read."""
    with found():
        content = downloads.report_file(settings(), name, "report.html")
    audit.record(who(), "read the report", name)
    return document(content)


@blueprint.get("/<name>/report/docx")
@allow("analyst")
def report_for_word(name: str) -> Response:
    """The report for Word."""
    with found():
        content = downloads.report_file(settings(), name, "report.docx")
    audit.record(who(), "downloaded report.docx", name)
    return attachment(content, f"{name}-report.docx")


@blueprint.get("/<name>/report/zip")
@allow("analyst")
def report_archive(name: str) -> Response:
    """The report with all its tables and figures as files."""
    with found():
        content = downloads.report_archive(settings(), name)
    audit.record(who(), "downloaded the report with its tables and figures", name)
    return attachment(content, f"{name}-report.zip")
