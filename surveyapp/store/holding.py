"""Having nothing go on by itself: what a restored backup needs, which does not know what happened since."""

from sqlalchemy import Connection, inspect, select, update

from surveyapp.store.box import intake
from surveyapp.store.invitations import REMINDING, Recipient
from surveyapp.store.office import Campaign
from surveyapp.store.schedule import Scheduled, ScheduledAddress

__all__ = ["hold_box", "hold_office"]


def hold_office(connection: Connection, said: str) -> tuple[str, ...]:
    """Close what is open, whose names it gives, and have what is planned wait for a person, told ``said``.

    E-mails that were on their way are in doubt; no reminder is due. For a layout of any age.
    """
    opened = select(Campaign.name).where(Campaign.state == "open").order_by(Campaign.name)
    names = tuple(connection.scalars(opened))
    planned = update(Scheduled).where(Scheduled.state.in_(("waiting", "doing")))
    tried = update(ScheduledAddress).where(ScheduledAddress.state == "trying")
    held = {
        "campaign": update(Campaign).where(Campaign.state == "open").values(state="closed"),
        "recipient": update(Recipient).where(Recipient.mail.in_(REMINDING)).values(mail="emailed"),
        "scheduled": planned.values(state="late", said=said, claim=None, touched=None),
        "scheduled_address": tried.values(state="in_doubt", reason=said),
    }
    there = inspect(connection)
    for table, statement in held.items():
        if there.has_table(table):
            connection.execute(statement)
    return names


def hold_box(connection: Connection) -> None:
    """Shut every intake."""
    connection.execute(update(intake).values(accepting=False))
