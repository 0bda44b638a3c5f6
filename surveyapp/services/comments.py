"""Reviewing comments: what awaits a reader, what was decided, and the one file in which reviewed texts leave.

Comments are read from the box each time. The office keeps decisions under keyed references, and no words but
those of redactions, which are meant to leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, cast

from surveyapp.instrument.model import Instrument
from surveyapp.release.comments.file import written
from surveyapp.release.comments.headings import Heading, conditions, headings, questions
from surveyapp.release.comments.hints import Hint, hints
from surveyapp.release.comments.reading import readable
from surveyapp.release.comments.redaction import fault
from surveyapp.release.comments.references import References
from surveyapp.release.gate import admit_campaign, admit_responses
from surveyapp.release.profile import Profile, terms_with
from surveyapp.release.terms import Refusal, Terms
from surveyapp.services import Refused, campaigns
from surveyapp.services.library import version
from surveyapp.services.respond import terms_of
from surveyapp.settings import Settings
from surveyapp.store import box, office

Decision = Literal["approved", "redacted", "withheld"]


@dataclass(frozen=True)
class Comment:
    """One text that one or several people wrote in answer to a question, and what was decided about it.

    ``question`` is what the reader is shown, ``heading`` what the file says; ``condition`` tells in words who
    was asked, where not everybody was.
    """

    ref: str
    question: Heading
    heading: Heading
    condition: str
    text: str
    decision: Decision | None = None
    redacted: str | None = None
    released: bool = False
    """Whether some wording of it has left in a file."""

    @cached_property
    def hints(self) -> tuple[Hint, ...]:
        """What in the text may point to somebody."""
        return hints(self.text)

    @property
    def leaving(self) -> str | None:
        """The words that may leave; None where nothing was decided, or it was withheld."""
        return self.text if self.decision == "approved" else self.redacted

    def __repr__(self) -> str:
        return f"<Comment {self.ref}>"

    def plain(self) -> dict[str, Any]:
        """The comment for a script; positions of hints are counted in characters."""
        marked = [
            {
                "start": each.start,
                "end": each.end,
                "kind": each.kind,
                "words": self.text[each.start : each.end],
            }
            for each in self.hints
        ]
        return {
            "ref": self.ref,
            "item": self.question.item,
            "number": self.question.number,
            "question": self.question.question,
            "asked_if": self.condition,
            "question_leaves": self.heading.shown,
            "text": self.text,
            "hints": marked,
            "decision": self.decision,
            "leaves": self.leaving,
            "released": self.released,
        }


@dataclass(frozen=True)
class Reviewed:
    """A campaign's comments, in the order of their references, which tells nothing.

    ``forgotten`` decisions match no comment: the secret that they were kept under is gone.
    """

    comments: tuple[Comment, ...]
    forgotten: int

    @property
    def awaiting(self) -> tuple[Comment, ...]:
        """Those that nobody has decided about."""
        return tuple(comment for comment in self.comments if comment.decision is None)

    def named(self, refs: Sequence[str]) -> list[Comment]:
        """The comments with these references. Raises Refused where there is none."""
        known = {comment.ref: comment for comment in self.comments}
        missing = [ref for ref in refs if ref not in known]
        if missing:
            raise Refused(
                f"There is no comment {', '.join(missing)} in this campaign. See which there are.",
                "surveyapp comments list CAMPAIGN --all",
            )
        return [known[ref] for ref in dict.fromkeys(refs)]


@dataclass(frozen=True)
class Exported:
    """What an export wrote: how many texts, the SHA-256 of the file, and how many comments still wait."""

    texts: int
    digest: str
    awaiting: int


def of(settings: Settings, name: str) -> Reviewed:
    """The comments of a sealed campaign, for a person to read.

    Raises Refused where it is not sealed, or where nothing may leave because too few people answered or more
    than were invited: what the gate holds back is not read either.
    """
    _campaign, instrument, terms = _sealed(name)
    try:
        leaving = headings(instrument, box.rows(name), terms.minimum)
    except Refusal as refusal:
        raise Refused(str(refusal)) from None
    asked, conditional = questions(instrument), conditions(instrument)
    references, decided = References(settings.secrets, name), office.comment_reviews(name)
    found = {}
    for item, text in {(item, readable(text)) for item, text in box.comments(name)}:
        if text:
            refs = references.of(item, text)
            ref = next((each for each in refs if each in decided), refs[0])
            comment = Comment(ref, asked[item], leaving[item], conditional.get(item, ""), text)
            found[ref] = _with(comment, decided.get(ref))
    office.let_go()
    return Reviewed(tuple(found[ref] for ref in sorted(found)), len(decided.keys() - found.keys()))


def _sealed(name: str) -> tuple[office.Campaign, Instrument, Terms]:
    """A campaign past the gate, with what it asked and the terms that hold. Raises Refused."""
    campaign = campaigns.find(name)
    if campaign.version is None or campaign.profile_content is None:
        raise Refused(
            f"'{name}' is a draft: nobody has answered it. Open it.", f"surveyapp campaign open {name}"
        )
    terms = terms_with(Profile.from_canonical(campaign.profile_content), terms_of(campaign))
    try:
        admit_campaign(campaign.state)
        admit_responses(box.count(name), campaign.invited, terms)
    except Refusal as refusal:
        raise Refused(str(refusal)) from None
    return campaign, version(campaign.version.hash, campaign.version.content), terms


def _with(comment: Comment, review: office.CommentReview | None) -> Comment:
    """The comment with what the office has about it now."""
    if review is None:
        return replace(comment, decision=None, redacted=None, released=False)
    decision = cast("Decision", review.decision)
    return replace(comment, decision=decision, redacted=review.text, released=review.released)


def decide(
    name: str, comments: Iterable[Comment], decision: Decision, redacted: str | None = None
) -> list[Comment]:
    """Keeps what a reader decided about comments, in place of what was decided before; gives them as decided.

    ``redacted`` are the words that leave of one that is redacted. Raises Refused where that is no redaction.
    """
    chosen = list(comments)
    text = None
    if decision == "redacted":
        text = readable(redacted or "")
        for comment in chosen:
            wrong = fault(comment.text, text)
            if wrong:
                raise Refused(wrong)
    with office.changing():
        for comment in chosen:
            office.review_comment(name, comment.ref, decision, text)
    return [replace(comment, decision=decision, redacted=text) for comment in chosen]


def undecide(name: str, comment: Comment) -> None:
    """Has a comment await a reader again. Raises Refused where it has left as it was decided."""
    with office.changing():
        if not office.forget_review(name, comment.ref):
            raise Refused(
                "This comment has left in a file, so what was decided about it stays. You can decide "
                "something else, which later files follow."
            )


def export(settings: Settings, name: str, out: Path) -> Exported:
    """Writes the reviewed comments of a campaign into a CSV file that appears at once, or not at all.

    The same decisions give the same bytes. What leaves is marked so before the file appears. Raises Refused
    where the campaign's terms keep comments, none has been let through, or ``out`` holds something else.
    """
    campaign, _instrument, terms = _sealed(name)
    if terms.publish == "tables":
        raise Refused(
            "The people who answered were told that only tables are shared. Comments of this campaign can be "
            "read and do not leave."
        )
    reviewed = of(settings, name)
    with office.changing():
        reviews = office.comment_reviews(name)
        comments = [_with(comment, reviews.get(comment.ref)) for comment in reviewed.comments]
        leaving = {each.ref: (each.heading, each.leaving) for each in comments if each.leaving is not None}
        if not leaving:
            raise Refused(
                "No comment has been let through yet. Read them.", f"surveyapp comments review {name}"
            )
        content = written(leaving.values(), campaign.synthetic)
        _check_free(out, content)
        for ref in leaving:
            reviews[ref].released = True
    _appear(out, content)
    awaiting = sum(comment.decision is None for comment in comments)
    return Exported(len(set(leaving.values())), sha256(content).hexdigest(), awaiting)


def _check_free(out: Path, content: bytes) -> None:
    if out.exists() and not (out.is_file() and out.read_bytes() == content):
        raise Refused(f"{out} holds something else. Nothing was written: name a new file.")


def _appear(out: Path, content: bytes) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as place:
        made = Path(place) / "made"
        made.write_bytes(content)
        made.replace(out)
