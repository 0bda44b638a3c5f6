"""Two people at once: the second is told, shown both changes, and chooses; nothing is lost."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import NamedTuple

from flask import flash, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.services import Refused, audit, drafts
from surveyapp.services.drafts import Conflict
from surveyapp.web.application import settings
from surveyapp.web.staff.access import allow, who
from surveyapp.web.staff.editor.area import blueprint, by_itself, to
from surveyapp.web.staff.editor.desk import Desk

NOT_SENT_AGAIN = frozenset({"csrf_token", "revision", "mark"})
LINES_AROUND = 1


class Line(NamedTuple):
    """A line of a difference: added (+), gone (-), or there all along; ``…`` where lines are left out."""

    mark: str
    words: str


def difference(before: str, after: str) -> Iterator[Line]:
    """What differs between two texts, with a line around it."""
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), n=LINES_AROUND, lineterm="")
    for at, line in enumerate(lines):
        if at >= 2:
            yield Line("…", "") if line.startswith("@@") else Line(line[0].strip(), line[1:])


@blueprint.errorhandler(Conflict)
def in_conflict(conflict: Conflict) -> ResponseReturnValue:
    """Shows what both changed, and what can be done."""
    if by_itself():
        said = f"{conflict.theirs.by} changed this draft while you were writing."
        return jsonify(said=said, conflict=True), 409
    theirs = list(difference(conflict.before, conflict.theirs.text)) if conflict.before is not None else []
    told = conflict.before is not None and conflict.mine is not None
    page = render_template(
        "staff/editor/conflict.html",
        desk=Desk(settings(), conflict.theirs),
        conflict=conflict,
        theirs=theirs,
        mine=list(difference(conflict.before or "", conflict.mine or "")) if told else [],
        fields=[pair for pair in request.form.items(multi=True) if pair[0] not in NOT_SENT_AGAIN],
        whole="text" in request.form,
    )
    return page, 409


@blueprint.errorhandler(Refused)
def refused(refusal: Refused) -> ResponseReturnValue:
    """Tells the page's script, or a person, why something can't be done."""
    if by_itself():
        return jsonify(said=str(refusal)), 422
    return render_template("staff/error.html", title="This cannot be done now", words=str(refusal)), 409


@blueprint.post("/<name>/copy")
@allow("committee")
def copy(name: str) -> ResponseReturnValue:
    """Keeps what one has written as a draft of its own."""
    made = drafts.take_in(request.form.get("copied", ""), who())
    audit.record(who(), f"copied the draft {name}", made.name)
    flash(f"Your version is a draft of its own now, called “{made.name}”.")
    return to("show", name=made.name)
