"""A committee member at work on a draft, by plain forms."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from surveyapp.instrument.edit.source import Source
from surveyapp.services import audit
from tests.staff.conftest import token

BASE = "/staff/instruments/drafts"


class Form(HTMLParser):
    """What a browser would send of the first form on a page that has a field of this name."""

    def __init__(self, page: str, having: str):
        super().__init__(convert_charrefs=True)
        self.having = having
        self.forms: list[MultiDict[str, str]] = []
        self.inside = False
        self.area = ""
        self.select = ""
        self.feed(page)

    @property
    def fields(self) -> MultiDict[str, str]:
        """The fields of that form."""
        return next(form for form in self.forms if self.having in form)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(MultiDict())
            self.inside = True
        if not self.inside:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            box = given.get("type") in ("checkbox", "radio")
            if given.get("type") != "file" and (not box or "checked" in given):
                self.forms[-1].add(name, given.get("value", ""))
        if tag == "textarea":
            self.area = name
            self.forms[-1].add(name, "")
        if tag == "select":
            self.select = name
        if tag == "option" and self.select and ("selected" in given or self.select not in self.forms[-1]):
            self.forms[-1][self.select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.area:
            whole = self.forms[-1][self.area] + data
            self.forms[-1][self.area] = whole

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            # HTML leaves the first line break after the tag out, and a browser sends its own line ends.
            said = self.forms[-1][self.area].removeprefix("\n")
            self.forms[-1][self.area] = said.replace("\n", "\r\n")
            self.area = ""
        if tag == "select":
            self.select = ""


class Drafting:
    """One draft and the person at it."""

    def __init__(self, client: FlaskClient, name: str = ""):
        self.client, self.name = client, name

    def begin(self, title: str) -> str:
        """Begins a draft; gives its name."""
        return self._to_draft(self._post("", title=title))

    def copy(self, instrument: str) -> str:
        """Begins a draft as a copy of what is asked under a name."""
        return self._to_draft(self._post("", of=instrument))

    @property
    def base(self) -> str:
        """The draft's address."""
        return f"{BASE}/{self.name}"

    def fields(self, page: str, having: str) -> MultiDict[str, str]:
        """What a browser would send of a form on a page that is at hand."""
        return Form(page, having).fields

    def trail(self) -> list[str]:
        """What the audit trail says was done."""
        with self.client.application.app_context():
            return [event.action for event in audit.trail()]

    def take_in(self, text: str) -> str:
        """Begins a draft with a text."""
        return self._to_draft(self._post("", text=text))

    def _to_draft(self, answer: Any) -> str:
        assert answer.status_code == 303, answer.get_data(as_text=True)
        self.name = answer.location.rpartition("/")[2]
        return self.name

    def _post(self, path: str, **fields: Any) -> Any:
        page = self.client.get("/staff/")
        return self.client.post(f"{BASE}{path}", data={"csrf_token": token(page), **fields})

    def get(self, path: str = "") -> Any:
        """One of the draft's pages."""
        return self.client.get(f"{BASE}/{self.name}{'/' if path else ''}{path}")

    def page(self, path: str = "") -> str:
        """The words of one of the draft's pages, which must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return str(answer.get_data(as_text=True))

    def text(self) -> str:
        """What the draft says."""
        return str(self.get("download").get_data(as_text=True))

    def data(self) -> dict[str, Any]:
        """What the draft says, as data."""
        return Source.of(self.text()).data

    def only_item(self) -> str:
        """The name of the first item."""
        return str(self.data()["sections"][0]["items"][0]["name"])

    def post(self, path: str = "", revision: int | None = None, **fields: Any) -> Any:
        """What is answered to a form of the draft."""
        given = self.revision() if revision is None else revision
        return self._post(f"/{self.name}{'/' if path else ''}{path}", revision=str(given), **fields)

    def revision(self) -> int:
        """The draft's revision now."""
        return int(self.get("problems").get_json()["revision"])

    def act(self, what: str) -> Any:
        """Presses a button of a card: ``item-up area``."""
        return self.post(act=what)

    def add(self, section: str, kind: str, words: str) -> None:
        """Adds an item."""
        answer = self.post(add="item", section=section, kind=kind, words=words)
        assert answer.status_code == 303, answer.get_data(as_text=True)

    def form(self, path: str, having: str) -> MultiDict[str, str]:
        """What a browser would send of a form as it is."""
        return Form(self.page(path), having).fields

    def send(self, path: str, having: str, **changed: Any) -> Any:
        """Sends the form of a page with other values in some of its fields."""
        form = self.form(path, having)
        for name, value in changed.items():
            form.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
        return self.client.post(f"{BASE}/{self.name}/{path}", data=form)

    def save_item(self, item: str, **changed: Any) -> Any:
        """Fills an item's form in and saves it."""
        answer = self.send(f"items/{item}", "ask", do="save", **changed)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return answer

    def send_as_it_is(self, path: str, having: str = "ask") -> None:
        """Sends a form as it came."""
        answer = self.send(path, having, do="save")
        assert answer.status_code == 303, answer.get_data(as_text=True)
