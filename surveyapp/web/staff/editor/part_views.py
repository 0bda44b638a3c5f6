"""The forms of what is not an item: the survey's own words, sections, shared scales, scores."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.instrument.edit.operations import Operation, SetDocument, SetSection
from surveyapp.instrument.edit.parts import Data, section_at, sections_of
from surveyapp.instrument.edit.shared import (
    AddScale,
    DeleteScale,
    DeleteScore,
    RenameScale,
    SetScale,
    mapping_of,
    using,
)
from surveyapp.instrument.edit.source import NotEdited
from surveyapp.instrument.edit.subjects import subjects
from surveyapp.web.application import settings
from surveyapp.web.staff.access import allow
from surveyapp.web.staff.editor import words
from surveyapp.web.staff.editor.area import blueprint, by_itself, changed, saved, to
from surveyapp.web.staff.editor.desk import Desk, opened
from surveyapp.web.staff.editor.reading import line
from surveyapp.web.staff.editor.reading import words as text
from surveyapp.web.staff.editor.rows import Row, arranged, listed, posted, rows_of, without_marks
from surveyapp.web.staff.editor.scores import form_of, score_of

FIRST_POINTS = {"1": "Strongly agree", "2": "Agree", "3": "Disagree", "4": "Strongly disagree"}


@blueprint.route("/<name>/about", methods=["GET", "POST"])
@allow("committee")
def about(name: str) -> ResponseReturnValue:
    """The words about the whole survey."""
    desk = opened(settings(), name)
    source = desk.data.get("source")
    source = source if isinstance(source, dict) else {}
    if request.method == "GET":
        return render_template("staff/editor/about.html", desk=desk, source=source, words=words)
    form = request.form
    made: dict[str, Any] = {"title": line(form.get("title", ""), desk.data.get("title"))}
    for key in ("introduction", "contact", "ethics"):
        made[key] = text(form.get(key, ""), desk.data.get(key))
    made["citation"] = text(form.get("citation", ""), source.get("citation"))
    made["wording"] = form.get("wording") or source.get("wording")
    known = {**desk.data, **source}
    made = {key: value for key, value in made.items() if value != known.get(key)}
    return _set(desk, SetDocument(made), "about-the-survey")


@blueprint.route("/<name>/sections/<section>", methods=["GET", "POST"])
@allow("committee")
def section(name: str, section: str) -> ResponseReturnValue:
    """The words of a section."""
    desk = opened(settings(), name)
    try:
        at = section_at(desk.data, section)
    except NotEdited:
        abort(404)
    data = sections_of(desk.data)[at]
    if request.method == "GET":
        return render_template("staff/editor/section.html", desk=desk, data=data, card=desk.sections[at])
    form = request.form
    made: dict[str, Any] = {
        "title": line(form.get("title", ""), data.get("title")),
        "introduction": text(form.get("introduction", ""), data.get("introduction")),
    }
    made = {key: value for key, value in made.items() if value != data.get(key)}
    return _set(desk, SetSection(section, made), f"section-{section}")


def _set(desk: Desk, operation: Operation, anchor: str) -> ResponseReturnValue:
    draft = changed(desk.draft.name, operation)
    if by_itself():
        return saved(draft, Desk(settings(), draft).problems)
    flash("Saved.")
    return to("show", name=draft.name, anchor=anchor)


@blueprint.route("/<name>/scales", methods=["GET", "POST"])
@allow("committee")
def scales(name: str) -> ResponseReturnValue:
    """The scales that items share, and a form for one more."""
    desk = opened(settings(), name)
    if request.method == "POST":
        title = " ".join(request.form.get("title", "").split())
        before = set(mapping_of(desk.data, "scales"))
        draft = changed(name, AddScale(title or "scale", FIRST_POINTS))
        made = set(mapping_of(Desk(settings(), draft).data, "scales")) - before
        return to("scale", name=name, scale=next(iter(made), title))
    found: Data = mapping_of(desk.data, "scales")
    used = {scale: using(desk.data, scale) for scale in found}
    return render_template("staff/editor/scales.html", desk=desk, scales=found, used=used, rows_of=rows_of)


@blueprint.route("/<name>/scales/<scale>", methods=["GET", "POST"])
@allow("committee")
def scale(name: str, scale: str) -> ResponseReturnValue:
    """The points of a shared scale."""
    desk = opened(settings(), name)
    points = mapping_of(desk.data, "scales").get(scale)
    if not isinstance(points, dict):
        abort(404)
    if request.method == "GET":
        return render_template(
            "staff/editor/scale.html",
            desk=desk,
            scale=scale,
            rows=rows_of(points),
            blank=Row(),
            used=using(desk.data, scale),
            problems=desk.problems_of("scales", scale),
        )
    do = request.form.get("do", "save")
    given = listed(without_marks(arranged(posted(request.form, "scale"), do, "scale")), points, numbered=True)
    draft = changed(name, SetScale(scale, given.entries or points, given.codes))
    if by_itself():
        said = Desk(settings(), draft).problems_of("scales", scale)
        return saved(draft, said, scale=list(given.entries))
    return (
        to("scales", name=name) if do == "save" else to("scale", name=name, scale=scale, anchor="list-scale")
    )


@blueprint.post("/<name>/scales/<scale>/rename")
@allow("committee")
def rename_scale(name: str, scale: str) -> ResponseReturnValue:
    """Gives a shared scale another name."""
    new = request.form.get("new", "").strip()
    if new and new != scale:
        changed(name, RenameScale(scale, new))
    return to("scales", name=name)


@blueprint.post("/<name>/scales/<scale>/delete")
@allow("committee")
def delete_scale(name: str, scale: str) -> ResponseReturnValue:
    """Deletes a shared scale that nothing uses."""
    return _deleted(name, DeleteScale(scale), "scale")


@blueprint.route("/<name>/scores", methods=["GET", "POST"])
@allow("committee")
def scores(name: str) -> ResponseReturnValue:
    """What is computed from answers, and the form of one score."""
    desk = opened(settings(), name)
    if request.method == "POST":
        changed(name, score_of(request.form, desk.data))
        flash("Saved.")
        return to("scores", name=name)
    found = mapping_of(desk.data, "derive")
    wanted = request.args.get("score", "")
    known = subjects(desk.examined.readable) if desk.examined.readable else []
    return render_template(
        "staff/editor/scores.html",
        desk=desk,
        scores=found,
        known=known,
        form=form_of(wanted, found.get(wanted), request.args.get("form", "")),
        kinds=words.SCORES,
    )


@blueprint.post("/<name>/scores/<score>/delete")
@allow("committee")
def delete_score(name: str, score: str) -> ResponseReturnValue:
    """Deletes a score."""
    return _deleted(name, DeleteScore(score), "score")


def _deleted(name: str, operation: Operation, what: str) -> ResponseReturnValue:
    changed(name, operation)
    flash(f"The {what} is gone. You can undo it.")
    return to(f"{what}s", name=name)
