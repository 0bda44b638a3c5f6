"""The pages and forms of the workspace that are measured, and what each may cost."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bench.workspace import NAME, ORGANISATION, PERSONAL, QUESTION, SEALED, Workspace, large
from surveyapp.clock import today_in
from surveyapp.services import campaigns, drafts, versions
from tests.staff.editor.drafting import Form

EDITOR_MS, PAGE_MS = 200.0, 50.0
DRAFTS = "/instruments/drafts"
DRAFT = f"{DRAFTS}/{NAME}"
VERSIONS = f"/instruments/published/{NAME}"
DRAFTED, OPEN, CLOSED = (f"/campaigns/round-{at}" for at in (3, 7, 15))
DATA = f"/data/{SEALED}"
ITEM = "q_4_3"
TO_PUBLISH = f"{NAME}_2"
JSON = "application/json"
Fields = Callable[[Workspace], dict[str, Any]]
Before = Callable[[Workspace], object]
_numbers = itertools.count(1)


def _as_it_is(_place: Workspace) -> None:
    """Nothing is done first."""


@dataclass(frozen=True)
class Case:
    """A page, or a form where it has fields, which the page's script sends where it accepts JSON.

    ``before`` is done first and not measured.
    """

    name: str
    path: str
    fields: Fields | None = None
    role: str = "committee"
    most: float = PAGE_MS
    status: int = 200
    accept: str = "text/html"
    before: Before = _as_it_is


def cases() -> Iterator[Case]:
    """All of them."""
    for name, path in EDITOR_PAGES.items():
        yield Case(name, DRAFT + path, most=EDITOR_MS, before=Workspace.edited_elsewhere)
    yield Case("Cards, nothing edited", DRAFT, most=EDITOR_MS)
    for name, (path, fields) in AUTOSAVES.items():
        yield Case(f"Autosave: {name}", DRAFT + path, fields, most=EDITOR_MS, accept=JSON)
        elsewhere = Workspace.edited_elsewhere
        yield Case(
            "… after another process", DRAFT + path, fields, most=EDITOR_MS, accept=JSON, before=elsewhere
        )
    for name, (path, fields) in EDITOR_FORMS.items():
        yield Case(name, DRAFT + path, fields, most=EDITOR_MS, status=303)
    yield Case("Two people at once", f"{DRAFT}/items/{ITEM}", _collided, most=EDITOR_MS, status=409)
    for name, (path, fields, before) in WHOLE.items():
        yield Case(name, path, fields, most=EDITOR_MS, status=303, before=before)
    for role, pages in PAGES.items():
        for name, path in pages.items():
            yield Case(name, path, role=role)
    for name, (path, fields, before) in CAMPAIGN_FORMS.items():
        yield Case(name, path, fields, status=303, before=before)


def _form(**given: str) -> Fields:
    return lambda place: {"revision": str(place.revision()), **given}


def _new_words() -> str:
    """Words that nobody has written before."""
    return f"How is it now, for the {next(_numbers)}th time?"


def _worded(**given: str) -> Fields:
    return lambda place: {**_form(**given)(place), "words": _new_words(), "title": _new_words()}


def _item(do: str) -> Fields:
    """The form of an item as a browser sends it, with other words."""

    def fields(place: Workspace) -> dict[str, Any]:
        if ITEM not in place.forms:
            page = place.clients["committee"].get(f"/staff{DRAFT}/items/{ITEM}")
            place.forms[ITEM] = Form(page.get_data(as_text=True), "ask").fields.to_dict()
        return {**place.forms[ITEM], **_form(ask=_new_words(), do=do)(place)}

    return fields


def _collided(place: Workspace) -> dict[str, Any]:
    """The form of an item that somebody else has changed meanwhile."""
    made = _item("save")(place)
    place.edited_elsewhere(by=f"somebody{ORGANISATION}")
    return made


def _there(place: Workspace) -> None:
    """The draft that is to be published is there, with words of its own."""
    with place.app.app_context():
        if TO_PUBLISH not in [each.name for each in drafts.all_drafts(place.app.settings)]:
            drafts.take_in(large(_new_words()), f"committee{ORGANISATION}")


def _retired(place: Workspace) -> None:
    with place.app.app_context():
        versions.retire(versions.numbered(NAME, 1).hash)


def _back(place: Workspace) -> None:
    with place.app.app_context():
        versions.restore(versions.numbered(NAME, 1).hash)


def _open(place: Workspace) -> None:
    settings = place.app.settings
    with place.app.app_context():
        campaigns.open_(settings, today_in(settings.timezone), OPEN.rpartition("/")[2])


def _nothing(_place: Workspace) -> dict[str, Any]:
    """A form that only has a button."""
    return {}


def _elsewhere(place: Workspace) -> dict[str, Any]:
    """The item goes to a section in which it is not."""
    return _form(section=f"part_{5 + place.revision() % 2}")(place)


def _gone(place: Workspace) -> dict[str, Any]:
    return _form(act=f"item-delete q_{next(_numbers) % 10}_{next(_numbers) % 7 + 7}")(place)


def _yaml(place: Workspace) -> dict[str, Any]:
    return _form(text=QUESTION.sub(_new_words(), place.text(), count=1))(place)


def _all_new(place: Workspace) -> dict[str, Any]:
    return _form(text=large(f"this ({next(_numbers)})"))(place)


WHOLE: dict[str, tuple[str, Fields, Before]] = {
    "Publish": (f"{DRAFTS}/{TO_PUBLISH}/publish", lambda _: {"revision": "1"}, _there),
    "Discard": (f"{DRAFTS}/{TO_PUBLISH}/discard", lambda _: {"confirmed": "yes"}, _there),
    "Take in a text": (DRAFTS, lambda _: {"text": large(f"that ({next(_numbers)})")}, _as_it_is),
    "Copy a version": (f"{VERSIONS}/2/copy", _nothing, _as_it_is),
    "Retire a version": (f"{VERSIONS}/1/retire", _nothing, _back),
    "Bring it back": (f"{VERSIONS}/1/restore", _nothing, _retired),
}
EDITOR_PAGES = {
    "Cards": "",
    "Item, a choice": "/items/q_4_3",
    "Item, a grid": "/items/q_4_4",
    "Rule of an item": "/rules/item/q_18_5",
    "Rule of an option": "/rules/option/q_4_3/code_a",
    "Rule of a section": "/rules/section/part_19",
    "Section": "/sections/part_3",
    "About": "/about",
    "Scales": "/scales",
    "Scale": "/scales/agreement",
    "Scores": "/scores",
    "YAML": "/yaml",
    "Preview": "/preview",
    "Preview of an item": f"/preview?item={ITEM}",
    "Problems": "/problems",
    "Download": "/download",
    "Draft: try": "/try",
    "Draft: try from an item": "/try?to=q_18_5",
    "Draft: as respondents see it": "/page",
    "Draft: as they see an item": "/page?to=q_18_5",
    "Draft: map": "/map",
    "Draft: paper": "/paper",
    "Draft: what it changes": "/changes",
    "Draft: publishing": "/publish",
}
AUTOSAVES: dict[str, tuple[str, Fields]] = {
    "words of an item": (f"/items/{ITEM}", _item("stay")),
    "words of a section": ("/sections/part_3", _worded()),
    "about": ("/about", _worded()),
    "YAML, one item": ("/yaml", _yaml),
    "YAML, all items": ("/yaml", _all_new),
}
EDITOR_FORMS: dict[str, tuple[str, Fields]] = {
    "Save an item": (f"/items/{ITEM}", _item("save")),
    "Add an answer": (f"/items/{ITEM}", _item("more:options:0")),
    "Move an item up": ("", _form(act=f"item-up {ITEM}")),
    "Move an item down": ("", _form(act=f"item-down {ITEM}")),
    "Copy an item": ("", _form(act=f"item-copy {ITEM}")),
    "Delete an item": ("", _gone),
    "Undo": ("/undo", _form()),
    "Redo": ("/redo", _form()),
    "Move a section": ("", _form(act="section-up part_9")),
    "Add an item": ("", _worded(add="item", section="part_4", kind="grid")),
    "Add a section": ("", _worded(add="section")),
    "Move an item elsewhere": (f"/items/{ITEM}/move", _elsewhere),
    "Save a rule": ("/rules/item/q_18_4", lambda place: _form(**_rule(place))(place)),
    "Add a scale": ("/scales", _worded()),
}
PAGES = {
    "committee": {
        "Home": "/",
        "Drafts, 8 of them": DRAFTS,
        "Library": "/instruments",
        "Versions of one": VERSIONS,
        "Difference of two versions": f"{VERSIONS}/difference?old=1&new=2",
        "Version: try": f"{VERSIONS}/2/try",
        "Version: try from an item": f"{VERSIONS}/2/try?to=q_18_5",
        "Version: as respondents see it": f"{VERSIONS}/2/page",
        "Version: as they see an item": f"{VERSIONS}/2/page?to=q_18_5",
        "Version: map": f"{VERSIONS}/2/map",
        "Version: paper": f"{VERSIONS}/2/paper",
        "Version: download": f"{VERSIONS}/2/download",
        "Campaigns, 200 of them": "/campaigns",
        "New campaign": "/campaigns/new",
        "Campaign, drafted": DRAFTED,
        "Campaign, open": OPEN,
        "Campaign, closed": CLOSED,
        "Campaign, to change": f"{DRAFTED}/change",
        "Launch": f"{DRAFTED}/launch",
        "Launch: the page": f"{DRAFTED}/page",
        "Launch: privacy": f"{DRAFTED}/privacy",
        "Forecast": f"{DRAFTED}/forecast",
        "Schedule": f"{OPEN}/schedule",
        "Mail": f"{OPEN}/mail/invitation",
        "Mail, as shown": f"{OPEN}/mail/invitation/page",
        "Mail, as a file": f"{OPEN}/mail/reminder.eml",
        "QR code, SVG": f"{OPEN}/qr.svg",
        "QR code, PNG": f"{OPEN}/qr.png",
        "Seal": f"{CLOSED}/seal",
        "Invitations": f"/campaigns/round-{PERSONAL}/invitations",
        "Own account": "/account/",
    },
    "analyst": {
        "Analyst: home": "/",
        "Data: campaigns": "/data/",
        "Data: one": DATA,
        "Data: comments": f"{DATA}/comments",
        "Analyst: library": "/instruments",
    },
    "admin": {
        "People": "/people",
        "A person": "/people/1",
        "Audit trail": "/audit",
        "Admin: library": "/instruments",
    },
}


def _rule(place: Workspace) -> dict[str, str]:
    answer = ("yes", "no")[place.revision() % 2]
    return {"subject-0": "q_3_0", "comparison-0": "is", "values-0": answer, "do": "save"}


def _day(_place: Workspace) -> dict[str, Any]:
    return {"closes": f"2099-01-{next(_numbers) % 28 + 1:02d}"}


def _made(_place: Workspace) -> dict[str, Any]:
    fixed = {
        "invited": "100",
        "k": "5",
        "minimum": "10",
        "smallest_cell": "5",
        "by": "link",
        "publish": "tables",
    }
    return {**fixed, "instrument": NAME, "name": f"made-{next(_numbers)}", "profile": ""}


CAMPAIGN_FORMS: dict[str, tuple[str, Fields, Before]] = {
    "Make a campaign": ("/campaigns/new", _made, _as_it_is),
    "Extend": (f"{OPEN}/extend", _day, _as_it_is),
    "Close": (f"{OPEN}/close", _nothing, _open),
}
