"""A committee member who words an instrument in the editor, from what another instrument says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from surveyapp.instrument.kinds.base import Item, Options
from surveyapp.instrument.model import Instrument, Section
from surveyapp.instrument.rules import Test
from surveyapp.instrument.words import in_words
from surveyapp.web.staff.editor.words import KINDS, PRIVACY


@dataclass
class Editor:
    """The editor's pages as somebody with a mouse uses them; everything is found by its words."""

    page: Page

    def begin(self, title: str) -> None:
        """A draft from nothing."""
        self.page.get_by_role("link", name="Instruments", exact=True).click()
        self.page.get_by_role("link", name="Word a new instrument").click()
        self.page.get_by_label("Title").fill(title)
        self._press("Begin")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def about(self, introduction: str, contact: str) -> None:
        """What people read first, and whom they ask."""
        self._open("Edit About the survey")
        self.page.get_by_label("Introduction").fill(introduction)
        self.page.get_by_label("Who answers questions about it").fill(contact)
        self._press("Save and go back")

    def scale(self, name: str, points: Options) -> None:
        """A scale that questions can share."""
        self._open("Scales")
        self.page.get_by_label("What it is called").fill(name)
        self._press("Add the scale")
        self._rows("Point", [point.label for point in points.values()])
        self._press("Save and go back")
        self._open("Questions")

    def section(self, section: Section, was: str = "") -> None:
        """A new section, or other words for the one whose heading was `was`."""
        if not was:
            self.page.get_by_label("A new section").fill(section.title)
            self._press("Add the section")
        self._open(f"Edit {was or section.title}")
        self.page.get_by_label("Heading").fill(section.title)
        self.page.get_by_label("Introduction").fill(section.introduction)
        self._press("Save and go back")
        expect(self.page.get_by_role("heading", name=section.title, level=2)).to_be_visible()

    def item(self, section: Section, item: Any) -> None:
        """One question with its answers, its hint, and who may know the answer."""
        self.page.get_by_label(f"A new question in {section.title}").fill(item.ask)
        self.page.get_by_label(f"Answered with in {section.title}").select_option(label=KINDS[item.type])
        self._press(f"Add the question in {section.title}")
        self._open(f"Edit {item.ask}")
        if item.type == "grid":
            self.page.get_by_label("Scale", exact=True).select_option(label="agreement")
            expect(self.page.get_by_role("link", name="Word the scale “agreement”")).to_be_visible()
            self._rows("Statement", list(item.statements.values()))
        elif "options" in type(item).model_fields:
            self._options(item.options)
        self.page.get_by_label("Hint under the question").fill(item.help)
        self.page.get_by_label(PRIVACY[item.privacy]).check()
        self._press("Save and go back")

    def rule(self, instrument: Instrument, item: Item) -> None:
        """Ask an item only of those who said yes to an earlier one."""
        assert isinstance(item.when, Test)
        asked = instrument.items[item.when.subject]
        number = instrument.numbers[asked.name]
        self._open(f"Who is asked {item.ask}")
        self.page.get_by_label("Question").select_option(label=f"{number}. {asked.ask}")
        self.page.get_by_label("Yes", exact=True).check()
        self._press("Save the rule")
        said = self.page.locator("article").filter(has_text=item.ask).get_by_text("Asked if")
        expect(said).to_have_text(f"Asked if {in_words(instrument, item.when)}.")

    def _options(self, options: Options) -> None:
        self._rows("Answer", [option.label for option in options.values()])
        for at, option in enumerate(options.values()):
            for words, wanted in (("Stands alone", option.exclusive), ("Asks for a text", option.other)):
                if wanted:
                    self.page.get_by_label(words).nth(at).check()

    def _rows(self, word: str, labels: list[str]) -> None:
        """The rows of a list, which begins with some empty ones."""
        for number, label in enumerate(labels, start=1):
            row = self._row(word, number)
            if row.count():
                row.fill(label)
            else:
                self.page.get_by_label(f"Another {word.lower()}").fill(label)
                self._press("Keep this and add another")
                expect(row).to_have_value(label)

    def _row(self, word: str, number: int) -> Locator:
        return self.page.get_by_label(f"{word} {number}", exact=True)

    def _open(self, link: str) -> None:
        self.page.get_by_role("link", name=link, exact=True).click()

    def _press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()


def words_of(asked: Instrument) -> list[tuple[object, ...]]:
    """All that people read of each control, who may know its answer, and when it is asked."""
    return [
        (
            control.item.type,
            control.wording,
            control.item.help,
            control.item.privacy,
            [(option.label, option.exclusive, option.other) for option in control.options.values()],
            control.item.when and in_words(asked, control.item.when),
        )
        for control in asked.controls.values()
    ]
