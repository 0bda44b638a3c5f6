"""The YAML page: the same draft as text, for those who want it."""

from __future__ import annotations

from flask import flash, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.instrument.edit.operations import Rewrite
from surveyapp.services import drafts
from surveyapp.web.staff.access import allow
from surveyapp.web.staff.editor.area import blueprint, by_itself, changed, settings, to
from surveyapp.web.staff.editor.desk import Desk, opened, plain_problems


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
        said = Desk(settings(), draft).problems
        return jsonify(revision=draft.revision, lists={}, problems=plain_problems(said))
    flash("Saved.")
    return to("yaml", name=name)
