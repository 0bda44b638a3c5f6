"""Publishing a draft: first what it becomes and what that changes, for good; then it is done."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.instrument.model import Instrument
from surveyapp.services import Refused, audit, drafts, versions
from surveyapp.web.application import settings
from surveyapp.web.staff.access import allow, who
from surveyapp.web.staff.editor.area import blueprint, revision
from surveyapp.web.staff.editor.desk import opened
from surveyapp.web.staff.instruments.comparing import told


@blueprint.route("/<name>/publish", methods=["GET", "POST"])
@allow("committee")
def publish(name: str) -> ResponseReturnValue:
    """What the draft becomes when it is published, and the button that publishes it."""
    if request.method == "POST":
        return _published(name)
    desk = opened(settings(), name)
    if desk.problems or desk.instrument is None:
        raise Refused("There are things to mend first. Open the draft: the list on top leads to each.")
    return render_template("staff/editor/publish.html", desk=desk, **_becoming(desk.instrument))


def _published(name: str) -> ResponseReturnValue:
    made = drafts.publish(settings(), name, revision(), request.form.get("seen"))
    audit.record(who(), f"published version {made.number}", made.name)
    flash(f"“{made.title}” is published as version {made.number}. It will never change.")
    return redirect(url_for("instruments.one", name=made.name), 303)


def _becoming(instrument: Instrument) -> dict[str, Any]:
    """Which version it becomes, how it differs from the one before, and which campaigns will ask it."""
    known, newest = versions.of(instrument.name), versions.newest(instrument.name)
    return {
        "number": known[0].number + 1 if known else 1,
        "seen": versions.becoming(instrument),
        "newest": newest,
        "same": next((each for each in known if each.hash == instrument.hash), None),
        "following": versions.campaigns_asking(instrument.name).get(None, []),
        **(told(versions.instrument(newest.hash), instrument) if newest else {}),
    }
