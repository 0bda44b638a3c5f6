"""Every request that anybody could send: each route in each way, well and badly made, full of canaries."""

from __future__ import annotations

import re
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import urlencode

from werkzeug.routing import AnyConverter, Rule

from surveyapp.web.application import Application
from tests.promises.canaries import Canaries

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
ADDRESS = "127.13.37.1"
HEADERS = (
    *("User-Agent", "Referer", "Cookie", "Accept", "Accept-Language", "Accept-Encoding", "Origin", "From"),
    *("Authorization", "If-None-Match", "If-Modified-Since", "Range", "DNT", "Via", "Sec-CH-UA", "X-Real-IP"),
    *(
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "Forwarded",
        "CF-Connecting-IP",
        "X-Request-ID",
    ),
)
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What a server sent back."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass
class Visitor:
    """Sends requests to a server on this machine; every word that it says about itself is a canary."""

    port: int
    canaries: Canaries = field(default_factory=Canaries)
    answers: list[Answer] = field(default_factory=list)

    def send(self, request: bytes, *, hang_up: bool = False) -> bytes:
        """What the server sends back to some bytes. ``hang_up``: not waiting for it, with a reset."""
        with socket.socket() as connection:
            connection.settimeout(20)
            connection.bind((_source(self.canaries), 0))
            connection.connect(("127.0.0.1", self.port))
            try:
                connection.sendall(request)
                if hang_up:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return b""
                return b"".join(iter(lambda: connection.recv(65536), b""))
            except OSError:  # the server hung up before it had read everything, as it may
                return b""

    def dawdle(self, requests: list[bytes], seconds: float) -> None:
        """Send the beginnings of requests, all at once, and nothing more for so long."""
        with ExitStack() as connections:
            for request in requests:
                connection = connections.enter_context(socket.create_connection(("127.0.0.1", self.port)))
                connection.sendall(request)
            time.sleep(seconds)

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "", bare: bool = False) -> Answer:
        """Send a request with every header there is, a ``bare`` one without, and keep the answer."""
        place = self.canaries.word
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
        if not bare:
            lines[0] = f"{method} {path}?{place('query name')}={place('query value')} HTTP/1.1"
            lines += [f"{name}: {place(name)}" for name in HEADERS]
            lines += [
                f"X-{place('header name')}: 1",
                f"Cookie: {place('cookie name')}={place('cookie value')}",
            ]
        if kind:
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        raw = self.send("\r\n".join([*lines, "", ""]).encode() + body)
        head, _, rest = raw.partition(b"\r\n\r\n")
        first, *others = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in others)}
        found = Answer(int(first.split()[1]) if first else 0, headers, rest.decode("utf-8", "replace"))
        self.answers.append(found)
        return found

    def respond(self, link: str, status: int = 303) -> tuple[str, str]:
        """Answer a survey as a browser would, a canary in every text; gives the ballot and the receipt."""
        page = self.ask("GET", link, bare=True).body
        ballot = re.search(r'name="_ballot" value="([^"]+)"', page)
        receipt = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){6}-[0-9A-Z]{5}", page)
        assert ballot
        assert receipt
        given = self.answered() | {"_ballot": ballot[1]}
        assert self.ask("POST", link, urlencode(given).encode(), FORM, bare=True).status == status
        return ballot[1], receipt[0]

    def withdraw(self, link: str, receipt: str) -> Answer:
        """Type a receipt."""
        return self.ask("POST", f"{link}/withdraw", urlencode({"receipt": receipt}).encode(), FORM, bare=True)

    def answered(self) -> dict[str, str]:
        """A form filled in with canaries."""
        texts = ("feelings", "secret", "reasons_other", "lessons")
        said = {name: self.canaries.word(f"answer {name}") for name in texts}
        return {"area": "adult", "reasons": "other", **said}


def _source(canaries: Canaries) -> str:
    """An address of this machine that nothing else uses; on macOS there is only the usual one."""
    with socket.socket() as probe:
        try:
            probe.bind((ADDRESS, 0))
        except OSError:
            return "127.0.0.1"
    return canaries.keep("address", ADDRESS)


