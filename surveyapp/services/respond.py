"""Answering: what a link leads to, and what becomes of what is sent. The path that every response takes."""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum, auto
from typing import Literal, cast

from surveyapp import store
from surveyapp.ballot.links import BadLink, Links
from surveyapp.ballot.proofs import read_proof
from surveyapp.ballot.receipts import BadReceipt, receipt, serial_of
from surveyapp.ballot.serials import Ballots, comment_id, new_serial, response_id
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers, on_path
from surveyapp.release.profile import Profile, terms_with
from surveyapp.release.terms import Terms
from surveyapp.services import library
from surveyapp.services.spending import Declined, NotIssued, spend
from surveyapp.settings import Settings
from surveyapp.store import box, invitations, office

Publish = Literal["rows", "tables"]

TOKEN = re.compile(r"[a-z0-9-]+\.[A-Za-z0-9_-]+")
"""What a link's token is made of. Decoders of signatures skip all else, so that one link had many spellings,
which pages and redirects would carry on."""
SMALL_GROUP = 50
"""Below this number of invited people rows single out more, and a common link is answered twice unseen."""
REMEMBERED_FOR = 1.0
"""Seconds for which a process remembers a campaign; the final insert always asks the box."""


class UnknownLink(Exception):
    """The link leads nowhere: it is broken, or its campaign is gone."""


class State(StrEnum):
    """What a campaign's link means now."""

    REHEARSAL = auto()
    OPEN = auto()
    CLOSED = auto()
    SEALED = auto()


class Outcome(Enum):
    """What became of a response that was sent."""

    RECORDED = auto()
    REHEARSED = auto()
    CLOSED = auto()


class Withdrawal(Enum):
    """What became of a wish to take a response back."""

    WITHDRAWN = auto()
    UNKNOWN = auto()
    MISTYPED = auto()
    TOO_LATE = auto()
    REHEARSED = auto()


@dataclass(frozen=True, slots=True)
class Survey:
    """A campaign as its respondents meet it."""

    campaign: str
    state: State
    instrument: Instrument
    terms: Terms
    profile: str
    invited: int
    synthetic: bool
    closes: date | None
    by: str = "link"
    code_without_script: bool = False
    key: bytes = b""
    """The public key that signs ballots, in DER; b"" before opening and after sealing."""
    restored: bool = False
    """Whether the key came back from a backup, without what signs: there are no more ballots."""

    @property
    def personal(self) -> bool:
        """Whether answers are taken with invitations alone; a rehearsal is open to whoever has its link."""
        return self.by == "invitation" and self.state is not State.REHEARSAL

    @property
    def version(self) -> str:
        """The hash of the instrument's version."""
        return self.instrument.hash


def state_on(campaign: office.Campaign, today: date) -> State:
    """What the campaign's link means on a day: an open one is closed once its last day is over."""
    if campaign.state == "draft":
        return State.REHEARSAL
    if campaign.state == "open":
        return State.CLOSED if campaign.closes and today > campaign.closes else State.OPEN
    return State.CLOSED if campaign.state == "closed" else State.SEALED


