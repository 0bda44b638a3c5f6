"""Campaigns: one administration of an instrument, from draft over open and closed to sealed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from surveyapp.ballot.links import Links
from surveyapp.release.terms import Terms
from surveyapp.services import Refused, keys, library
from surveyapp.services.respond import State, state_on, survey_of, terms_of
from surveyapp.settings import Settings
from surveyapp.store import box, invitations, office, schedule, sealing

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
MOST_INVITED = 10_000_000
Today = Callable[[], date]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a committee decides before a campaign can open."""

    name: str
    instrument: str
    invited: int
    publish: Literal["rows", "tables"] = "rows"
    k: int = 5
    minimum: int = 10
    smallest_cell: int = 5
    profile: str | None = None
    """The release profile; by default the one named like the instrument."""
    closes: date | None = None
    synthetic: bool = False
    by: Literal["link", "invitation"] = "link"
    code_without_script: bool = False
    """Whether people without script may type their invitation's code, protected by procedure only."""


def create(settings: Settings, plan: Plan) -> None:
    """Makes a draft, whose link is a rehearsal. Raises Refused where the plan cannot work."""
    given = checked(settings, plan)
    with office.changing():
        add_draft(given)


def add_draft(given: dict[str, Any]) -> None:
    """Keeps what is `checked` as a draft. Only while changing. Raises Refused where its name is taken."""
    if not office.add(office.Campaign(**given, state="draft")):
        raise Refused(f"There is a campaign '{given['name']}' already. Choose another name.")


def checked(settings: Settings, plan: Plan) -> dict[str, Any]:
    """What the office keeps of a plan. Raises Refused where the plan cannot work."""
    if not NAME.fullmatch(plan.name):
        raise Refused(
            f"'{plan.name}' cannot name a campaign: use up to 40 lower-case letters, digits and hyphens, "
            "such as needs-2026."
        )
    _check_terms(plan)
    given = asdict(plan) | {"profile": plan.profile or plan.instrument}
    library.profile(settings, given["profile"], library.instrument(settings, plan.instrument))
    return given


def _check_terms(plan: Plan) -> None:
    terms = {"k": plan.k, "smallest cell": plan.smallest_cell, "minimum": plan.minimum}
    for words, value, least in zip(terms, terms.values(), (2, 1, plan.k), strict=True):
        if value < least:
            raise Refused(f"The {words} must be at least {least}; {value} would protect nobody.")
    if max(plan.invited, plan.smallest_cell) > MOST_INVITED:
        raise Refused(f"Neither the invited nor the smallest cell can be more than {MOST_INVITED:,}.")
    if plan.code_without_script and plan.by != "invitation":
        raise Refused("Only invitations have codes. Leave that out, or invite personally.", "--by invitation")
    if plan.invited < plan.minimum:
        raise Refused(
            f"{plan.invited} people are invited, and nothing leaves below {plan.minimum} responses: "
            "invite more people, or agree on a lower minimum.",
            "--minimum N",
        )


def discard(name: str) -> None:
    """Deletes a draft. Raises Refused for anything that has been open."""
    with office.changing():
        campaign = find(name)
        if campaign.state != "draft":
            raise Refused(f"'{name}' has been open: it can be closed and sealed, not discarded.")
        invitations.forget(name)
        office.remove(campaign)
    sealing.scrub_office()


def find(name: str) -> office.Campaign:
    """The campaign of that name. Raises Refused where there is none."""
    campaign = office.campaign(name)
    if campaign is None:
        raise Refused(f"There is no campaign '{name}'. See which there are.", "surveyapp campaign list")
    return campaign


def exists(name: str) -> bool:
    """Whether there is a campaign of that name."""
    return office.campaign(name) is not None


def open_(
    settings: Settings,
    today: Today,
    name: str,
    closes: date | None = None,
    check: Callable[[office.Campaign], None] = lambda _draft: None,
) -> None:
    """Opens a draft, which freezes its version, terms and profile, or a closed campaign again.

    ``closes`` sets or moves the last day; ``check`` may refuse a draft. May be repeated: what a crash left
    half done is completed. Raises Refused for a sealed campaign and where the last day is over.
    """
    with office.changing():
        campaign = find(name)
        if campaign.state not in ("draft", "open", "closed"):
            raise Refused(
                f"'{name}' is {campaign.state}: what is sealed stays sealed. Create a new campaign."
            )
        last_day = closes or campaign.closes
        if last_day is not None and last_day < today():
            raise Refused(
                f"'{name}' would close on {last_day}, which is over. Give a later day.",
                f"surveyapp campaign open {name} --closes DATE",
            )
        if campaign.state == "draft":
            check(campaign)
            _freeze(settings, campaign)
        campaign.closes, campaign.state = last_day, "open"
        # Before this is committed, so that whoever closes or seals comes after it as a whole.
        box.set_accepting(name, accepting=True)


def _freeze(settings: Settings, campaign: office.Campaign) -> None:
    instrument = library.instrument(settings, campaign.instrument)
    profile = library.profile(settings, campaign.profile, instrument)
    if campaign.by == "invitation":
        keys.check_address(settings)
        keys.make(settings, campaign.name)
    campaign.version = office.version(instrument.hash, instrument.name, instrument.canonical)
    campaign.profile_content = profile.canonical


