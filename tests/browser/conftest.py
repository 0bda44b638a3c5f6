"""The site, and browsers of different people, whose pages must not run into errors of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.person import Person
from tests.browser.site import Campaign, Site, running_site

PHONE: dict[str, Any] = {
    "viewport": {"width": 375, "height": 812},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
DEVICES = {"phone": PHONE, "desktop": DESKTOP}
PATIENCE = 10_000

OpenPage = Callable[..., Page]
Meet = Callable[..., Person]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One served site for a session; a test asks it for a campaign of its own."""
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens a page in a browser of its own: `open_page(device="desktop", scripts=True, **options)`.

    In the end no page may have raised an error or met its own content policy.
    """
    trouble: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of" not in message.text and "net::" not in message.text:
            trouble.append(message.text)

    with ExitStack() as stack:

        def start(device: str = "desktop", scripts: bool = True, **options: Any) -> Page:
            context = browser.new_context(**DEVICES[device] | {"java_script_enabled": scripts} | options)
            context.set_default_timeout(PATIENCE)
            context.on("weberror", lambda error: trouble.append(str(error.error)))
            context.on("console", heard)
            stack.callback(context.close)
            return context.new_page()

        yield start
    assert trouble == []


@pytest.fixture
def meet(open_page: OpenPage) -> Meet:
    """A person who has followed a campaign's link: `meet(campaign, device="desktop", scripts=True)`."""

    def start(campaign: Campaign, device: str = "desktop", scripts: bool = True, **options: Any) -> Person:
        page = open_page(device, scripts, **options)
        person = Person(page, campaign.instrument, scripts, touch=device == "phone")
        person.open(campaign.link)
        return person

    return start
