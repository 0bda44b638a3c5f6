"""A computer that people use one after the other: one browser profile, its history, and its files.

Chromium is started as people have it, with the back/forward cache, and moves through its history as the
Back button does: by the browser, not by a script of the page.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page

from tests.browser.person import HELD
from tests.browsers import ProfileBrowser

WORDS = """() => {
  const typed = [...document.querySelectorAll("input, textarea")].map(field => field.value);
  const state = JSON.stringify(history.state);
  return [document.documentElement.outerHTML, document.title, location.href, state, ...typed].join("\\n");
}"""
SETTLED = 250
"""Milliseconds after which whatever a page does on being shown again is done."""
PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")


@dataclass
class SharedComputer:
    """One profile folder, and the browser that runs on it."""

    start: ProfileBrowser
    profile: Path
    scripts: bool = True
    browser: BrowserContext | None = None

    def sit_down(self) -> Page:
        """Start the browser."""
        self.browser = self.start(self.profile, java_script_enabled=self.scripts)
        return self.browser.pages[0]

    def reopen(self) -> Page:
        """End the browser and start it with the tabs of before; gives the first of them."""
        self.close()
        self.browser = self.start(self.profile, restored=True, java_script_enabled=self.scripts)
        pages = self.browser.pages
        if all(page.url == "about:blank" for page in pages):
            pages.append(self.browser.wait_for_event("page"))
        page = next(page for page in pages if page.url != "about:blank")
        page.wait_for_load_state()
        return page

    def close(self) -> None:
        """End the browser as a person does, after the moment in which it writes down its session."""
        assert self.browser is not None
        self.browser.pages[0].wait_for_timeout(SETTLED)
        self.browser.close()


def look_everywhere(page: Page) -> Iterator[str]:
    """Everything that the next person sees: reloading, back to the first page, forward to the last one."""
    yield look(page)
    page.reload()
    yield look(page)
    for step in (-1, 1):
        while move(page, step):
            yield look(page)
            page.wait_for_timeout(SETTLED)
            yield look(page)


def look(page: Page) -> str:
    """All the words of the page as it is now, those in fields too, and the ids of fields that hold one."""
    for _ in range(100):
        with suppress(Error):  # while one page makes room for the next, neither can be asked
            words: str = page.evaluate(WORDS)
            return "\n".join([words, *(f"holds {name}" for name in page.evaluate(HELD))])
        page.wait_for_timeout(20)
    raise AssertionError("the page does not come to rest")


def move(page: Page, step: int) -> bool:
    """Press Back or Forward; False where the history ends.

    Playwright's own `go_back` waits for a page to load, and one from the cache does not load.
    """
    entries, position = _history(page)
    inside = 0 <= position + step < len(entries)
    if inside:
        session = page.context.new_cdp_session(page)
        session.send("Page.navigateToHistoryEntry", {"entryId": entries[position + step]})
        while _history(page)[1] != position + step:
            page.wait_for_timeout(20)
    return inside


def _history(page: Page) -> tuple[list[int], int]:
    """The entries' ids, and the position among them. A page that is just being exchanged is asked again."""
    for _ in range(100):
        session = page.context.new_cdp_session(page)
        with suppress(Error):
            found = session.send("Page.getNavigationHistory")
            return [entry["id"] for entry in found["entries"]], found["currentIndex"]
        page.wait_for_timeout(20)
    raise AssertionError("the browser does not tell its history")


def files_with(profile: Path, words: list[str]) -> list[str]:
    """The files of a profile in which one of the words stands, plain, as UTF-16 or compressed."""
    files = (file for file in sorted(profile.rglob("*")) if file.is_file() and not file.is_symlink())
    return [str(file.relative_to(profile)) for file in files if holds(file.read_bytes(), words)]


def holds(content: bytes, words: list[str]) -> bool:
    """Whether one of the words stands in the bytes."""
    needles = [word.encode(coding) for word in words for coding in ("utf-8", "utf-16-le")]
    return any(needle in text for text in unpacked(content) for needle in needles)


def unpacked(content: bytes) -> Iterator[bytes]:
    """The bytes, and whatever is compressed in them."""
    yield content
    for found in PACKED.finditer(content):
        try:
            yield zlib.decompressobj(47).decompress(content[found.start() :], 10_000_000)
        except zlib.error:
            continue
