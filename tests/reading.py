"""The form of a page as a program that only reads HTML finds it: what it sends, and what it asks for."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.web.html import Element, Page


@dataclass
class Choice:
    """Options under one name, `least` to `most` of them; `alone` are those that stand for themselves."""

    name: str
    several: bool
    least: int | None = None
    most: int | None = None
    values: list[str] = field(default_factory=list)
    alone: set[str] = field(default_factory=set)


@dataclass
class Line:
    """A field to type in, with what is said beside it and the most characters that it takes."""

    name: str
    hint: str
    longest: int | None


class Form:
    """Everything that a page's form would send. Raises ValueError where there is not exactly one form."""

    def __init__(self, page: Page) -> None:
        self.action = page.one("form", method="post").attributes["action"]
        self.hidden: list[tuple[str, str]] = []
        self.choices: dict[str, Choice] = {}
        self.lines: list[Line] = []
        group = Element("", {}, [])
        for element in page.elements:
            if element.tag == "fieldset":
                group = element
            elif element.tag in ("input", "textarea") and "disabled" not in element.attributes:
                self._add(page, element, group)

    def _add(self, page: Page, element: Element, group: Element) -> None:
        given = element.attributes
        kind = given.get("type", "text") if element.tag == "input" else element.tag
        if kind == "hidden":
            self.hidden.append((given["name"], given["value"]))
        elif kind in ("radio", "checkbox"):
            self._add_option(given["name"], kind, given, group)
        else:
            ids = given.get("aria-describedby", "").split()
            hint = " ".join(page.by_id(name).words for name in ids)
            self.lines.append(Line(given["name"], hint, _number(given, "data-longest")))

    def _add_option(self, name: str, kind: str, given: dict[str, str], group: Element) -> None:
        least, most = (_number(group.attributes, bound) for bound in ("data-at-least", "data-at-most"))
        choice = self.choices.setdefault(name, Choice(name, kind == "checkbox", least, most))
        choice.values.append(given["value"])
        if "data-alone" in given:
            choice.alone.add(given["value"])


def _number(given: dict[str, str], name: str) -> int | None:
    return int(given[name]) if name in given else None
