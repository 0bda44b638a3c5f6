"""Publishing: the one data package of a sealed campaign."""

from __future__ import annotations

from pathlib import Path

from surveyapp.release.package import Campaign, Made, package
from surveyapp.release.profile import Profile
from surveyapp.release.terms import Refusal
from surveyapp.services import Refused, campaigns
from surveyapp.services.respond import terms_of, version
from surveyapp.store import box, office

ROW_FILE = "data.csv"


def export(name: str, out: Path) -> Made:
    """Writes the data package of a sealed campaign into a folder and remembers what left.

    A campaign gives one row file, ever: a later export gives the same bytes. Raises Refused, and writes
    nothing, where the campaign's terms do not allow a row file.
    """
    campaign = campaigns.find(name)
    if campaign.version is None or campaign.profile_content is None:
        raise Refused(f"'{name}' is a draft: nobody has answered it. Open it: surveyapp campaign open {name}")
    before = office.release(name)
    left = before.digest if before else None
    asked = Campaign(campaign.state, campaign.invited, terms_of(campaign), campaign.synthetic, left)
    instrument, profile = (
        version(campaign.version.hash, campaign.version.content),
        Profile.from_canonical(campaign.profile_content),
    )
    try:
        made = package(asked, instrument, profile, box.rows(name), out)
    except Refusal as refusal:
        raise Refused(str(refusal)) from None
    if before is None:
        _remember(name, made)
    return made


def _remember(name: str, made: Made) -> None:
    kept = {"k": made.reached, "levels": made.levels, "rows": made.rows}
    with office.changing():
        if office.release(name) is None:  # another process may have exported meanwhile: the same bytes
            office.add_release(name, made.files[ROW_FILE], kept)
            campaigns.find(name).state = "released"
