"""What each page of a respondent's weighs: compressed, together with everything that it loads."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass

from flask.testing import FlaskClient

from bench.survey import Measured
from tests.web.html import Page

LEVEL = 6
"""What web servers compress with when nobody tells them otherwise."""
MOST_BYTES, MOST_REQUESTS = 15_000, 3
READ_ONLY = ("done", "left", "privacy", "withdraw", "withdrawn")


@dataclass(frozen=True)
class Weight:
    """A page with all that it loads: compressed bytes, those of the page alone, and requests."""

    instrument: str
    page: str
    compressed: int
    alone: int
    requests: int

    @property
    def met(self) -> bool:
        """Whether it is as light as it has to be."""
        return self.compressed <= MOST_BYTES and self.requests <= MOST_REQUESTS


def weigh(measured: Measured) -> Iterator[Weight]:
    """Every page of an open campaign: the form, the form given back, and those that only tell something."""
    name, visitor = measured.survey.instrument.name, measured.client()
    form = visitor.get(measured.path).text
    yield _weight(name, "form", form, visitor)
    yield _weight(name, "form given back", _given_back(measured, visitor, form), visitor)
    for page in READ_ONLY:
        yield _weight(name, page, visitor.get(f"{measured.path}/{page}").text, visitor)


def _given_back(measured: Measured, visitor: FlaskClient, form: str) -> str:
    """The form after a post in which every answer is wrong."""
    wrong = {
        name: "no option" for name, control in measured.survey.instrument.controls.items() if control.options
    }
    ballot = Page(form).one("input", name="_ballot").attributes["value"]
    reply = visitor.post(measured.path, data={"_ballot": ballot} | wrong)
    assert reply.status_code == 422
    return reply.text


def _weight(instrument: str, name: str, html: str, visitor: FlaskClient) -> Weight:
    page = Page(html)
    loaded = [
        *(each.attributes["href"] for each in page.all("link", rel="stylesheet")),
        *(
            each.attributes["src"]
            for tag in ("script", "img")
            for each in page.all(tag)
            if "src" in each.attributes
        ),
    ]
    bodies = [html.encode(), *(visitor.get(address).data for address in loaded)]
    sizes = [len(gzip.compress(body, LEVEL)) for body in bodies]
    return Weight(instrument, name, sum(sizes), sizes[0], len(bodies))
