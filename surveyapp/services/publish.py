"""Publishing: the one data package of a sealed campaign."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version as installed
from pathlib import Path

from surveyapp.instrument.model import Instrument
from surveyapp.release.contents import FORMATS
from surveyapp.release.gate import ROW_FILE, Left, admit_again
from surveyapp.release.package import Campaign, Delivery, Made, package
from surveyapp.release.profile import Profile
from surveyapp.release.terms import Refusal
from surveyapp.release.write import Tell, tell_nobody
from surveyapp.services import Refused, campaigns
from surveyapp.services.library import version
from surveyapp.services.respond import terms_of
from surveyapp.store import box, office

__all__ = ["FORMATS", "Made", "Tell", "asked_of", "export"]

WRITERS = ("surveyapp", "numpy", "pandas", "pyarrow", "pyreadstat", "scipy", "XlsxWriter")
"""What has a part in the bytes of a package, beside Python."""


def export(name: str, out: Path, formats: Sequence[str] = (), tell: Tell = tell_nobody) -> Made:
    """Writes the data package of a sealed campaign into a folder, or a .zip file, and remembers what left.

    A campaign gives one row file, ever: a later export, in whatever ``formats`` of `FORMATS`, gives the same
    rows, and the same bytes from the same versions. ``tell`` is told how far it is. Raises Refused, and
    writes nothing, where the campaign's terms do not allow what is asked for.
    """
    asked, instrument, profile = asked_of(name)
    versions = {each: installed(each) for each in WRITERS} | {"Python": platform.python_version()}
    delivery = Delivery(formats, versions, partial(_remember, name, versions), tell)
    try:
        return package(asked, instrument, profile, box.rows(name), out, delivery)
    except Refusal as refusal:
        raise Refused(str(refusal)) from None


def asked_of(name: str) -> tuple[Campaign, Instrument, Profile]:
    """What the gate asks of a campaign, and the instrument and profile with which it opened.

    Raises Refused for a draft, and where there is no such campaign.
    """
    campaign = campaigns.find(name)
    if campaign.version is None or campaign.profile_content is None:
        raise Refused(
            f"'{name}' is a draft: nobody has answered it. Open it.", f"surveyapp campaign open {name}"
        )
    asked = Campaign(
        state=campaign.state,
        invited=campaign.invited,
        terms=terms_of(campaign),
        synthetic=campaign.synthetic,
        left=_left(name),
        name=name,
        responses=box.count(name),
    )
    instrument = version(campaign.version.hash, campaign.version.content)
    profile = Profile.from_canonical(campaign.profile_content)
    # What follows is slow, and whoever keeps reading the office keeps others from writing it.
    office.let_go()
    return asked, instrument, profile


def _left(name: str) -> Left | None:
    before = office.release(name)
    return Left(before.made["files"], before.made["versions"]) if before else None


def _remember(name: str, versions: dict[str, str], made: Made) -> None:
    """Keep what leaves before it is there. Raises Refusal where something else left meanwhile."""
    leaving = Left(made.files, versions)
    with office.changing():
        before, left = office.release(name), _left(name)
        admit_again(leaving, left)
        leaving = left.followed_by(leaving) if left else leaving
        kept = {
            "files": dict(leaving.files),
            "versions": versions,
            "k": made.reached,
            "levels": made.levels,
            "rows": made.rows,
        }
        if before is None:
            office.add_release(name, made.files.get(ROW_FILE, made.digest), kept)
            campaigns.find(name).state = "released"
        else:
            # What a report remembers stays.
            before.made = before.made | kept
            before.digest = made.files.get(ROW_FILE, before.digest)
