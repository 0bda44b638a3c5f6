"""The workspace as it is served, and people who may sign in to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page

from surveyapp.services import staff
from surveyapp.settings import Settings
from surveyapp.web.application import Application
from tests.browser.conftest import OpenPage
from tests.conftest import MakeApp, settings_at, tested_app
from tests.layouts import empty_again, making
from tests.serving import free_port, running_server


@dataclass
class Workspace:
    """`surveyapp serve` in a process of its own, with an empty office."""

    app: Application
    open_page: OpenPage

    def link(self, *roles: str, choose: bool = False) -> str:
        """A one-time link of a new person with these roles, such as `committee@example.org`."""
        with self.app.app_context():
            person = staff.invite(f"{'.'.join(roles)}@example.org", roles)
            return staff.address(self.app.settings, staff.link(person.number, choose))

    def signed_in(self, *roles: str, device: str = "desktop", **options: Any) -> Page:
        """The start page of a new person with these roles."""
        page = self.open_page(device, **options)
        page.goto(self.link(*roles))
        page.get_by_role("button", name="Sign in").click()
        return page

    def go(self, page: Page, path: str) -> None:
        """Open a path below /staff/, such as `people`."""
        page.goto(urljoin(f"{self.app.settings.url}/staff/", path))


@contextmanager
def serving(
    settings: Settings, make_app: MakeApp, folder: Path, *, with_worker: bool = False, **changes: Any
) -> Iterator[Application]:
    """The application whose databases a served one shares, for settings with some changes."""
    port = free_port()
    changed = replace(settings, url=f"http://127.0.0.1:{port}", **changes)
    app = make_app(changed)
    with running_server(changed, folder / "server.log", port=port, with_worker=with_worker):
        yield app


@pytest.fixture(scope="session")
def served_workspace(
    empty_files: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Application]:
    """The application of a workspace that is served for a session; each test finds it empty."""
    folder = tmp_path_factory.mktemp("workspace")
    with (
        making(tested_app, empty_files) as make,
        serving(settings_at(folder / "home"), make, folder, second_factor="nobody") as app,
    ):
        yield app


@pytest.fixture
def workspace(served_workspace: Application, empty_files: Settings, open_page: OpenPage) -> Workspace:
    """A workspace in which nobody needs a second factor."""
    empty_again(served_workspace.settings, empty_files)
    return Workspace(served_workspace, open_page)
