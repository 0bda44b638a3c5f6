"""The library of instruments, the versions of one, and the difference between two of them."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.services import audit, drafts, library, versions
from surveyapp.services.staff import ROLES
from surveyapp.services.versions import Published
from surveyapp.web.application import settings
from surveyapp.web.staff.access import allow, may_open, who
from surveyapp.web.staff.instruments.comparing import compared
from surveyapp.web.staff.instruments.shelf import shelf
from surveyapp.web.staff.numbers import number as within_reach

blueprint = Blueprint("instruments", __name__, url_prefix="/instruments")
YAML = "application/yaml; charset=utf-8"


@blueprint.get("")
@allow(*ROLES)
def index() -> str:
    """Every instrument, and the drafts that are being worded."""
    worded = drafts.all_drafts(settings()) if may_open("editor.index") else []
    return render_template("staff/instruments/index.html", shelf=shelf(settings()), drafts=worded)


@blueprint.get("/published/<name>")
@allow(*ROLES)
def one(name: str) -> str:
    """The versions of one instrument, and what can be done with each."""
    found = versions.of(name)
    said = versions.file_said(settings(), name)
    if not found and name not in library.filed(settings()):
        abort(404)
    asking = versions.campaigns_asking(name)
    offered = next((each.number for each in found if not each.retired), None)
    given = {"name": name, "versions": found, "asking": asking, "offered": offered, "file_said": said}
    return render_template("staff/instruments/one.html", **given)


@blueprint.post("/published/<name>/load")
@allow("committee")
def load(name: str) -> ResponseReturnValue:
    """Publishes what the file of an instrument says."""
    if name not in library.filed(settings()):
        abort(404)
    made = versions.publish_file(settings(), settings().instruments / f"{name}.yaml")
    if made.fresh:
        audit.record(who(), "published an instrument", _label(made))
    flash(f"Version {made.number} is published. New campaigns ask it.")
    return _back(made)


@blueprint.post("/published/<name>/<int:number>/retire")
@allow("committee")
def retire(name: str, number: int) -> ResponseReturnValue:
    """Has new campaigns ask a version no more."""
    made = versions.retire(versions.numbered(name, number).hash)
    audit.record(who(), "retired a version of an instrument", _label(made))
    flash(f"Version {number} is retired. Campaigns that ask it go on.")
    return _back(made)


@blueprint.post("/published/<name>/<int:number>/restore")
@allow("committee")
def restore(name: str, number: int) -> ResponseReturnValue:
    """Brings a retired version back."""
    made = versions.restore(versions.numbered(name, number).hash)
    audit.record(who(), "brought a version of an instrument back", _label(made))
    flash(f"Version {number} is back.")
    return _back(made)


@blueprint.post("/published/<name>/<int:number>/copy")
@allow("committee")
def copy(name: str, number: int) -> ResponseReturnValue:
    """Begins a draft with what a version says; the version stays as it is."""
    draft = drafts.copy_published(versions.numbered(name, number).hash, who())
    return redirect(url_for("editor.show", name=draft.name), 303)


@blueprint.get("/published/<name>/<int:number>/download")
@allow(*ROLES)
def download(name: str, number: int) -> Response:
    """A version as its author wrote it."""
    text = versions.text(versions.numbered(name, number).hash)
    attachment = {"Content-Disposition": f'attachment; filename="{name}.yaml"'}
    return Response(text, headers=attachment, content_type=YAML)


@blueprint.get("/published/<name>/difference")
@allow(*ROLES)
def difference(name: str) -> str:
    """What differs between two versions, and what that means for pooling their answers."""
    numbers = sorted(request.args.get(key, 0, type=within_reach) for key in ("old", "new"))
    old, new = (versions.numbered(name, number) for number in numbers)
    asked = versions.instrument(old.hash), versions.instrument(new.hash)
    called = f"version {old.number}", f"version {new.number}"
    return compared(asked, called, url_for("instruments.one", name=name))


def _label(made: Published) -> str:
    return f"{made.name}@{made.number}"


def _back(made: Published) -> ResponseReturnValue:
    return redirect(url_for("instruments.one", name=made.name), 303)