def close(name: str) -> None:
    """Stops a campaign from taking answers; it may be opened again. Raises Refused unless it is open."""
    with office.changing():
        campaign = find(name)
        if campaign.state not in ("open", "closed"):
            raise Refused(f"'{name}' is {campaign.state}; only an open campaign can be closed.")
        box.set_accepting(name, accepting=False)
        invitations.end_round(name)
        campaign.state = "closed"


def seal(today: Today, name: str, patience_seconds: float = sealing.PATIENCE_SECONDS) -> None:
    """Ends a campaign for good: nothing tells in which order answers came, and no receipt matches any more.

    May be repeated: what a crash left half done is completed. Raises Refused while the campaign is open, and
    where somebody reads the box for longer than ``patience_seconds``.
    """
    with office.changing():
        campaign = find(name)
        if campaign.state in ("sealed", "released"):
            raise Refused(f"'{name}' is {campaign.state} already.")
        if campaign.state != "sealing":
            if state_on(campaign, today()) is not State.CLOSED:
                raise Refused(
                    f"'{name}' is {campaign.state}. Close it first.", f"surveyapp campaign close {name}"
                )
            campaign.state = "sealing"
    try:
        sealing.seal_box(name, patience_seconds=patience_seconds)
    except sealing.SealingBlocked:
        raise Refused(
            f"'{name}' is shut but not sealed yet: something else has its answers open, a backup or a "
            "database browser. End that, then seal it again.",
            f"surveyapp campaign seal {name}",
        ) from None
    with office.changing():
        invitations.forget(name)
        schedule.forget_addresses(name)
    sealing.scrub_office()
    with office.changing():
        campaign = find(name)
        if campaign.state == "sealing":
            campaign.state = "sealed"


def link(settings: Settings, name: str) -> str:
    """The address that everybody invited gets; of a draft, the rehearsal.

    Raises Refused where everybody has a link of their own.
    """
    campaign = find(name)
    if campaign.by == "invitation" and campaign.state != "draft":
        raise Refused(
            f"'{name}' is by invitation, so nobody has the same link. Send everybody theirs.",
            f"surveyapp invite {name} --roster FILE",
        )
    return f"{settings.url.rstrip('/')}/s/{token(settings, name)}"


def token(settings: Settings, name: str) -> str:
    """What stands for the campaign in its addresses."""
    return Links(settings.secrets).token(name)


@dataclass(frozen=True)
class Status:
    """A campaign as its committee sees it: how many answered, never what and never who.

    Until sealing ``responses`` is what `shown` says.
    """

    name: str
    state: str
    title: str
    instrument: str
    version: str
    profile: str
    terms: Terms
    invited: int
    responses: int
    rounded: bool
    closes: date | None
    synthetic: bool
    by: str
    fingerprint: str
    """Of the key that signs ballots, for people to compare; "" where there is none."""
    restored: bool
    """Whether its key came back from a backup: ballots that are out are taken, and there are no more."""

    def plain(self) -> dict[str, Any]:
        """The status for a script: the terms beside the rest, the date as ISO text."""
        flat = {**asdict(self), **asdict(self.terms), "closes": self.closes and self.closes.isoformat()}
        del flat["terms"]
        return flat


def shown(responses: int, k: int, minimum: int) -> int:
    """How many answered, as it is said until sealing: rounded down to a multiple of k, or to the minimum.

    So nobody's answering shows. A closed campaign may be opened again for one person, so it is no different.
    """
    return max(responses - responses % k, minimum if responses >= minimum else 0)


def status(settings: Settings, today: Today, name: str) -> Status:
    """Where a campaign stands. Raises Refused where there is none."""
    return _status(settings, today(), find(name))


def list_(settings: Settings, today: Today) -> list[Status]:
    """Where every campaign stands, by name."""
    return [_status(settings, today(), campaign) for campaign in office.campaigns()]


def _status(settings: Settings, today: date, campaign: office.Campaign) -> Status:
    state = state_on(campaign, today)
    rounded = state in (State.OPEN, State.CLOSED)
    count = box.count(campaign.name)
    title, version, minimum = _asked(settings, today, campaign)
    return Status(
        name=campaign.name,
        state="closed" if state is State.CLOSED and campaign.state == "open" else campaign.state,
        title=title,
        instrument=campaign.instrument,
        version=version,
        profile=campaign.profile,
        terms=terms_of(campaign),
        invited=campaign.invited,
        responses=shown(count, campaign.k, minimum) if rounded else count,
        rounded=rounded,
        closes=campaign.closes,
        synthetic=campaign.synthetic,
        by=campaign.by,
        fingerprint=keys.shown_fingerprint(campaign.name),
        restored=keys.is_restored(campaign.name),
    )


def _asked(settings: Settings, today: date, campaign: office.Campaign) -> tuple[str, str, int]:
    """Title and version of what is asked, or why that cannot be said, which hides no other campaign.

    With them the minimum that holds.
    """
    try:
        survey = survey_of(campaign, settings, today)
    except Refused as refusal:
        return f"({str(refusal).splitlines()[0].rstrip(':.')})", "", campaign.minimum
    return survey.instrument.title, survey.version, survey.terms.minimum
