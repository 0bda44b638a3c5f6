"""Chromium for the tests, driven by Playwright. The tests that use it carry the mark `browser`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright
from playwright.sync_api import TimeoutError as NotInTime

from tests import chromium

UNWANTED = (
    # For each window Chromium prepares the lists under an address bar that nobody sees here, which takes it
    # twice as long as a page of ours.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # Of two such lists Chromium heeds the last, so those of Playwright stand here again.
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
"""Features of Chromium that the tests do without."""

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(UNWANTED)}",
]
BACK_FORWARD_CACHE_OFF = "--disable-back-forward-cache"
NO_WINDOW, LAST_SESSION = "--no-startup-window", "--restore-last-session"

START_PATIENCE = 60_000
"""Milliseconds."""

ProfileBrowser = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of Chromium; without one the test fails, it is not skipped."""
    path = chromium.find()
    if path is None:
        pytest.fail("Chromium is missing: run `make chromium`")
    return path


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    """One Chromium for a session; a test asks it for a context of its own (`browser.new_context()`)."""
    running = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
    yield running
    running.close()


@pytest.fixture
def profile_browser(playwright: Playwright, chromium_path: str) -> Iterator[ProfileBrowser]:
    """Starts Chromium as a person has it: a profile folder on disk, and the back/forward cache switched on.

    Call it with the folder and, where wanted, further options of Playwright's `launch_persistent_context`;
    close the context to look at what the profile kept. `restored` opens the tabs of the last time again.
    """
    with ExitStack() as stack:

        def start(profile: Path, restored: bool = False, **options: Any) -> BrowserContext:
            given: dict[str, Any] = {
                "executable_path": chromium_path,
                "args": [*ARGUMENTS, LAST_SESSION] if restored else ARGUMENTS,
                "ignore_default_args": [BACK_FORWARD_CACHE_OFF, *([NO_WINDOW] if restored else [])],
                "timeout": START_PATIENCE,
                **options,
            }
            try:
                context = playwright.chromium.launch_persistent_context(profile, **given)
            except NotInTime:  # once in some hundred starts on a busy machine Chromium never comes up
                context = playwright.chromium.launch_persistent_context(profile, **given)
            stack.callback(context.close)
            return context

        yield start
