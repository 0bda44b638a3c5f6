"""The form of one item."""

from __future__ import annotations

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.instrument.edit.items import MoveItemTo, SetItem
from surveyapp.instrument.edit.parts import item_at
from surveyapp.instrument.edit.shared import AddScale, mapping_of
from surveyapp.instrument.edit.source import NotEdited
from surveyapp.instrument.kinds import KINDS
from surveyapp.web.application import settings
from surveyapp.web.staff.access import allow
from surveyapp.web.staff.editor import words
from surveyapp.web.staff.editor.area import blueprint, by_itself, changed, saved, to
from surveyapp.web.staff.editor.desk import Desk, opened
from surveyapp.web.staff.editor.reading import item_operation
from surveyapp.web.staff.editor.rows import Row, rows_of

BACK = "save"


@blueprint.route("/<name>/items/<item>", methods=["GET", "POST"])
@allow("committee")
def item(name: str, item: str) -> ResponseReturnValue:
    """The form of an item, and what it does."""
    desk = opened(settings(), name)
    at, where, data = _found(desk, item)
    if request.method == "GET" or "include" in data:
        return _page(desk, (at, where), data)
    do = request.form.get("do", BACK)
    operation = item_operation(item, data, request.form, do)
    draft = changed(name, operation)
    new = str(operation.changes.get("name", item))
    if by_itself():
        return _saved(Desk(settings(), draft), new)
    if do == BACK:
        flash("Saved.")
        return to("show", name=name, anchor=f"item-{new}")
    return to("item", name=name, item=new, anchor=_row_of(do))


def _found(desk: Desk, item: str) -> tuple[int, int, dict[str, object]]:
    try:
        return item_at(desk.data, item)
    except NotEdited:
        abort(404)


def _row_of(do: str) -> str:
    """Where the page is to be shown again: at the list that the button belongs to."""
    what, _, rest = do.partition(":")
    return f"list-{rest.partition(':')[0]}" if rest else "content" if what == "stay" else "the-form"


def _saved(desk: Desk, item: str) -> ResponseReturnValue:
    at, where, data = _found(desk, item)
    lists = {key: list(value) for key, value in data.items() if isinstance(value, dict) and key != "when"}
    return saved(desk.draft, desk.problems_of("sections", at, "items", where), **lists)


def _page(desk: Desk, where: tuple[int, int], data: dict[str, object]) -> ResponseReturnValue:
    kind = KINDS.get(str(data.get("type")))
    scale = data.get("scale")
    rows = {key: rows_of(data.get(key)) for key in ("options", "statements", "periods")}
    return render_template(
        "staff/editor/item.html",
        desk=desk,
        card=desk.sections[where[0]].cards[where[1]],
        data=data,
        fields=kind.model_fields if kind else {},
        rows={**rows, "scale": rows_of(scale)},
        blank=Row(),
        scales={each: each for each in mapping_of(desk.data, "scales")} | {"": "A scale of its own"},
        words=words,
        next_item=_next(desk, *where),
    )


def _next(desk: Desk, at: int, where: int) -> str:
    """The item after this one in its section, "" at its end."""
    cards = desk.sections[at].cards
    return cards[where + 1].name if where + 1 < len(cards) else ""


@blueprint.post("/<name>/items/<item>/move")
@allow("committee")
def move(name: str, item: str) -> ResponseReturnValue:
    """Moves an item to the end of another section."""
    changed(name, MoveItemTo(item, request.form.get("section", "")))
    return to("show", name=name, anchor=f"item-{item}")


@blueprint.post("/<name>/items/<item>/share")
@allow("committee")
def share_scale(name: str, item: str) -> ResponseReturnValue:
    """Makes the item's own scale one that others can use."""
    _, _, data = _found(opened(settings(), name), item)
    points = data.get("scale")
    title = request.form.get("title", "").strip()
    if isinstance(points, dict) and title:
        changed(name, AddScale(title, points, item))
        flash("Other items can use this scale now.")
    return to("item", name=name, item=item, anchor="list-scale")


@blueprint.post("/<name>/items/<item>/own-scale")
@allow("committee")
def own_scale(name: str, item: str) -> ResponseReturnValue:
    """Gives the item a scale of its own: a copy of the shared one."""
    desk = opened(settings(), name)
    _, _, data = _found(desk, item)
    points = mapping_of(desk.data, "scales").get(str(data.get("scale")))
    if isinstance(points, dict):
        changed(name, SetItem(item, {"scale": points}))
    return to("item", name=name, item=item, anchor="list-scale")