def paths(app: Application, links: list[str], canaries: Canaries) -> Iterator[str]:
    """Every route of the application's map filled in: with good links, with broken ones, with nonsense."""
    tokens = [*(link.rpartition("/")[2] for link in links), canaries.word("link")]
    for rule in app.url_map.iter_rules():
        ways: list[dict[str, str]] = [{}]
        for name in sorted(rule.arguments):
            ways = [{**way, name: value} for way in ways for value in _values(rule, name, tokens, canaries)]
        for way in ways:
            found = rule.build(way, append_unknown=False)
            assert found is not None
            yield found[1]
    yield f"/{canaries.word('path')}"
    yield f"{links[0]}/{canaries.word('path below a link')}"


def _values(rule: Rule, name: str, tokens: list[str], canaries: Canaries) -> list[str]:
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)
    return tokens if name == "token" else [canaries.word(f"path {name}")]


def bodies(canaries: Canaries, ballot: str, answered: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    """Content type and content of posts: each way of sending a form wrongly, and a form with nonsense."""
    place = canaries.word
    odd = {place("field name"): place("field value"), "area": place("an option that is none")}
    yield FORM, urlencode({**answered, **odd, "_ballot": ballot}).encode()
    yield (
        FORM,
        urlencode(
            {**odd, "_ballot": f"{place('a ballot')}.{ballot}", "receipt": place("a receipt")}
        ).encode(),
    )
    yield FORM, f"{place('not UTF-8')}=%ff".encode()
    yield FORM, f"feelings={place('too long')}{'x' * 300_000}".encode()
    yield "application/json", f'{{"{place("JSON name")}": "{place("JSON value")}"'.encode()
    yield f"text/{place('content type')}", place("text").encode()
    boundary = place("boundary")
    names = f'name="{place("part")}"; filename="{place("file name")}"'
    part = f"--{boundary}\r\nContent-Disposition: form-data; {names}"
    yield (
        f"multipart/form-data; boundary={boundary}",
        f"{part}\r\n\r\n{place('file')}\r\n--{boundary}--".encode(),
    )


def broken(canaries: Canaries) -> Iterator[bytes]:
    """Requests that are none: what a server words itself when it cannot read them."""
    word = canaries.word
    get = f"GET /{word('broken path')} HTTP/1.1\r\nHost: {word('Host')}\r\n"
    post = get.replace("GET", "POST")
    for text in (
        f"{word('no request')}\r\n\r\n",
        f"{word('method')}! / HTTP/1.1\r\n\r\n",
        f"GET /{word('version')} HTTP/{word('version number')}\r\n\r\n",
        f"GET http://{word('proxied host')}/ HTTP/1.1\r\nHost: x\r\n\r\n",
        f"GET /{word('long line')}{'x' * 9000} HTTP/1.1\r\n\r\n",
        f"{get}A: {word('long header')}{'x' * 9000}\r\n\r\n",
        f"{get}{word('bad header')} : {word('bad header value')}\r\n\r\n",
        f"{get}A: {word('null')}\0\r\n\r\n",
        get + f"A: {word('many headers')}\r\n" * 200 + "\r\n",
        f"{post}Content-Length: {word('length')}\r\n\r\n",
        f"{post}Content-Length: 1\r\nContent-Length: 2\r\n\r\n{word('two lengths')}",
        f"{post}Transfer-Encoding: {word('coding')}\r\n\r\n",
        f"{post}Transfer-Encoding: chunked\r\n\r\n{word('chunk')}\r\n",
        f"{post}Expect: {word('expectation')}\r\n\r\n",
        f"{get}X-Forwarded-Proto: https\r\nX-Forwarded-Ssl: {word('two schemes')}\r\n\r\n",
        f"PROXY TCP4 {word('proxy line')} 203.0.113.9 1 2\r\n",
        f"{get}Upgrade: {word('upgrade')}\r\nConnection: upgrade\r\n\r\n",
    ):
        yield text.encode("latin-1")


def cut_short(canaries: Canaries) -> Iterator[bytes]:
    """Requests whose sender is gone in the middle of them."""
    for place in ("cut line", "cut header", "cut body"):
        word = canaries.word(place)
        line = f"POST /{word}"
        header = f"{line} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: 999\r\nA: {word}"
        yield {"cut line": line, "cut header": header, "cut body": f"{header}\r\n\r\nfeelings={word}"}[
            place
        ].encode()
