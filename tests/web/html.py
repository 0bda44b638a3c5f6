"""Reading a page as a browser without scripts would: its fields, links and headings."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

VOID = {"br", "hr", "img", "input", "link", "meta"}


class Element(NamedTuple):
    """One element with its attributes and all the text inside it."""

    tag: str
    attributes: dict[str, str]
    text: list[str]

    @property
    def words(self) -> str:
        return " ".join("".join(self.text).split())


class Page(HTMLParser):
    """Every element of a page in the order of the text. Raises AssertionError where elements do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.labelled: set[str] = set()
        self._around: list[Element] = []
        self.feed(text)
        self.close()
        assert self._around == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attributes]
        assert len(names) == len(set(names)), f"an attribute twice in {tag}"
        element = Element(tag, {name: value or "" for name, value in attributes}, [])
        self.elements.append(element)
        inside = [each.tag for each in self._around]
        if tag == "label" or "label" in inside:
            self.labelled |= {element.attributes.get("for", ""), element.attributes.get("id", "")}
        if tag not in VOID:
            self._around.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._around.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self._around:
            element.text.append(data)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        wanted = attributes.items()
        return [each for each in self.elements if each.tag == tag and wanted <= each.attributes.items()]

    def one(self, tag: str, **attributes: str) -> Element:
        (found,) = self.all(tag, **attributes)
        return found

    def by_id(self, name: str) -> Element:
        (found,) = [each for each in self.elements if each.attributes.get("id") == name]
        return found

    @property
    def fields(self) -> list[Element]:
        return [
            each for each in self.elements if "name" in each.attributes and each.tag in ("input", "textarea")
        ]

    @property
    def title(self) -> str:
        return self.one("title").words

    def hidden(self) -> dict[str, str]:
        """What the form sends whatever is filled in."""
        return {
            each.attributes["name"]: each.attributes["value"] for each in self.all("input", type="hidden")
        }
