"""The YAML page: the same draft as text, for those who want it."""

from __future__ import annotations

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.instrument.edit.operations import Rewrite
from surveyapp.services import drafts
from surveyapp.web.application import settings
from surveyapp.web.staff.access import allow
from surveyapp.web.staff.editor.area import blueprint, by_itself, changed, saved, to
from surveyapp.web.staff.editor.desk import Desk, opened


@blueprint.route("/<name>/yaml", methods=["GET", "POST"])
@allow("committee")
def yaml(name: str) -> ResponseReturnValue:
    """The text of a draft, with problems at their lines. What can't be read is kept as well."""
    if request.method == "GET":
        return render_template("staff/editor/yaml.html", desk=opened(settings(), name))
    file = request.files.get("file")
    given = file.read().decode("utf-8", "replace") if file and file.filename else request.form.get("text", "")
    draft = changed(name, Rewrite(drafts.with_plain_lines(given)))
    if by_itself():
        return saved(draft, Desk(settings(), draft).problems)
    flash("Saved.")
    return to("yaml", name=name)
