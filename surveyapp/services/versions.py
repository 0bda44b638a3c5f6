"""Versions of instruments: publishing, retiring, comparing. A published wording never changes again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from surveyapp.clock import today_in
from surveyapp.instrument.check import check
from surveyapp.instrument.difference.change import Change
from surveyapp.instrument.difference.compare import difference as differences
from surveyapp.instrument.load import Library, folder_library
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Unusable
from surveyapp.instrument.tree import decode
from surveyapp.services import Advice, Refused, library
from surveyapp.settings import Settings
from surveyapp.store import office, versions


@dataclass(frozen=True, slots=True)
class Published:
    """A published version: its hash, its number among those of its name, since when, and whether retired.

    ``fresh`` says that it was published just now, and not before.
    """

    hash: str
    name: str
    number: int
    title: str
    published_on: date
    retired: bool
    fresh: bool = False

    def plain(self) -> dict[str, Any]:
        """The version for a script, the day as ISO text."""
        return {**asdict(self), "published_on": self.published_on.isoformat()}


@dataclass(frozen=True, slots=True)
class FileAdvice(Advice):
    """How an instrument's file stands to what is published; ``ready`` where it can be published as it is."""

    ready: bool = False


def becoming(instrument: Instrument) -> str:
    """What an instrument would be published as now: a word for its content and its number."""
    return f"{instrument.hash}-{max((each.number for each in versions.of(instrument.name)), default=0) + 1}"


def publish(
    settings: Settings,
    text: str,
    file: str = "the text",
    includes: Library | None = None,
    seen: str | None = None,
) -> Published:
    """Publishes an instrument under the next number of its name, unless exactly this is published already.

    ``includes`` finds what the text includes; by default what would be asked under that name. ``seen`` is
    what it was `becoming` when somebody looked at it. Raises Refused where it is something else by now, where
    the text has problems, and where this wording is retired.
    """
    instrument, problems = check(text, file, includes or library.including(settings))
    if instrument is None or problems:
        raise Refused("This cannot be published yet:", problems=problems)
    with office.changing():
        if seen not in (None, becoming(instrument)):
            raise Refused(
                "This is not what you looked at any more: what it includes, or its number, has changed. Look "
                "again before you publish it."
            )
        known = versions.published(instrument.hash)
        if known is not None and known.retired:
            raise Refused(
                f"Exactly this is version {known.number} of '{known.name}', which is retired. "
                "Bring that version back under Instruments, or change something."
            )
        made = known or versions.Published(
            hash=instrument.hash,
            name=instrument.name,
            source=text,
            published_on=today_in(settings.timezone)(),
            retired=False,
        )
        if known is None:
            versions.publish(made, instrument.canonical)
        return _told(made, fresh=known is None)


def publish_file(settings: Settings, file: Path) -> Published:
    """Publishes the instrument in a file; what it includes is looked for beside it first. Raises Refused."""
    return publish(settings, _text_of(file), str(file), beside(settings, file))


def read(settings: Settings, file: Path) -> Instrument:
    """The instrument in a file. Raises Refused where it has problems."""
    instrument, problems = check(_text_of(file), str(file), beside(settings, file))
    if instrument is None or problems:
        raise Refused(f"{file} has problems:", problems=problems)
    return instrument


def _text_of(file: Path) -> str:
    try:
        return decode(file.read_bytes(), str(file))
    except Unusable as unusable:
        raise Refused(f"{file} has problems:", problems=unusable.problems) from None


def beside(settings: Settings, file: Path) -> Library:
    """Finds what the instrument in a file includes: beside it, in the folder, among what is published."""
    folders = (folder_library(file.parent), folder_library(settings.instruments))
    published = library.including(settings)

    def find(name: str) -> Instrument:
        for folder in folders:
            try:
                return folder(name)
            except KeyError:
                continue
        return published(name)

    return find


