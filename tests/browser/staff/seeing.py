"""What somebody who is signed in can open under /staff, as the URL map itself tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flask import Flask
from playwright.sync_api import Page

from surveyapp.web.application import Application

PLACES = {
    "kind": "invitation",
    "ending": "svg",
    "number": "1",
    "ref": "1",
    "package": "data",
    "file": "data.csv",
}


def places(app: Application, named: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The area and the address of every page under /staff, for the campaign and what it asks."""
    staff: Flask = app.extensions["surveyapp.staff"]
    adapter = staff.url_map.bind("localhost")
    for rule in staff.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith("accounts."):
            area = rule.endpoint.partition(".")[0]
            given = {**PLACES, "name": named.get(area, named["instruments"])}
            try:
                path = adapter.build(rule.endpoint, {each: given[each] for each in rule.arguments})
            except KeyError:
                continue
            yield area, f"{app.settings.url}/staff{path}"


def nothing_to_see(app: Application, page: Page, named: dict[str, str], secret: str) -> None:
    """No page that the member can open shows an answer, and none of the analysts' opens."""
    seen = Counter[tuple[bool, bool]]()
    for area, address in places(app, named):
        answer = page.request.get(address)
        assert secret.encode() not in answer.body(), address
        seen[area == "data", answer.status == 403] += 1
    assert seen[True, True] > 5
    assert seen[True, False] == 0
    assert seen[False, False] > 20
