"""De-identifying any CSV file."""

from __future__ import annotations

from pathlib import Path

from surveyapp.instrument.problems import Unusable
from surveyapp.instrument.tree import decode
from surveyapp.release import deidentified
from surveyapp.release.deidentified import Deidentified, Source
from surveyapp.release.profile import open_profile
from surveyapp.release.terms import Refusal
from surveyapp.release.write import Tell, tell_nobody
from surveyapp.services import Refused

__all__ = ["Deidentified", "Source", "deidentify"]


def deidentify(source: Source, profile: Path, out: Path, tell: Tell = tell_nobody) -> Deidentified:
    """Writes the rows of a CSV file into a new folder, as coarse as a release profile demands.

    The file itself is only read. Raises Refused, and writes nothing, where the profile or the file has
    problems, where nothing meets the profile's demands, or where the folder holds something else.
    """
    if source.path.resolve() in (out.resolve(), *out.resolve().parents):
        raise Refused(f"{out} is the data itself. Nothing was written: name a new folder.")
    try:
        chosen, tree = open_profile(decode(profile.read_bytes(), str(profile)), str(profile))
        return deidentified.deidentify(source, chosen, tree, out, tell)
    except Unusable as unusable:
        raise Refused(problems=unusable.problems) from None
    except Refusal as refusal:
        raise Refused(str(refusal)) from None
    except LookupError as error:
        raise Refused(f"There is no encoding '{source.encoding}'. Names are like utf-8 or cp1252.") from error
