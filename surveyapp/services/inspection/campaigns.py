"""Each campaign's counts: more ballots than invitations, or more responses than ballots, can't be."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.services import campaigns
from surveyapp.services.inspection.findings import Finding, fine, unknown, wrong
from surveyapp.store import box, invitations, office


def look(name: str | None) -> Iterator[Finding]:
    """Looks at one campaign, or at all. Raises Refused where there is none of that name."""
    for campaign in office.campaigns() if name is None else [campaigns.find(name)]:
        if campaign.state != "draft":
            yield _counts(campaign)


def _counts(campaign: office.Campaign) -> Finding:
    responses, (given_out, used) = box.count(campaign.name), invitations.count(campaign.name)
    if given_out and not given_out >= used >= responses:
        return wrong(
            "counts",
            f"{campaign.name}: more responses than ballots, or more ballots than invitations. Somebody made "
            "ballots in another way: do not publish, and look for who has the secrets.",
        )
    if given_out:
        return fine(
            "counts",
            f"{campaign.name}: no more ballots than invitations, and no more responses than ballots.",
        )
    if responses > campaign.invited:
        return wrong(
            "counts",
            f"{campaign.name}: more answered than the {campaign.invited} who were invited. With a group link "
            "somebody answered twice or passed the link on; nothing will leave.",
        )
    if campaign.state not in ("sealed", "released"):
        return unknown(
            "counts",
            f"{campaign.name}: no more answered than the {campaign.invited} invited. Everybody has the same "
            "link, so nobody can tell whether each answered once.",
        )
    return fine("counts", f"{campaign.name}: {responses} answered of {campaign.invited} invited.")
