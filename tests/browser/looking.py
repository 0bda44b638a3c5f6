"""What is wrong with a page as it is shown: for who hears it, for fingers, for a small screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
LOOKS = [("phone", "light"), ("desktop", "dark")]
OTHER_LOOKS = [("phone", "dark"), ("desktop", "light")]
looks = pytest.mark.parametrize(
    ("device", "colours"), [*LOOKS, *(pytest.param(*look, marks=pytest.mark.slow) for look in OTHER_LOOKS)]
)
SMALL = """() => [...document.querySelectorAll(`a, button, .option, textarea, summary,
  input:not([type=radio], [type=checkbox], [type=hidden])`)]
  .filter(e => e.getClientRects().length && !e.closest("p:not(.moves, .exits), li, .unseen"))
  .map(e => [e.outerHTML.slice(0, 120), e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.9 || box.width < 43.9)
  .map(([words, box]) => `${words} ${box.width}x${box.height}`)"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def violations(page: Page) -> str:
    """What axe finds, "" where that is nothing."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    nodes = [(each["id"], node["target"], node["failureSummary"]) for each in found for node in each["nodes"]]
    return "\n".join(f"{name} {target}: {words}" for name, target, words in nodes)


def faults(page: Page) -> str:
    """What is wrong with a page as it is shown now: axe, what is too small to touch, what is too wide."""
    small: list[str] = page.evaluate(SMALL)
    wide = page.evaluate(WIDER)
    return "\n".join(filter(None, [violations(page), *small, f"{wide} px too wide" if wide > 0 else ""]))


def faults_of_file(browser: Browser, file: Path, width: int, colours: str) -> str:
    """What axe finds in a page that lies in a file, and whether it is wider than the screen."""
    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=colours) as context:
        page = context.new_page()
        page.goto(file.as_uri())
        wide = page.evaluate(WIDER)
        return violations(page) + (f"{wide} px too wide" if wide > 0 else "")
