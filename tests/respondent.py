"""A respondent who only reads HTML: no JavaScript, no styles, no cookies, and nothing known of our code.

It opens a link, answers what it finds by what the page says of each field, sends the form and reads on.
"""

from __future__ import annotations

import http.client
import random
import re
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from urllib.parse import urlencode, urljoin, urlsplit

from tests.reading import Choice, Form, Line
from tests.web.html import Page

FORM = "application/x-www-form-urlencoded"
TIMEOUT = 30.0
PAUSE = 0.05
NO_ANSWER = (OSError, http.client.HTTPException)
LEFT_OUT = 0.15
"""The share of questions that are not answered."""
RECORDED = "Your answers are recorded"
CLOSED = ("This survey is closed", "The survey closed before you sent", "This survey is sealed")
RECEIPT = re.compile(r"Your receipt:\s*(\S+)")
FROM_TO = re.compile(r"from (-?[\d.]+) to (-?[\d.]+)")
STEPS = re.compile(r"in steps of ([\d.]*\d)")
SUCH_AS = re.compile(r"such as (\S*\w)")
SAID = {"Letters only": "letters", "Digits only": "123", "postal code": "10001"}

Pairs = list[tuple[str, str]]


class Sending(Enum):
    """How a form is sent: once; twice by a double click; again after the connection broke off."""

    ONCE = auto()
    DOUBLE_CLICK = auto()
    AFTER_A_LOST_REPLY = auto()


@dataclass(frozen=True)
class Reply:
    """What came back for one request."""

    status: int
    location: str | None
    body: str


@dataclass
class Visit:
    """What one person saw: every status, the words of the last page, the receipt, and what was sent."""

    statuses: list[int] = field(default_factory=list)
    words: str = ""
    receipt: str = ""
    sent: Pairs = field(default_factory=list)

    @property
    def recorded(self) -> bool:
        """Whether the last page acknowledged the answers."""
        return RECORDED in self.words

    @property
    def closed(self) -> bool:
        """Whether the last page said that the survey takes no more answers."""
        return any(sentence in self.words for sentence in CLOSED)


class Browser:
    """Sends requests to one host and keeps the statuses. Asks again as long as its patience lasts.

    `patience` is in seconds: for so long it tries anew where nobody answers or the server says that it broke.
    A connection that was kept open and is closed by now does not count: a browser opens another one.
    """

    def __init__(self, address: str, statuses: list[int], keep_alive: bool, patience: float) -> None:
        self._host, self._statuses = urlsplit(address).netloc, statuses
        self._keep_alive, self._patience = keep_alive, patience
        self._kept: http.client.HTTPConnection | None = None

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def connection(self) -> http.client.HTTPConnection:
        """A new connection."""
        return http.client.HTTPConnection(self._host, timeout=TIMEOUT)

    def ask(self, path: str, body: str | None = None) -> Reply:
        """The reply to a GET, or to a POST where there is a body.

        Raises one of `NO_ANSWER` once patience is at its end.
        """
        deadline = time.monotonic() + self._patience
        while True:
            reused, late = self._kept is not None, time.monotonic() >= deadline
            try:
                reply = self._ask_once(path, body)
            except NO_ANSWER:
                self.close()
                if late and not reused:
                    raise
                if reused:
                    continue
            else:
                if reply.status < 500 or late:
                    return reply
            time.sleep(PAUSE)

    def _ask_once(self, path: str, body: str | None) -> Reply:
        connection = self._kept = self._kept or self.connection()
        send(connection, path, body, self._keep_alive)
        answer = connection.getresponse()
        reply = Reply(answer.status, answer.headers["Location"], answer.read().decode())
        self._statuses.append(reply.status)
        if answer.will_close or not self._keep_alive:
            self.close()
        return reply


