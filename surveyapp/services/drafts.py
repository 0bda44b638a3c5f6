"""Drafts of instruments: wording one, undoing, and what happens when two people do so at once.

A text that can't be read as YAML is kept as well: it is shown with its problems where it can be mended.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from surveyapp import clock
from surveyapp.instrument.edit import apply
from surveyapp.instrument.edit.naming import name_from, unique
from surveyapp.instrument.edit.operations import Operation, Rewrite
from surveyapp.instrument.edit.source import NotEdited
from surveyapp.instrument.edit.spelling import pair
from surveyapp.instrument.problems import Problem, Unusable
from surveyapp.instrument.tree import LARGEST, decode
from surveyapp.services import Refused, library, versions
from surveyapp.services.examining import TEXTS_KEPT, in_short
from surveyapp.services.versions import Published
from surveyapp.settings import Settings
from surveyapp.store import drafts as kept
from surveyapp.store import office

REVISIONS_KEPT = 100
LONGEST_NAME = 32


@dataclass(frozen=True, slots=True)
class Draft:
    """What a draft says at a revision, who changed it last and when, and what undoing or redoing would do."""

    name: str
    revision: int
    text: str
    by: str
    changed: int
    undoes: str | None
    redoes: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A draft in the list of drafts."""

    name: str
    title: str
    by: str
    changed: int
    problems: int


class Conflict(Exception):
    """Somebody else changed the draft since it was looked at. Nothing was changed, and nothing is lost.

    ``theirs`` is the draft now; ``before`` the text that both began with, ``mine`` what it would say with
    one's own change alone: None where that can no longer be told.
    """

    def __init__(self, theirs: Draft, before: str | None, mine: str | None, said: str):
        super().__init__(said)
        self.theirs, self.before, self.mine, self.said = theirs, before, mine, said


class CannotEdit(Refused):
    """A change can't be made, as its problem says."""

    def __init__(self, problem: Problem):
        super().__init__(f"{problem.message} {problem.hint}".strip())
        self.problem = problem


def all_drafts(settings: Settings) -> list[Listed]:
    """Every draft, the one changed last first."""
    return list(read_ahead(settings))


def read_ahead(settings: Settings) -> Iterator[Listed]:
    """Reads drafts, the one changed last first, so that nobody waits for it later; a step for each.

    Those that are worded now are remembered whole, of the others what the list says of them.
    """
    for at, each in enumerate(kept.drafts()):
        draft = read(each.name)
        seen = in_short(settings, draft.text, in_passing=at >= TEXTS_KEPT)
        yield Listed(each.name, seen.title or each.name, draft.by, draft.changed, seen.problems)


def read(name: str) -> Draft:
    """The draft of that name as it is now. Raises Refused where there is none."""
    found, newest = kept.draft(name), kept.newest(name)
    if found is None or newest is None:
        raise Refused(f"There is no draft '{name}'. It may have been published or discarded.")
    return _told(found, newest)


def _told(found: kept.Draft, newest: kept.DraftRevision) -> Draft:
    able = newest.undo is not None and kept.revision(found.name, newest.undo) is not None
    again = None if newest.redo is None else kept.revision(found.name, newest.redo)
    return Draft(
        found.name,
        newest.revision,
        newest.text,
        newest.by,
        found.changed,
        newest.said if able else None,
        again.said if again else None,
    )


def begin(title: str, by: str) -> Draft:
    """A new draft with a title, one section and nothing asked yet. Raises Refused without a title."""
    title = title.strip()
    if not title:
        raise Refused("Give the survey a title: people read it first. You can change it later.")
    name = name_from(title, _taken(), LONGEST_NAME)
    text = (
        f"{pair('name', name, 0)}\n{pair('title', title, 0)}\n"
        "source:\n  citation: Our own questions\n  wording: reconstructed\n"
        "sections:\n  - name: questions\n    title: Questions\n    items: []\n"
    )
    return _add(name, text, by, "began")


def take_in(content: str | bytes, by: str) -> Draft:
    """A new draft of a YAML text, as it is. Raises Refused where it is no text, or too large to be read."""
    try:
        text = content if isinstance(content, str) else decode(content, "the file")
    except Unusable as unusable:
        raise Refused(str(unusable.problems[0])) from None
    text = with_plain_lines(text)
    if not text.strip():
        raise Refused("There is nothing in it. Choose a file, or paste what it says.")
    line = next((line for line in text.split("\n") if line.startswith("name:")), "name: draft")
    name = line.removeprefix("name:").partition("#")[0]
    return _add(name_from(name, _taken(), LONGEST_NAME), text, by, "took in a file")


def copy_published(content_hash: str, by: str) -> Draft:
    """A new draft of a published version. Raises Refused where there is none."""
    return take_in(versions.text(content_hash), by)


def copy_filed(settings: Settings, name: str, by: str) -> Draft:
    """A new draft of what is asked under a name. Raises Refused where there is nothing."""
    newest = versions.newest(name)
    if newest is not None:
        return copy_published(newest.hash, by)
    library.in_file(settings, name)
    return take_in((settings.instruments / f"{name}.yaml").read_bytes(), by)


