"""Drafts: the list, the page with all cards, undoing, and what people would see."""

from __future__ import annotations

from flask import Response, flash, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.services import audit, drafts, versions
from surveyapp.services.drafts import CannotEdit
from surveyapp.web.application import settings
from surveyapp.web.staff.access import allow, who
from surveyapp.web.staff.editor import acts, preview
from surveyapp.web.staff.editor.area import blueprint, changed, plain_problems, revision, to
from surveyapp.web.staff.editor.desk import opened
from surveyapp.web.staff.editor.words import KINDS


@blueprint.route("", methods=["GET", "POST"])
@allow("committee")
def index() -> ResponseReturnValue:
    """Every draft, and the forms that begin one."""
    if request.method == "POST":
        made = _begun()
        audit.record(who(), "began a draft", made.name)
        return to("show", name=made.name)
    return render_template(
        "staff/editor/index.html",
        drafts=drafts.all_drafts(settings()),
        instruments=versions.titles(settings()),
    )


def _begun() -> drafts.Draft:
    form, file = request.form, request.files.get("file")
    if file is not None and file.filename:
        return drafts.take_in(file.read(), who())
    if form.get("of"):
        return drafts.copy_filed(settings(), form["of"], who())
    if "text" in form:
        return drafts.take_in(form["text"], who())
    return drafts.begin(form.get("title", ""), who())


@blueprint.route("/<name>", methods=["GET", "POST"])
@allow("committee")
def show(name: str) -> ResponseReturnValue:
    """All cards of a draft; their buttons."""
    if request.method == "POST":
        return _done(name)
    return _cards(name)


def _cards(name: str, refused: CannotEdit | None = None, offer: str = "") -> ResponseReturnValue:
    desk = opened(settings(), name)
    others = versions.titles(settings())
    others.pop(str(desk.data.get("name")), None)
    page = render_template(
        "staff/editor/show.html", desk=desk, kinds=KINDS, instruments=others, refused=refused, offer=offer
    )
    return page, 409 if refused else 200


def _done(name: str) -> ResponseReturnValue:
    given = request.form.get("act", "")
    operation = acts.act(given) if given else acts.addition(request.form)
    try:
        draft = changed(name, operation)
    except CannotEdit as refusal:
        in_use = refusal.problem.code == "in-use"
        return _cards(name, refusal, given.replace("-delete ", "-delete-all ") if in_use else "")
    if draft.revision != revision():
        flash(f"You {draft.undoes}. You can undo it.")
    return to("show", name=name, anchor=_anchor(given))


def _anchor(given: str) -> str:
    what, _, of = given.partition(" ")
    kind = what.partition("-")[0]
    return f"{kind}-{of}" if of and "delete" not in what else "the-cards"


@blueprint.post("/<name>/undo")
@allow("committee")
def undo(name: str) -> ResponseReturnValue:
    """Undoes the last change."""
    drafts.step(name, back=True, revision=revision(), by=who())
    flash("Undone.")
    return to("show", name=name)


@blueprint.post("/<name>/redo")
@allow("committee")
def redo(name: str) -> ResponseReturnValue:
    """Does again what was undone."""
    drafts.step(name, back=False, revision=revision(), by=who())
    flash("Done again.")
    return to("show", name=name)


@blueprint.post("/<name>/discard")
@allow("committee")
def discard(name: str) -> ResponseReturnValue:
    """Deletes a draft."""
    drafts.discard(name)
    audit.record(who(), "discarded a draft", name)
    flash(f"The draft “{name}” is gone.")
    return to("index")


@blueprint.get("/<name>/problems")
@allow("committee")
def problems(name: str) -> ResponseReturnValue:
    """What the checker says, for the page's script."""
    desk = opened(settings(), name)
    return jsonify(revision=desk.draft.revision, problems=plain_problems(desk.problems))


@blueprint.get("/<name>/preview")
@allow("committee")
def seen(name: str) -> ResponseReturnValue:
    """What people would see, or one item of it, drawn as for them."""
    found = preview.drawn(settings(), opened(settings(), name), request.args.get("item", ""))
    return found or render_template("staff/editor/nothing_to_see.html")


@blueprint.get("/<name>/download")
@allow("committee")
def download(name: str) -> Response:
    """The draft as a YAML file."""
    draft = drafts.read(name)
    headers = {"Content-Disposition": f'attachment; filename="{draft.name}.yaml"'}
    return Response(draft.text, content_type="application/yaml; charset=utf-8", headers=headers)
