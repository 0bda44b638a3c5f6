"""Personal invitations: who gets one, one e-mail a person, and reminders for those who have not answered.

What becomes of an e-mail is kept before it is handed to the mail server and again afterwards. Whatever is cut
off in between is in doubt, and is not sent a second time.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from surveyapp.ballot.codes import Codes, code_digest
from surveyapp.ballot.proofs import fingerprint, grouped, to_text
from surveyapp.mail.letters import Letter
from surveyapp.mail.personal import personal_invitation, personal_reminder
from surveyapp.mail.send import Failure, MailUnavailable, check_available, send_one
from surveyapp.mail.texts import Invitation
from surveyapp.services import Refused, campaigns, invite, keys
from surveyapp.services.campaigns import Today
from surveyapp.services.respond import State, Survey, state_on, survey_of
from surveyapp.services.roster import Roster
from surveyapp.settings import Settings
from surveyapp.store import invitations, office

NOT_REMINDED = "Some reminders could not be delivered. Try again later: nobody gets a second one."
"""All that is said where reminders fail: whose they are would tell who has not answered."""
Tell = Callable[[str, int, int], None]
GoingOn = Callable[[], bool]
"""Says before each e-mail whether to go on."""
Begin = Callable[[Sequence[str]], None]
"""Is given whom a new round of reminders is for, and keeps that, unless the round has begun before."""
Writing = Callable[[Invitation, str], Letter]


@dataclass(frozen=True)
class Mailed:
    """What became of the e-mails of one run.

    ``sent`` is a number of e-mails; ``failures`` reached nobody and are tried again by a later run;
    ``doubtful`` are addresses whose e-mail was cut off, now or before: it may or may not have arrived.
    ``stopped`` tells that a later run is to go on.
    """

    sent: int
    failures: tuple[Failure, ...]
    doubtful: tuple[str, ...]
    stopped: bool = False


def _to_nobody(_what: str, _done: int, _whole: int) -> None:
    """Says nothing of how far it is."""


def _to_the_end() -> bool:
    return True


def enrol(settings: Settings, name: str, roster: Roster) -> int:
    """Gives everybody on the roster an invitation who has none yet; how many that were.

    Raises Refused unless the campaign is by invitation and open, or a draft, and where it is not for so many.
    """
    with office.changing():
        campaign = _personal(name)
        if campaign.state not in ("draft", "open"):
            raise Refused(f"'{name}' is {campaign.state}: nobody more is invited. Nothing was sent.")
        known = {address.lower() for address in invitations.recipients(name)}
        new = [address for address in roster.addresses if address.lower() not in known]
        if len(known) + len(new) > campaign.invited:
            raise Refused(
                f"'{name}' is for {campaign.invited} people, and with this roster "
                f"{len(known) + len(new)} would be invited. Nothing was sent. Take some out of the roster."
            )
        codes = Codes(settings.secrets)
        people = [(each, code_digest(name, next(codes.of(name, each.lower())))) for each in new]
        invitations.add(name, people)
    return len(new)


def send_invitations(
    settings: Settings,
    today: Today,
    name: str,
    tell: Tell = _to_nobody,
    going_on: GoingOn = _to_the_end,
) -> Mailed:
    """Sends each invitation that has not gone out yet; ``tell`` is told how far it is.

    Raises Refused unless the campaign is open and by invitation, and where no mail can be sent.
    """
    post = _Post(settings, today, name)
    found = invitations.recipients(name)
    waiting = [address for address, mail in found.items() if mail == "waiting"]
    return post.deliver(waiting, personal_invitation, ("waiting", "sending"), tell, going_on)


def send_reminders(settings: Settings, today: Today, name: str, new_round: bool = False) -> Mailed:
    """Reminds everybody whose invitation is unused. How far it is would tell how many these are.

    A round that did not reach everybody is finished before there is another, unless that is asked for.

    Raises Refused as `send_invitations` does.
    """
    post = _Post(settings, today, name)
    invitations.start_round(name, post.reminded(), anew=new_round)
    return post.finish_round(_to_the_end)


def send_planned_invitations(settings: Settings, today: Today, name: str, going_on: GoingOn) -> Mailed:
    """Sends what `send_invitations` does. Raises Refused as it does, and where the roster is empty."""
    if not invitations.recipients(name):
        raise Refused(f"Nobody is on the roster of '{name}'. Put the people there, then do it again.")
    return send_invitations(settings, today, name, going_on=going_on)


def send_planned_reminders(
    settings: Settings, today: Today, name: str, begin: Begin, going_on: GoingOn
) -> Mailed:
    """Reminds everybody whose invitation is unused, once, however often a planned round is taken up again.

    Raises Refused as `send_invitations` does.
    """
    post = _Post(settings, today, name)
    begin(post.reminded())
    return post.finish_round(going_on)


def letters(settings: Settings, today: Today, name: str) -> tuple[Letter, Letter]:
    """How the invitation and the reminder read, with words where each person's own link stands."""
    survey = survey_of(campaigns.find(name), settings, today())
    said = invite.about(survey, "(the link of that person)")
    code = grouped(fingerprint(survey.key)) if survey.key else "(it is made at the launch)"
    return personal_invitation(said, code), personal_reminder(said, code)


