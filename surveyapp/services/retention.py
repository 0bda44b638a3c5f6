"""Retention: deleting everything of a campaign, because its time is over."""

from __future__ import annotations

from surveyapp.services import Refused, campaigns, downloads
from surveyapp.services.campaigns import Today
from surveyapp.services.respond import State, state_on
from surveyapp.settings import Settings
from surveyapp.store import erasing, sealing

DELETABLE = ("sealed", "released")


def delete(settings: Settings, name: str, patience_seconds: float = sealing.PATIENCE_SECONDS) -> None:
    """Deletes a sealed campaign: its answers, comments and terms, what was decided, planned, and made.

    What left before stays with those who have it. May be repeated after a crash. Raises Refused unless the
    campaign is sealed, and where somebody reads the box for longer than ``patience_seconds``.
    """
    state = campaigns.find(name).state
    if state not in DELETABLE:
        raise Refused(
            f"'{name}' is {state}, and only a sealed campaign is deleted. "
            f"{'Throw a draft away' if state == 'draft' else 'Seal it first'}.",
            f"surveyapp campaign {'discard' if state == 'draft' else 'seal'} {name}",
        )
    try:
        erasing.erase_box(name, patience_seconds)
    except sealing.SealingBlocked:
        raise Refused(
            f"'{name}' is not deleted yet: something else has the answers open, a backup or a database "
            "browser. End that, then delete it again.",
            f"surveyapp campaign delete {name}",
        ) from None
    downloads.forget(settings, name)
    erasing.erase_office(name)


def end(settings: Settings, today: Today, name: str) -> None:
    """What happens at the retention date: a campaign that is over is sealed if nobody did, and deleted.

    Raises Refused where it is a draft or takes answers, and as `delete` does.
    """
    campaign = campaigns.find(name)
    if state_on(campaign, today()) in (State.REHEARSAL, State.OPEN):
        raise Refused(
            f"'{name}' is {campaign.state}: nothing is deleted that still takes answers, or none yet."
        )
    if campaign.state not in DELETABLE:
        campaigns.seal(today, name)
    delete(settings, name)
