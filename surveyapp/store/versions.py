"""Published versions: which wording is which number of its instrument, since when, and as it was written."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveyapp.extensions import db
from surveyapp.store.office import Campaign, InstrumentVersion, Office, version

__all__ = ["Published", "campaigns_asking", "latest", "newest", "numbered", "of", "publish", "published"]


class Published(Office):
    """An instrument's version that was published.

    `number` counts the versions of one `name` from 1; `source` is the YAML text with its comments;
    `published_on` the day on which staff published it. Nothing of this changes afterwards but `retired`, and
    nothing of its wording: triggers of the database refuse it.
    """

    __tablename__ = "published"
    __table_args__ = (UniqueConstraint("name", "number"), CheckConstraint("number >= 1", "number"))

    hash: Mapped[str] = mapped_column(ForeignKey(InstrumentVersion.hash), primary_key=True)
    name: Mapped[str]
    number: Mapped[int]
    source: Mapped[str]
    published_on: Mapped[date]
    retired: Mapped[bool]
    version: Mapped[InstrumentVersion] = relationship(lazy="joined")


def published(content_hash: str) -> Published | None:
    """The published version with that hash, if there is one."""
    return db.session.get(Published, content_hash)


def numbered(name: str, number: int) -> Published | None:
    """The version of an instrument with that number, if there is one."""
    return db.session.scalar(select(Published).where(Published.name == name, Published.number == number))


def of(name: str) -> Sequence[Published]:
    """Every published version of an instrument, the newest first."""
    found = select(Published).where(Published.name == name)
    return db.session.scalars(found.order_by(Published.number.desc())).all()


def newest(name: str) -> Published | None:
    """The version of an instrument with the highest number that is not retired."""
    found = select(Published).where(Published.name == name, Published.retired == false())
    return db.session.scalar(found.order_by(Published.number.desc()).limit(1))


def latest() -> Sequence[Published]:
    """Of every instrument the version with the highest number, by name; retired or not."""
    last = (
        select(Published.name, func.max(Published.number).label("number")).group_by(Published.name).subquery()
    )
    found = select(Published).join(
        last, (Published.name == last.c.name) & (Published.number == last.c.number)
    )
    return db.session.scalars(found.order_by(Published.name)).all()


def publish(made: Published, content: str) -> None:
    """Keep a version with its canonical JSON, under the next number of its name. Only while `changing`."""
    made.version = version(made.hash, made.name, content)
    last = db.session.scalar(select(func.max(Published.number)).where(Published.name == made.name))
    made.number = (last or 0) + 1
    db.session.add(made)


def campaigns_asking(name: str) -> dict[str | None, list[str]]:
    """The campaigns of an instrument by the hash of the version that they ask; None for drafts."""
    rows = db.session.execute(
        select(Campaign.version_hash, Campaign.name)
        .where(Campaign.instrument == name)
        .order_by(Campaign.name)
    )
    found: dict[str | None, list[str]] = {}
    for content_hash, campaign in rows:
        found.setdefault(content_hash, []).append(campaign)
    return found
