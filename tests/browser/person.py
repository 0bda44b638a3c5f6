"""A person in front of a survey's page: everything is found by what the instrument says, and seen or not.

`Person` only does what a person can: Playwright refuses to press or fill in what is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers
from surveyapp.instrument.rules import Value

SHOWN = """prefix => [...document.querySelectorAll(`[id^="${prefix}-"]`)]
  .filter(element => element.getClientRects().length)
  .map(element => element.id.slice(prefix.length + 1))"""
SENDING = "the-sending"
HELD = """() => [...document.querySelectorAll("input:not([type=hidden]), textarea")]
  .filter(field => /^(radio|checkbox)$/.test(field.type)
    ? field.checked : field.type !== "range" && field.value !== "")
  .map(field => field.id)"""


@dataclass
class Person:
    """Somebody with a page of the survey open; `scripts` and `touch` say what their browser has."""

    page: Page
    instrument: Instrument
    scripts: bool = True
    touch: bool = False

    def open(self, link: str) -> None:
        """Follow the link from the e-mail."""
        self.page.goto(link)

    def press(self, target: Locator) -> None:
        """Tap or click."""
        if self.touch:
            target.tap()
        else:
            target.click()

    @property
    def items(self) -> list[str]:
        """The items that are on the screen, in the order shown."""
        shown: list[str] = self.page.evaluate(SHOWN, "item")
        return shown

    @property
    def held(self) -> list[str]:
        """The ids of every field that holds an answer, shown or not."""
        found: list[str] = self.page.evaluate(HELD)
        return found

    @property
    def part(self) -> str:
        """The section that is on the screen, where they are shown one at a time."""
        name = self.page.locator(".part:visible").get_attribute("id")
        assert name is not None
        return name

    def option(self, control: str, code: str) -> Locator:
        """The row of one answer."""
        return self.page.locator(f"#option-{control}-{code}")

    def field(self, control: str) -> Locator:
        """The field of an answer that is typed."""
        return self.page.locator(f"#{control}")

    def button(self, name: str) -> Locator:
        """The button that is shown under that name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def answer(self, control: str, value: Value) -> None:
        """Answer one question."""
        if not self.instrument.controls[control].options:
            self.field(control).fill(str(value))
            return
        for code in value if isinstance(value, list) else [str(value)]:
            self.press(self.option(control, code))
            expect(self.page.locator(f"#{control}-{code}")).to_be_checked()

    def start(self) -> None:
        """Leave the introduction."""
        if self.scripts:
            self.press(self.button("Start"))

    def go_on(self) -> None:
        """Press the button under the section."""
        self.press(self.button("Continue"))

    def answer_all(self, answers: Answers) -> list[str]:
        """Answer, section by section, from the introduction to where one sends; gives the sections met."""
        if not self.scripts:
            self._answer_shown(answers)
            return [name for name in self.page.evaluate(SHOWN, "section") if name]
        self.start()
        met = []
        while self.part != SENDING:
            met.append(self.part.removeprefix("section-"))
            self._answer_shown(answers)
            self.go_on()
        return met

    def _answer_shown(self, answers: Answers) -> None:
        """In the instrument's order, as what is shown depends on what was answered before."""
        for name, control in self.instrument.controls.items():
            if name in answers and (not self.scripts or control.item.name in self.items):
                self.answer(name, answers[name])

    def send(self) -> None:
        """Send, and wait for the closing page."""
        self.press(self.page.locator("#the-send"))
        self.page.wait_for_url("**/done")
