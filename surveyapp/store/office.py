"""The office: what is asked, of whom, under which terms, and what left. Never an answer.

States run draft, open, closed, sealing, sealed, released; see `surveyapp.services.campaigns` for who may move
a campaign.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Text, TextClause, false, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from surveyapp.extensions import db
from surveyapp.store.engines import begin_writing

__all__ = [
    "BY",
    "DECISIONS",
    "PUBLISH",
    "STATES",
    "Campaign",
    "CommentReview",
    "InstrumentVersion",
    "Release",
    "add",
    "add_release",
    "campaign",
    "campaigns",
    "changing",
    "comment_reviews",
    "content",
    "forget_review",
    "let_go",
    "one_of",
    "release",
    "released",
    "releases",
    "remove",
    "review_comment",
    "version",
]

# "sealing" is where a campaign waits when sealing was cut off: it can only be sealed.
STATES = ("draft", "open", "closed", "sealing", "sealed", "released")
PUBLISH = ("rows", "tables")
BY = ("link", "invitation")
DECISIONS = ("approved", "redacted", "withheld")
ONE_AT_A_TIME = text("LOCK TABLE campaign IN SHARE ROW EXCLUSIVE MODE")


def one_of(column: str, words: tuple[str, ...]) -> str:
    """The condition that a column holds one of some words."""
    return f"{column} IN ({', '.join(map(repr, words))})"


class Office(DeclarativeBase):
    """Base of the models in the office's database."""

    metadata = db.metadata
    type_annotation_map = {str: Text, dict[str, Any]: JSON}  # noqa: RUF012  the base class declares it so


class InstrumentVersion(Office):
    """A published wording: `content` is the instrument's canonical JSON, `hash` the hash of that content."""

    __tablename__ = "instrument_version"

    hash: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    content: Mapped[str]


class Campaign(Office):
    """One administration of an instrument to `invited` people, with its terms.

    `version_hash` and `profile_content` (the release profile's text) are set when the campaign opens, and
    fixed from then on together with `publish`, `k`, `minimum` and `smallest_cell` (each a number of people).
    `closes` is the last day on which answers are taken. `by` says whether everybody has the same link or an
    invitation of their own; `code_without_script` whether those who have no script may type its code.
    """

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("length(name) BETWEEN 1 AND 40", "name"),
        CheckConstraint(one_of("state", STATES), "state"),
        CheckConstraint(one_of("publish", PUBLISH), "publish"),
        CheckConstraint("k >= 2", "k"),
        CheckConstraint("minimum >= k", "minimum"),
        CheckConstraint("smallest_cell >= 1", "smallest_cell"),
        CheckConstraint("invited >= 1", "invited"),
        CheckConstraint(one_of('"by"', BY), "by"),
        CheckConstraint(
            "state = 'draft' OR (version_hash IS NOT NULL AND profile_content IS NOT NULL)", "frozen"
        ),
    )

    name: Mapped[str] = mapped_column(primary_key=True)
    instrument: Mapped[str]
    profile: Mapped[str]
    version_hash: Mapped[str | None] = mapped_column(ForeignKey(InstrumentVersion.hash))
    profile_content: Mapped[str | None]
    publish: Mapped[str]
    k: Mapped[int]
    minimum: Mapped[int]
    smallest_cell: Mapped[int]
    invited: Mapped[int]
    synthetic: Mapped[bool]
    state: Mapped[str] = mapped_column(default="draft")
    closes: Mapped[date | None]
    by: Mapped[str] = mapped_column(default="link", server_default="link")
    code_without_script: Mapped[bool] = mapped_column(default=False, server_default=false())
    version: Mapped[InstrumentVersion | None] = relationship()


class Release(Office):
    """The one row file of a campaign: the SHA-256 of what left, and how it was made (levels, k reached)."""

    __tablename__ = "release"

    campaign: Mapped[str] = mapped_column(ForeignKey(Campaign.name), primary_key=True)
    digest: Mapped[str]
    made: Mapped[dict[str, Any]]


class Released(NamedTuple):
    """Which parts of a campaign have left."""

    package: bool
    report: bool


