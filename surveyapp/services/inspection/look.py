"""The whole look, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from surveyapp.services.inspection import campaigns, databases, files
from surveyapp.services.inspection.findings import Finding, fine, wrong
from surveyapp.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def look(
    settings: Settings, campaign: str | None, logs: Iterable[BinaryIO] = (), backups: Iterable[Path] = ()
) -> Iterator[Finding]:
    """Looks at the current app's installation, and changes nothing.

    ``logs`` are searched beside those in the usual folders. Raises Refused where there is no such campaign.
    """
    yield from campaigns.look(campaign)
    yield from databases.look()
    yield from files.home(settings)
    yield _address(settings)
    yield files.proxy(settings)
    yield from files.logs(logs)
    yield from files.backups(settings, backups)


def _address(settings: Settings) -> Finding:
    address = urlsplit(settings.url)
    if address.scheme == "https" or address.hostname in LOOPBACK:
        return fine("address", f"Links lead to {settings.url}.")
    return wrong(
        "address",
        f"Links lead to {settings.url}, which anybody on the way can read. Put a proxy with HTTPS in front, "
        "and set SURVEYAPP_URL to its address.",
    )
