"""The headers of every answer, as a browser reads them."""

from __future__ import annotations

import hashlib
from base64 import b64encode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.html import Page

SURVEY = "/s/good"
PAGES = [
    "/",
    SURVEY,
    f"{SURVEY}/done",
    f"{SURVEY}/left",
    f"{SURVEY}/privacy",
    f"{SURVEY}/withdraw",
    f"{SURVEY}/withdrawn",
    "/s/broken",
    "/nowhere",
    "/nowhere/page.css",
]
PLAIN_POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'none'"},
    "img-src": {"'self'", "data:"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "require-trusted-types-for": {"'script'"},
}


def policy_of(response: TestResponse) -> dict[str, set[str]]:
    parts = [part.split() for part in response.headers["Content-Security-Policy"].split(";")]
    return {part[0]: set(part[1:]) for part in parts}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE"])
def test_every_answer_carries_these_and_no_others(visitor: FlaskClient, address: str, method: str) -> None:
    headers = visitor.open(address, method=method).headers
    expected = {
        "Cache-Control": "no-store",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "Content-Type": "text/html; charset=utf-8",
    }
    assert {name: headers.getlist(name) for name in expected} == {k: [v] for k, v in expected.items()}
    others = {"Content-Length", "Content-Security-Policy", "Permissions-Policy"}
    assert set(headers.keys()) - ({"Allow"} if method == "DELETE" else set()) == expected.keys() | others


def hashes(page: Page, tag: str, **attributes: str) -> set[str]:
    """The hashes by which a policy allows what stands in the page."""
    texts = ["".join(each.text) for each in page.all(tag) if each.attributes == attributes]
    return {f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts}


@pytest.mark.parametrize("address", [page for page in PAGES if page != SURVEY])
def test_policy_starts_at_nothing_but_our_style(visitor: FlaskClient, address: str) -> None:
    response = visitor.get(address)
    assert policy_of(response) == {**PLAIN_POLICY, "style-src": hashes(Page(response.text), "style")}


def test_policy_allows_the_one_script_and_the_rules_style(visitor: FlaskClient) -> None:
    response = visitor.get(SURVEY)
    page = Page(response.text)
    styles, scripts = hashes(page, "style") | hashes(page, "style", media="screen"), hashes(page, "script")
    assert (len(styles), len(scripts)) == (2, 1)
    assert policy_of(response) == {**PLAIN_POLICY, "style-src": styles, "script-src": scripts}


def test_permissions_are_all_given_up(visitor: FlaskClient) -> None:
    powers = visitor.get("/").headers["Permissions-Policy"].split(", ")
    assert "camera=()" in powers
    assert all(power.endswith("=()") for power in powers)


def test_no_answer_sets_a_cookie_or_a_tag(visitor: FlaskClient) -> None:
    for address in [*PAGES, "/clear.gif"]:
        headers = visitor.get(address, headers={"Cookie": "session=x"}).headers
        assert not {"Set-Cookie", "ETag", "Last-Modified", "Vary", "Server"} & set(headers.keys())


def test_the_picture_clears_the_cache(visitor: FlaskClient) -> None:
    response = visitor.get("/clear.gif")
    assert response.mimetype == "image/gif"
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", ["done", "left", "withdrawn"])
def test_last_pages_carry_that_picture(visitor: FlaskClient, page: str) -> None:
    picture = Page(visitor.get(f"{SURVEY}/{page}").text).one("img")
    assert (picture.attributes["src"], picture.attributes["alt"]) == ("/clear.gif", "")


def test_options_say_what_a_page_takes(visitor: FlaskClient) -> None:
    response = visitor.options(SURVEY)
    assert (response.status_code, response.data) == (200, b"")
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