def send(
    connection: http.client.HTTPConnection, path: str, body: str | None, keep_alive: bool = False
) -> None:
    """Send a GET, or a POST where there is a body, without reading the reply."""
    headers = {} if keep_alive else {"Connection": "close"}
    if body is None:
        connection.request("GET", path, headers=headers)
    else:
        connection.request("POST", path, body, headers | {"Content-Type": FORM})


class Respondent:
    """A person with one link. `chance` decides about everything that it answers.

    `before_sending` is called when the form is filled in: there people can wait for each other.
    """

    def __init__(
        self,
        chance: random.Random,
        *,
        keep_alive: bool = True,
        sending: Sending = Sending.ONCE,
        patience: float = 0.0,
        before_sending: Callable[[], object] = lambda: None,
    ) -> None:
        self._chance, self._keep_alive, self._sending = chance, keep_alive, sending
        self._patience, self._before_sending = patience, before_sending

    def answer(self, link: str) -> Visit:
        """Open the link, answer, send, follow to the last page."""
        visit = Visit()
        browser = Browser(link, visit.statuses, self._keep_alive, self._patience)
        with closing(browser):
            page = Page(browser.ask(_path(link)).body)
            if page.all("form", method="post"):
                form = Form(page)
                visit.receipt = receipt_in(page)
                visit.sent = fill(form, self._chance)
                self._before_sending()
                page = self._send(browser, urljoin(link, form.action), visit.sent)
            visit.words = page.one("main").words
        return visit

    def _send(self, browser: Browser, address: str, sent: Pairs) -> Page:
        reply = self._post(browser, _path(address), urlencode(sent))
        if reply.status == 303 and reply.location is not None:
            reply = browser.ask(_path(urljoin(address, reply.location)))
        return Page(reply.body)

    def _post(self, browser: Browser, path: str, body: str) -> Reply:
        if self._sending is Sending.ONCE:
            return browser.ask(path, body)
        # The first post leaves on a connection of its own, whose reply nobody will read.
        with closing(browser.connection()) as given_up, suppress(*NO_ANSWER):
            send(given_up, path, body)
            if self._sending is Sending.DOUBLE_CLICK:
                # While the first one is on its way or being answered.
                return browser.ask(path, body)
        return browser.ask(path, body)


def receipt_in(page: Page) -> str:
    """The receipt that a page shows, "" where there is none."""
    return _first(RECEIPT, page.one("main").words)


def fill(form: Form, chance: random.Random) -> Pairs:
    """Names and values as a browser would send them: all hidden ones, and answers to most questions."""
    pairs = list(form.hidden)
    for choice in form.choices.values():
        if chance.random() >= LEFT_OUT:
            pairs += [(choice.name, value) for value in _picked(choice, chance)]
    for line in form.lines:
        pairs.append((line.name, "" if chance.random() < LEFT_OUT else _typed(line, chance)))
    return pairs


def _picked(choice: Choice, chance: random.Random) -> list[str]:
    if not choice.several:
        return [chance.choice(choice.values)]
    least, most = choice.least or 1, choice.most or len(choice.values)
    picked = chance.sample(choice.values, chance.randint(least, most))
    alone = choice.alone.intersection(picked)
    return sorted(alone)[:1] or picked


def _typed(line: Line, chance: random.Random) -> str:
    """What a person would type after reading what stands beside the field."""
    if example := _first(SUCH_AS, line.hint):
        return example
    if bounds := FROM_TO.search(line.hint):
        low, high = map(float, bounds.groups())
        step = float(_first(STEPS, line.hint) or 1)
        return f"{low + step * chance.randint(0, int((high - low) / step)):g}"
    if line.hint.startswith(("A number", "A whole number")):
        return "7"
    for words, answer in SAID.items():
        if words in line.hint:
            return answer
    examples = ("nothing to add", "“quoted”, with\na second line", "=1+1", "<b>50 % & more</b>")
    return chance.choice(examples)[: line.longest]


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _path(address: str) -> str:
    return urlsplit(address).path