def load_files(settings: Settings) -> tuple[list[Published], list[FileAdvice]]:
    """Publishes every file of the instruments folder of whose name nothing is published yet.

    Gives what was published, and what is to be said of each file that has problems or is not what is
    published.
    """
    made: list[Published] = []
    for name in library.filed(settings):
        if not versions.of(name):
            with suppress(Refused):
                made.append(publish_file(settings, settings.instruments / f"{name}.yaml"))
    said = (file_said(settings, name) for name in library.filed(settings))
    return made, [each for each in said if each is not None]


def newest(name: str) -> Published | None:
    """What new campaigns ask: the last version that is not retired; None where there is none."""
    found = versions.newest(name)
    return None if found is None else _told(found)


def of(name: str) -> list[Published]:
    """Every published version of an instrument, the newest first."""
    return [_told(each) for each in versions.of(name)]


def latest() -> list[Published]:
    """Of every published instrument its last version, by name; retired or not."""
    return [_told(each) for each in versions.latest()]


def numbered(name: str, number: int) -> Published:
    """One version of an instrument. Raises Refused where there is none of that number."""
    found = versions.numbered(name, number)
    if found is None:
        raise Refused(f"There is no version {number} of '{name}'.")
    return _told(found)


def retire(content_hash: str) -> Published:
    """Has new campaigns ask it no more; running ones are not touched. Raises Refused where there is none."""
    return _change(content_hash, retired=True)


def restore(content_hash: str) -> Published:
    """Brings a retired version back. Raises Refused where there is none."""
    return _change(content_hash, retired=False)


def _change(content_hash: str, retired: bool) -> Published:
    with office.changing():
        found = _published(content_hash)
        found.retired = retired
        return _told(found)


def text(content_hash: str) -> str:
    """A published version as it was written: YAML, comments and all. Raises Refused where there is none."""
    return _published(content_hash).source


def instrument(content_hash: str) -> Instrument:
    """What a published version asks. Raises Refused where there is none."""
    found = _published(content_hash)
    return library.version(found.hash, found.version.content)


def difference(old: str, new: str) -> tuple[Change, ...]:
    """What differs between two published versions, the gravest first. Raises Refused where one is missing."""
    return differences(instrument(old), instrument(new))


def campaigns_asking(name: str) -> dict[str | None, list[str]]:
    """The campaigns of an instrument by the hash of the version that they ask; None for drafts."""
    return versions.campaigns_asking(name)


def file_said(settings: Settings, name: str) -> FileAdvice | None:
    """How an instrument's file stands to what is published, and what to do.

    None where they are the same, and where there is no such file.
    """
    file = settings.instruments / f"{name}.yaml"
    if name not in library.filed(settings):
        return None
    try:
        asked = library.in_file(settings, name)
    except Refused:
        return FileAdvice(f"{file} has problems. Look at them.", f"surveyapp instrument check {file}")
    known, last = versions.published(asked.hash), versions.newest(name)
    if known is not None:
        older = last is not None and known.number < last.number
        said = f"{file} is version {known.number}; version {last.number} is newer." if older and last else ""
        return FileAdvice(said) if said else None
    words = f"{file} is not published. You can publish it as it is."
    if last is not None:
        differs = f"is not what version {last.number} says, which is what is asked"
        words = f"{file} {differs}. Publish it to have it asked."
    return FileAdvice(words, f"surveyapp instrument publish {file}", ready=True)


def titles(settings: Settings) -> dict[str, str]:
    """By name, the title of every instrument that is published or in a file."""
    published = {each.name: each.title for each in latest()}
    found = {name: title_in_file(settings, name) for name in library.filed(settings) if name not in published}
    return dict(sorted({**found, **published}.items()))


def title_in_file(settings: Settings, name: str) -> str:
    """The title that the file of an instrument gives it; its name where that cannot be read."""
    try:
        return library.in_file(settings, name).title
    except Refused:
        return name


def _published(content_hash: str) -> versions.Published:
    found = versions.published(content_hash)
    if found is None:
        raise Refused("There is no such published version.")
    return found


def _told(found: versions.Published, fresh: bool = False) -> Published:
    title = library.version(found.hash, found.version.content).title
    return Published(found.hash, found.name, found.number, title, found.published_on, found.retired, fresh)
