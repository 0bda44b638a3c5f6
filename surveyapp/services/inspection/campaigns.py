"""Each campaign's counts, of which one bounds the next, and the key that signs its ballots."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.services import campaigns, keys
from surveyapp.services.inspection.findings import Finding, fine, unknown, wrong
from surveyapp.store import box, invitations, office


def look(name: str | None) -> Iterator[Finding]:
    """Looks at one campaign, or at all. Raises Refused where there is none of that name."""
    for campaign in office.campaigns() if name is None else [campaigns.find(name)]:
        if campaign.state != "draft":
            yield _counts(campaign)
            yield from _key(campaign.name)


def _key(name: str) -> Iterator[Finding]:
    if keys.is_restored(name):
        words = f"{name}: came back from a backup, and gives out no more ballots. Those that are out count."
        yield unknown("key", words)
    elif shown := keys.shown_fingerprint(name):
        words = f"{name}: the key of its ballots has the fingerprint {shown}, as e-mails and page must show."
        yield fine("key", words)


def _counts(campaign: office.Campaign) -> Finding:
    responses, (given_out, used) = box.count(campaign.name), invitations.count(campaign.name)
    if given_out >= responses and keys.is_restored(campaign.name):
        words = f"{campaign.name}: no more responses than invitations. How many ballots are out is not known."
        return unknown("counts", words)
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