class CommentReview(Office):
    """What was decided about a comment: `ref` is a keyed digest, which nobody can compute from the office.

    `text` is what leaves in the comment's place where it was redacted; what was approved as it is, and what
    was withheld, is in the box only. `released`: some wording of it has left in a file.
    """

    __tablename__ = "comment_review"
    __table_args__ = (
        CheckConstraint(one_of("decision", DECISIONS), "decision"),
        CheckConstraint("(decision = 'redacted') = (text IS NOT NULL)", "text"),
    )

    campaign: Mapped[str] = mapped_column(ForeignKey(Campaign.name), primary_key=True)
    ref: Mapped[str] = mapped_column(primary_key=True)
    decision: Mapped[str]
    text: Mapped[str | None]
    released: Mapped[bool]


@contextmanager
def changing(alone: TextClause = ONE_AT_A_TIME) -> Iterator[None]:
    """One transaction that changes the office: committed at the end, undone where an exception leaves it.

    One at a time: what it reads about campaigns (or what else `alone` locks) stays so until its end. Others
    read meanwhile.
    """
    db.session.rollback()
    begin_writing()
    try:
        if db.engine.dialect.name == "postgresql":  # SQLite writes one transaction at a time anyway
            db.session.execute(alone)
        yield
        db.session.commit()
    finally:
        db.session.rollback()


def let_go() -> None:
    """End what was read, so that nobody waits to write while a person looks at it."""
    db.session.rollback()


def campaign(name: str) -> Campaign | None:
    """The campaign of that name, if there is one."""
    return db.session.get(Campaign, name)


def campaigns() -> list[Campaign]:
    """Every campaign, by name."""
    return list(db.session.scalars(select(Campaign).order_by(Campaign.name)))


def add(made: Campaign) -> bool:
    """Keep a new campaign; False where its name is taken. Only while `changing`."""
    if campaign(made.name) is not None:
        return False
    db.session.add(made)
    return True


def remove(unwanted: Campaign) -> None:
    """Delete a campaign. Only while `changing`."""
    db.session.delete(unwanted)


def version(content_hash: str, name: str, content: str) -> InstrumentVersion:
    """The stored version with that hash, stored now where it is new. Only while `changing`."""
    known = db.session.get(InstrumentVersion, content_hash)
    if known is None:
        known = InstrumentVersion(hash=content_hash, name=name, content=content)
        db.session.add(known)
    return known


def content(content_hash: str) -> str:
    """The canonical JSON of the stored version with that hash. Raises KeyError where there is none."""
    found = db.session.get(InstrumentVersion, content_hash)
    if found is None:
        raise KeyError(content_hash)
    return found.content


def add_release(name: str, digest: str, made: dict[str, Any]) -> None:
    """Keep what left of a campaign. Only while `changing`."""
    db.session.add(Release(campaign=name, digest=digest, made=made))


def release(name: str) -> Release | None:
    """What left of a campaign, if anything did."""
    return db.session.get(Release, name)


def released() -> dict[str, Released]:
    """Whether the data package left, and whether the report, by name of each campaign of which any did."""
    had = [Release.made[part].as_string().is_not(None) for part in ("levels", "report")]
    found = db.session.execute(select(Release.campaign, *had))
    return {name: Released(package=bool(package), report=bool(report)) for name, package, report in found}


def releases() -> dict[str, Release]:
    """What left of all campaigns, by name."""
    return {each.campaign: each for each in db.session.scalars(select(Release))}


def comment_reviews(name: str) -> dict[str, CommentReview]:
    """Everything that was decided about a campaign's comments, by reference."""
    found = select(CommentReview).where(CommentReview.campaign == name)
    return {review.ref: review for review in db.session.scalars(found)}


def review_comment(name: str, ref: str, decision: str, text: str | None) -> None:
    """Keep what was decided about a comment, in place of what was decided before. Only while `changing`."""
    review = db.session.get(CommentReview, (name, ref))
    if review is None:
        review = CommentReview(campaign=name, ref=ref, released=False)
        db.session.add(review)
    review.decision, review.text = decision, text


def forget_review(name: str, ref: str) -> bool:
    """Forget what was decided about a comment; False where some wording has left. Only while `changing`."""
    review = db.session.get(CommentReview, (name, ref))
    if review is not None and not review.released:
        db.session.delete(review)
    return review is None or not review.released
