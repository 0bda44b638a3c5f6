"""The area of drafts: its addresses begin with /instruments/drafts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.instrument.edit.operations import Operation
from surveyapp.instrument.problems import Problem
from surveyapp.services import drafts
from surveyapp.services.drafts import Draft
from surveyapp.web.application import settings
from surveyapp.web.staff.access import who
from surveyapp.web.staff.numbers import number

blueprint = Blueprint("editor", __name__, url_prefix="/instruments/drafts")
AUTOSAVE = "application/json"


@blueprint.app_template_filter("capital")
def capital(words: str) -> str:
    """The words beginning with a capital letter, and without a full stop."""
    return (words[:1].upper() + words[1:]).rstrip(".")


def revision() -> int:
    """The revision of the draft that the posted form was drawn for; 0 where it doesn't say."""
    return request.form.get("revision", 0, type=number)


def changed(name: str, operation: Operation) -> Draft:
    """The draft after an operation of who is signed in. Raises Conflict and CannotEdit."""
    mark = request.form.get("mark", "")[:80]
    return drafts.change(settings(), name, operation, revision(), who(), mark)


def by_itself() -> bool:
    """Whether the page's script has sent the form, to save what somebody is typing."""
    return request.accept_mimetypes.best == AUTOSAVE


def plain_problems(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems for the page's script."""
    return [
        {"line": each.where.line, "code": each.code, "message": each.message, "hint": each.hint}
        for each in problems
    ]


def saved(draft: Draft, problems: Iterable[Problem], **lists: list[str]) -> ResponseReturnValue:
    """Tells the page's script what was saved: the revision, what is wrong, and the codes of each list."""
    return jsonify(revision=draft.revision, lists=lists, problems=plain_problems(problems))


def to(endpoint: str, anchor: str | None = None, **given: Any) -> ResponseReturnValue:
    """Leads on to another page of the area."""
    return redirect(url_for(f"editor.{endpoint}", _anchor=anchor, **given), 303)