def with_plain_lines(text: str) -> str:
    """The text with the line ends that we keep: browsers send others. Raises Refused where it is too long.

    For U+0000, which PostgreSQL keeps in no text, stands U+FFFD, which the checker points at as well.
    """
    if len(text) > LARGEST:
        raise Refused(f"This is longer than {LARGEST:,} characters. Split the survey in two.")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _taken() -> set[str]:
    return {each.name for each in kept.drafts()}


def _add(name: str, text: str, by: str, said: str) -> Draft:
    with kept.changing():
        made = kept.Draft(name=unique(name, _taken(), LONGEST_NAME), revision=1, changed=clock.moment())
        kept.add(made)
        first = _revision(made, text, by, said, "")
        kept.keep(first, REVISIONS_KEPT)
        return _told(made, first)


def _revision(of: kept.Draft, text: str, by: str, said: str, mark: str) -> kept.DraftRevision:
    return kept.DraftRevision(
        draft=of.name, revision=of.revision, text=text, by=by, said=said, mark=mark, undo=None, redo=None
    )


def change(
    settings: Settings, name: str, operation: Operation, revision: int, by: str, mark: str = ""
) -> Draft:
    """The draft after an operation on what was looked at.

    Operations of one person with one ``mark`` are undone as one. Raises Conflict where somebody else has
    changed the draft since that revision, CannotEdit where the operation can't be done.
    """
    with kept.changing():
        found, newest = _current(name)
        if _unseen(name, newest, operation, revision, by):
            raise _conflict(settings, found, newest, operation, revision)
        text = _applied(settings, newest.text, operation)
        if text == newest.text:
            return _told(found, newest)
        found.revision, found.changed = found.revision + 1, clock.moment()
        made = _revision(found, text, by, apply.said(newest.text, operation), mark)
        joined = bool(mark) and (newest.mark, newest.by) == (mark, by)
        made.undo = newest.undo if joined else newest.revision
        kept.keep(made, REVISIONS_KEPT)
        return _told(found, made)


def _unseen(name: str, newest: kept.DraftRevision, operation: Operation, revision: int, by: str) -> bool:
    """Whether the operation would go over what its author has not seen.

    One's own changes in another window have been seen; a whole text goes over these too.
    """
    looked_at = kept.revision(name, revision)
    if looked_at is None or any(each.by != by for each in kept.since(name, revision)):
        return True
    return isinstance(operation, Rewrite) and looked_at.text != newest.text


def _applied(settings: Settings, text: str, operation: Operation) -> str:
    try:
        return apply.apply(text, operation, library.including(settings))
    except NotEdited as refusal:
        raise CannotEdit(refusal.problem) from None
    except Unusable as unusable:
        problem = unusable.problems[0]
        said = f"Line {problem.where.line} can't be read: {problem.message}."
        raise CannotEdit(
            Problem(problem.where, problem.code, said, "Mend it on the YAML page first.")
        ) from None


def _current(name: str) -> tuple[kept.Draft, kept.DraftRevision]:
    found, newest = kept.draft(name), kept.newest(name)
    if found is None or newest is None:
        raise Refused(f"There is no draft '{name}'. It may have been published or discarded.")
    return found, newest


def _conflict(
    settings: Settings, found: kept.Draft, newest: kept.DraftRevision, operation: Operation, revision: int
) -> Conflict:
    before = kept.revision(found.name, revision)
    try:
        mine = _applied(settings, before.text, operation) if before else None
    except CannotEdit:
        mine = None
    said = apply.said(before.text if before else newest.text, operation)
    return Conflict(_told(found, newest), before.text if before else None, mine, said)


def step(name: str, back: bool, revision: int, by: str) -> Draft:
    """The draft with the last change undone (``back``), or done again.

    Raises Refused where there is nothing to undo, or somebody has changed the draft since that revision.
    """
    with kept.changing():
        found, newest = _current(name)
        wanted = newest.undo if back else newest.redo
        target = None if wanted is None else kept.revision(name, wanted)
        if target is None:
            raise Refused("There is nothing to undo." if back else "There is nothing to do again.")
        if newest.revision != revision and newest.by != by:
            raise Refused(
                f"{newest.by} changed the draft since you looked at it. Look again before you undo: it is "
                "their change that would go."
            )
        found.revision, found.changed = found.revision + 1, clock.moment()
        made = _revision(found, target.text, by, target.said, "")
        made.undo = target.undo if back else newest.revision
        made.redo = newest.revision if back else target.redo
        kept.keep(made, REVISIONS_KEPT)
        return _told(found, made)


def discard(name: str) -> None:
    """Delete a draft for good. Raises Refused where there is none."""
    with kept.changing():
        found, _ = _current(name)
        kept.remove(found)


def publish(settings: Settings, name: str, revision: int, seen: str | None = None) -> Published:
    """Publish what a draft says at a revision; the draft is then done with, unless it goes on meanwhile.

    Raises Refused where it has problems, or where it, or what was ``seen`` (`versions.publish`), has changed.
    """
    draft = read(name)
    if draft.revision != revision:
        raise Refused(
            f"{draft.by} changed the draft since you looked at it. Look again before you publish it."
        )
    made = versions.publish(settings, draft.text, name, seen=seen)
    with kept.changing():
        found = kept.draft(name)
        if found is not None and found.revision == revision:
            kept.remove(found)
    office.let_go()
    return made
