"""Drafts of instruments: the text that staff work on, and what it was before, so that nothing is lost."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, delete, select, text
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.extensions import db
from surveyapp.store import office

__all__ = [
    "Draft",
    "DraftRevision",
    "add",
    "changing",
    "draft",
    "drafts",
    "keep",
    "newest",
    "remove",
    "revision",
]

ONE_AT_A_TIME = text("LOCK TABLE draft IN SHARE ROW EXCLUSIVE MODE")


class Draft(office.Office):
    """An instrument that somebody words: its newest revision, and when that was made.

    That moment is in seconds since 1970 UTC.
    """

    __tablename__ = "draft"
    __table_args__ = (CheckConstraint("length(name) BETWEEN 1 AND 40", "name"),)

    name: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int]
    changed: Mapped[int] = mapped_column(BigInteger)


class DraftRevision(office.Office):
    """What a draft said from one change to the next: its text, whose change it was, and what was changed.

    Changes with the same `mark` are one for undoing. `undo` and `redo` are the revisions whose text comes
    back then.
    """

    __tablename__ = "draft_revision"

    draft: Mapped[str] = mapped_column(ForeignKey(Draft.name), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    by: Mapped[str]
    said: Mapped[str]
    mark: Mapped[str]
    undo: Mapped[int | None]
    redo: Mapped[int | None]


def changing() -> AbstractContextManager[None]:
    """One transaction that changes drafts, one at a time."""
    return office.changing(ONE_AT_A_TIME)


def draft(name: str) -> Draft | None:
    """The draft of that name, if there is one."""
    return db.session.get(Draft, name)


def drafts() -> Sequence[Draft]:
    """Every draft, the one changed last first."""
    return db.session.scalars(select(Draft).order_by(Draft.changed.desc(), Draft.name)).all()


def revision(name: str, number: int) -> DraftRevision | None:
    """One revision of a draft, if it is still kept."""
    return db.session.get(DraftRevision, (name, number))


def newest(name: str) -> DraftRevision | None:
    """What a draft says now, if there is one."""
    found = select(DraftRevision).where(DraftRevision.draft == name)
    return db.session.scalar(found.order_by(DraftRevision.revision.desc()).limit(1))


def since(name: str, number: int) -> Sequence[DraftRevision]:
    """The revisions of a draft that came after one, in order."""
    found = select(DraftRevision).where(DraftRevision.draft == name, DraftRevision.revision > number)
    return db.session.scalars(found.order_by(DraftRevision.revision)).all()


def add(made: Draft) -> bool:
    """Keep a new draft; False where its name is taken. Only while `changing`."""
    if draft(made.name) is not None:
        return False
    db.session.add(made)
    db.session.flush()
    return True


def keep(made: DraftRevision, most: int) -> None:
    """Keep a revision, and of all of the draft the last `most`. Only while `changing`."""
    db.session.add(made)
    old = delete(DraftRevision).where(
        DraftRevision.draft == made.draft, DraftRevision.revision <= made.revision - most
    )
    db.session.execute(old)


def remove(unwanted: Draft) -> None:
    """Delete a draft with all that it ever said. Only while `changing`."""
    db.session.execute(delete(DraftRevision).where(DraftRevision.draft == unwanted.name))
    db.session.delete(unwanted)