class Respond:
    """Answering for one application; ``today`` gives the date where the campaigns are."""

    def __init__(
        self,
        settings: Settings,
        today: Callable[[], date],
        seconds: Callable[[], float] = time.monotonic,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ):
        self._settings, self._today, self._seconds, self._random_bytes = (
            settings,
            today,
            seconds,
            random_bytes,
        )
        self._links, self._ballots = Links(settings.secrets), Ballots(settings.secrets)
        self._remembered: dict[str, tuple[float, date, Survey]] = {}

    def survey(self, token: str) -> Survey:
        """The survey that a link leads to. Raises UnknownLink."""
        if not TOKEN.fullmatch(token):
            raise UnknownLink
        now, today = self._seconds(), self._today()
        known = self._remembered.get(token)
        if known is None or known[0] < now or known[1] != today:
            known = self._remembered[token] = (now + REMEMBERED_FOR, today, self._look_up(token, today))
        return known[2]

    def _look_up(self, token: str, today: date) -> Survey:
        self._remembered.pop(token, None)
        try:
            campaign = office.campaign(self._links.campaign(token))
        except BadLink:
            raise UnknownLink from None
        if campaign is None:
            raise UnknownLink
        return survey_of(campaign, self._settings, today)

    def ballot(self, survey: Survey) -> tuple[str, str]:
        """A fresh ballot for one page: the signed text for the form, and the receipt to write down.

        Both are "" where the page's script makes them, so that we never see the one with the other.
        """
        if survey.personal and not survey.code_without_script:
            return "", ""
        serial = new_serial(self._random_bytes)
        return self._ballots.sign(serial, *_for(survey)), receipt(serial)

    def receipt(self, survey: Survey, ballot: str, by_code: bool = False) -> str:
        """The receipt that belongs to a ballot, for a form that is given back. Raises BadBallot.

        ``by_code``: the ballot is that of somebody without script.
        """
        return receipt(self._serial(survey, ballot, by_code))

    def spent(self, survey: Survey, ballot: str, by_code: bool = False) -> bool:
        """Whether a response has come with the ballot; no rehearsal ever spends one. Raises BadBallot."""
        serial = self._serial(survey, ballot, by_code)
        rehearsal = survey.state is State.REHEARSAL
        return not rehearsal and box.has(survey.campaign, response_id(survey.campaign, serial))

    def submit(self, survey: Survey, ballot: str, answers: Answers) -> Outcome:
        """Records the answers that are on the path, once for each ballot, whatever else is sent.

        Raises BadBallot where the ballot is not one of ours for this campaign, version and state.
        """
        if survey.personal and not survey.key:  # sealing has destroyed it, so nothing can be checked any more
            return Outcome.CLOSED
        return self._record(survey, self._serial(survey, ballot), answers)

    def submit_with_code(self, survey: Survey, ballot: str, code: str, answers: Answers) -> Outcome:
        """Records the answers of somebody without script, who types the code of an invitation.

        Raises BadBallot as `submit` does, and NotIssued where the code is not good for this ballot.
        """
        serial = self._signed(survey, ballot)
        if survey.state is not State.OPEN:
            return Outcome.CLOSED
        if survey.restored:
            raise NotIssued(Declined.RESTORED)
        spend(survey.campaign, code, serial)
        return self._record(survey, serial, answers)

    def _serial(self, survey: Survey, ballot: str, by_code: bool = False) -> bytes:
        if survey.personal and not by_code:
            return read_proof(ballot, survey.key)
        return self._signed(survey, ballot)

    def _signed(self, survey: Survey, ballot: str) -> bytes:
        return self._ballots.read(ballot, *_for(survey))

    def _record(self, survey: Survey, serial: bytes, answers: Answers) -> Outcome:
        if survey.state is State.REHEARSAL:
            return Outcome.REHEARSED
        identity = response_id(survey.campaign, serial)
        if survey.state is not State.OPEN:
            return Outcome.RECORDED if box.has(survey.campaign, identity) else Outcome.CLOSED
        stored, comments = _apart(survey, serial, answers)
        inserted = box.insert(survey.campaign, identity, stored, comments)
        return Outcome.CLOSED if inserted is box.Inserted.SHUT else Outcome.RECORDED

    def withdraw(self, survey: Survey, text: str) -> Withdrawal:
        """Takes back the response that the receipt belongs to, its comments with it."""
        try:
            serial = serial_of(text)
        except BadReceipt:
            return Withdrawal.MISTYPED
        if survey.state is State.REHEARSAL:
            return Withdrawal.REHEARSED
        if survey.state is not State.OPEN:
            return Withdrawal.TOO_LATE
        controls = survey.instrument.controls.values()
        comments = [comment_id(survey.campaign, each.name, serial) for each in controls if each.apart]
        identity = response_id(survey.campaign, serial)
        if box.withdraw(survey.campaign, identity, comments):
            return Withdrawal.WITHDRAWN
        # Still there, though it can't be taken back: the survey has closed since this process looked.
        return Withdrawal.TOO_LATE if box.has(survey.campaign, identity) else Withdrawal.UNKNOWN


def columns() -> dict[str, list[str]]:
    """The columns of every table in both databases, by table: what respondents are told is stored."""
    return store.columns()


def survey_of(campaign: office.Campaign, settings: Settings, today: date) -> Survey:
    """A campaign as its respondents meet it on a day: a draft asks what the instrument's file says now."""
    instrument = instrument_of(campaign, settings)
    profile = profile_of(campaign, settings, instrument)
    key = invitations.key(campaign.name) if campaign.by == "invitation" else None
    return Survey(
        campaign.name,
        state_on(campaign, today),
        instrument,
        terms_with(profile, terms_of(campaign)),
        campaign.profile,
        campaign.invited,
        campaign.synthetic,
        campaign.closes,
        campaign.by,
        campaign.code_without_script,
        b"" if key is None else key.public,
        key is not None and not key.private,
    )


def instrument_of(campaign: office.Campaign, settings: Settings) -> Instrument:
    """What a campaign asks: its own version, or while it is a draft what the library has now."""
    if campaign.version is None:
        return library.instrument(settings, campaign.instrument)
    return library.version(campaign.version.hash, campaign.version.content)


def profile_of(campaign: office.Campaign, settings: Settings, instrument: Instrument) -> Profile:
    """What may leave of a campaign: its own profile, or while it is a draft what the library has now."""
    if campaign.profile_content is None:
        return library.profile(settings, campaign.profile, instrument)
    return Profile.from_canonical(campaign.profile_content)


def terms_of(campaign: office.Campaign) -> Terms:
    """The terms that the campaign was created with; its profile may ask for more."""
    publish = cast("Publish", campaign.publish)
    return Terms(publish, campaign.k, campaign.minimum, campaign.smallest_cell)


def _for(survey: Survey) -> tuple[str, str, bool]:
    """What a ballot of ours holds for: the campaign, what its page showed, and whether that rehearses."""
    terms = survey.terms
    shown = f"{survey.version}-{terms.publish}-{terms.k}-{terms.minimum}-{terms.smallest_cell}"
    return survey.campaign, shown, survey.state is State.REHEARSAL


def _apart(survey: Survey, serial: bytes, answers: Answers) -> tuple[str, list[box.Comment]]:
    """The answers on the path as canonical JSON, and the comments among them, which can't be joined to it."""
    controls = survey.instrument.controls
    kept = on_path(survey.instrument, answers)
    stored = {name: value for name, value in kept.items() if not controls[name].apart}
    comments = [
        box.Comment(comment_id(survey.campaign, name, serial), name, str(value))
        for name, value in kept.items()
        if controls[name].apart
    ]
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":")), comments