class _Post:
    """Sends to the people of one campaign that is open and by invitation."""

    def __init__(self, settings: Settings, today: Today, name: str) -> None:
        campaign = _personal(name)
        if campaign.state == "draft":
            raise Refused(f"'{name}' is a draft. Open it first.", f"surveyapp campaign open {name}")
        self._survey: Survey = survey_of(campaign, settings, today())
        if self._survey.state is not State.OPEN:
            raise Refused(f"'{name}' is {self._survey.state}: nobody could answer. Nothing was sent.")
        try:
            check_available(settings)
        except MailUnavailable as unavailable:
            raise Refused(f"No e-mail was sent: {unavailable}.") from None
        self._settings, self._today, self._name = settings, today, name
        self._codes = Codes(settings.secrets)
        self._unused = invitations.unused(name)
        self._all = self._unused | invitations.used(name)
        self._link = f"{settings.url.rstrip('/')}/i/{campaigns.token(settings, name)}"
        self._about = invite.about(self._survey, self._link)
        # Before anybody's e-mail counts as on its way.
        invite.checked(personal_invitation(self._about, ""))
        office.let_go()

    def _code(self, address: str) -> bytes:
        """The code of an address, whichever secret it was made with."""
        for code in self._codes.of(self._name, address.lower()):
            if code_digest(self._name, code) in self._all:
                return code
        raise Refused(
            f"The secret with which '{self._name}' invited people is not among SURVEYAPP_SECRETS any more. "
            "Put it back, before the newest one: without it no link can be made again. Nothing was sent."
        )

    def _is_unused(self, address: str) -> bool:
        return code_digest(self._name, self._code(address)) in self._unused

    def reminded(self) -> list[str]:
        """Whom a new round is for: everybody who was invited and whose invitation is unused."""
        found = invitations.recipients(self._name)
        return [address for address, mail in found.items() if mail != "waiting" and self._is_unused(address)]

    def finish_round(self, going_on: GoingOn) -> Mailed:
        """Reminds those whose reminder is due, if their invitation is still unused.

        A campaign that is shut meanwhile ends the round.
        """
        found = invitations.recipients(self._name)
        due = {address: self._is_unused(address) for address, mail in found.items() if mail == "overdue"}
        invitations.mark_all(self._name, [each for each, unused in due.items() if not unused], "emailed")
        remaining = [each for each, unused in due.items() if unused]
        mailed = self.deliver(remaining, personal_reminder, ("overdue", "nudging"), _to_nobody, going_on)
        if self._is_shut():
            with office.changing():
                invitations.end_round(self._name)
            return replace(mailed, stopped=False)
        if not mailed.stopped:
            invitations.end_doubt(self._name)
        return mailed

    def deliver(
        self,
        addresses: Sequence[str],
        writing: Writing,
        steps: tuple[str, str],
        tell: Tell,
        going_on: GoingOn,
    ) -> Mailed:
        """Sends one e-mail to each address still at the first of the steps; the second is on the way.

        In an order that is chance: that of the addresses would let anybody with one before a colleague's and
        one after it see whether the colleague got an e-mail.
        """
        links = [(address, self._personal_link(address)) for address in addresses]
        secrets.SystemRandom().shuffle(links)
        before, on_the_way = steps
        failures, sent, stopped = [], 0, False
        for count, (address, link) in enumerate(links):
            tell("Sending", count, len(links))
            if stopped := not going_on():
                break
            if not invitations.claim(self._name, address, before, on_the_way):
                continue
            if stopped := self._is_shut():
                invitations.claim(self._name, address, on_the_way, before)
                break
            if not invitations.is_unused(self._name, code_digest(self._name, self._code(address))):
                invitations.claim(self._name, address, on_the_way, "emailed")
                continue
            letter = writing(replace(self._about, link=link), grouped(fingerprint(self._survey.key)))
            failure = send_one(self._settings, letter, address)
            if failure is None or not failure.doubtful:
                invitations.claim(self._name, address, on_the_way, "emailed" if failure is None else before)
            if failure is None:
                sent += 1
            elif not failure.doubtful:
                failures.append(failure)
        return Mailed(sent, tuple(failures), self._in_doubt(on_the_way), stopped)

    def _is_shut(self) -> bool:
        shut = state_on(campaigns.find(self._name), self._today()) is not State.OPEN
        office.let_go()
        return shut

    def _in_doubt(self, on_the_way: str) -> tuple[str, ...]:
        found = invitations.recipients(self._name)
        return tuple(address for address, mail in found.items() if mail == on_the_way)

    def _personal_link(self, address: str) -> str:
        return f"{self._link}#{to_text(self._code(address))}.{to_text(fingerprint(self._survey.key))}"


def _personal(name: str) -> office.Campaign:
    campaign = campaigns.find(name)
    if campaign.by != "invitation":
        raise Refused(
            f"'{name}' has one link for everybody. Send that, or the reminder with it.",
            f"surveyapp invite {name} [--remind] --to ADDRESS",
        )
    if keys.is_restored(name):
        raise Refused(
            f"'{name}' was restored from a backup, so it gives out no more ballots, and who got an e-mail "
            "since then is not known. Nothing was sent. To let others answer, create a new campaign."
        )
    return campaign
