"""P1 in what leaves: no page, header or package identifies anybody, or makes a browser call anybody else."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from surveyapp.services import campaigns, publish
from surveyapp.settings import Settings
from surveyapp.store import engines
from tests.conftest import LiveServer, MakeApp
from tests.layouts import mostly_on_sqlite
from tests.promises.site import Site, today
from tests.promises.visiting import Answer, Visitor
from tests.web.html import Page

IDENTIFYING = {"set-cookie", "etag", "last-modified", "server", "x-powered-by", "via", "accept-ch", "alt-svc"}
IDENTIFYING |= {"nel", "report-to", "reporting-endpoints", "www-authenticate", "server-timing", "refresh"}
FETCHED = (
    "src",
    "srcset",
    "action",
    "formaction",
    "poster",
    "data",
    "background",
    "ping",
    "manifest",
    "cite",
)
REACHES_OUT = re.compile(
    r"https?://\S*|\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource"
    r"|document\.cookie|localStorage|sessionStorage|indexedDB"
)
OWN = re.compile(r"/(?!/)[\w./~%-]*|#[\w-]+|data:,")
TIMES = re.compile(r"time|date|year|day|hour|interval|real|float|double|serial")


def foreign(answer: Answer) -> list[str]:
    """Whatever in an answer makes a browser ask somebody else; a link for a person to click does not."""
    kind, found = answer.headers.get("content-type", ""), []
    if kind.startswith("text/html") and answer.body:
        for element in Page(answer.body).elements:
            linked = element.attributes.get("href", "") if element.tag in ("link", "base", "use") else ""
            asked = [linked, *(element.attributes.get(name, "") for name in FETCHED)]
            found += [address for address in asked if address and not OWN.fullmatch(address)]
            found += re.findall(r"url\([^)]*|@import", element.attributes.get("style", ""))
            if element.tag == "a" and "//" in element.attributes.get("href", ""):
                found += (
                    [] if "noreferrer" in element.attributes.get("rel", "") else [element.attributes["href"]]
                )
            if element.tag == "style":
                found += re.findall(r"url\((?!\W?data:)[^)]*|@import[^;]*", element.words)
            if element.tag == "script":
                found += re.findall(REACHES_OUT, element.words)
            if element.tag in ("iframe", "object", "embed", "frame", "applet"):
                found.append(element.tag)
    return found


def identifying(answer: Answer) -> set[str]:
    """The headers of an answer that could tell a visitor again, or tell what the server runs on."""
    return answer.headers.keys() & IDENTIFYING


def test_no_answer_to_any_request_has_a_cookie_a_tag_or_a_foreign_address(
    settings: Settings, make_app: MakeApp, live_server: LiveServer, tmp_path: Path
) -> None:
    site = Site.prepare(settings, make_app, tmp_path)
    visitor = Visitor(live_server(site.settings).port)
    site.visit_everything(visitor)
    site.visit_while_it_fails(visitor)
    kinds = {answer.headers.get("content-type", "").partition(";")[0] for answer in visitor.answers}
    assert {"text/html", "image/gif"} <= kinds
    assert {name for answer in visitor.answers for name in identifying(answer)} == set()
    assert [address for answer in visitor.answers for address in foreign(answer)] == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", '<img src="//counter.example/1.gif">'),
        ("text/html", '<link rel="stylesheet" href="https://fonts.example/a.css">'),
        ("text/html", "<style>a { background: url(https://x.example) }</style>"),
        ("text/html", '<a href="https://help.example/">Help</a>'),
        ("text/html", '<form action="http://x.example/"></form>'),
        ("text/html", "<style>@import 'https://x.example/a.css';</style>"),
        ("text/html", '<script>fetch("/seen")</script>'),
        ("text/html", "<script>localStorage.seen = 1</script>"),
    ],
)
def test_the_look_sees_what_calls_somebody_else(kind: str, body: str) -> None:
    answer = Answer(200, {"content-type": kind, "set-cookie": "a=b"}, body)
    assert foreign(answer)
    assert identifying(answer) == {"set-cookie"}


@mostly_on_sqlite
def test_the_package_has_nothing_of_a_visit_but_the_answers_that_may_leave(
    any_store_settings: Settings, make_app: MakeApp, live_server: LiveServer, tmp_path: Path
) -> None:
    """Comments, words beside `other`, what people typed and what is withheld stay behind."""
    site = Site.prepare(any_store_settings, make_app, tmp_path)
    server = live_server(site.settings)
    visitor = Visitor(server.port)
    site.visit_everything(visitor)
    for _ in range(9):
        visitor.respond(site.open)
    server.stop()
    with site.app.app_context():
        campaigns.close("open")
        campaigns.seal(today, "open")
        made = publish.export("open", tmp_path / "out")
    assert made.rows == 10
    files = {file.name: file.read_bytes() for file in (tmp_path / "out").rglob("*") if file.is_file()}
    found = {place for content in files.values() for place in visitor.canaries.found(content)}
    assert found == set()
    assert visitor.canaries.found(visitor.canaries.words["answer feelings"].encode()), "the look sees one"
    written = b"".join(files.values()).decode("utf-8-sig", "replace")
    assert date.today().isoformat() not in written  # noqa: DTZ011  the day on this machine, however it is set
    assert not re.search(r"\d\d:\d\d|\d{4}-\d\d-\d\d", written)


def test_no_column_of_either_database_can_hold_a_time_or_count_what_comes(
    any_store_settings: Settings, make_app: MakeApp
) -> None:
    """As the databases themselves tell it: all dates are of what the committee plans and publishes."""
    app = make_app(any_store_settings)
    with app.app_context():
        kinds = {(bind, *column) for bind in (None, engines.BOX) for column in columns(bind)}
        assert {entry[:3] for entry in kinds if TIMES.search(entry[3].lower())} == {
            (None, "campaign", "closes"),
            (None, "published", "published_on"),
            (None, "scheduled", "due"),
        }
        assert {
            entry[1:3] for entry in kinds if entry[0] == engines.BOX and "int" in entry[3].lower()
        } == set()
        with engines.writing(engines.BOX) as connection:
            connection.execute(text("ALTER TABLE response ADD COLUMN came TIMESTAMP DEFAULT '2027-01-04'"))
        seen = {entry[1] for entry in columns(engines.BOX) if TIMES.search(entry[2].lower())}
        assert seen == {"came"}, "the look sees one that was added"


def columns(bind: str | None) -> list[tuple[str, str, str]]:
    """Table, column, and kind with default of everything in a database."""
    sqlite = """
        SELECT t.name, c.name, c.type || ' ' || coalesce(c.dflt_value, '')
        FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table'
    """
    postgresql = """
        SELECT table_name, column_name, data_type || ' ' || coalesce(column_default, '')
        FROM information_schema.columns WHERE table_schema = 'public'
    """
    with engines.reading(bind) as connection:
        query = sqlite if connection.dialect.name == "sqlite" else postgresql
        return [(str(row[0]), str(row[1]), str(row[2]).strip()) for row in connection.execute(text(query))]
