"""The form of a score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from surveyapp.instrument.edit.naming import name_from
from surveyapp.instrument.edit.parts import Data, names_taken, nothing
from surveyapp.instrument.edit.shared import SetScore
from surveyapp.instrument.rules import ORDERINGS
from surveyapp.instrument.scalars import plain_value
from surveyapp.services import Refused
from surveyapp.web.staff.editor.words import SCORES

SEVERAL = ("sum", "mean", "count")


@dataclass(frozen=True)
class ScoreForm:
    """What the form of a score shows; ``by_hand`` is one that forms can't show."""

    name: str
    form: str
    label: str = ""
    sources: tuple[str, ...] = ()
    comparison: str = "at_least"
    bound: str = ""
    values: str = ""
    least: str = ""
    by_hand: bool = False


def form_of(name: str, score: Any, form: str) -> ScoreForm:
    """The form of a score that there is, or of a new one."""
    if not isinstance(score, dict):
        return ScoreForm("", form if form in SCORES else "")
    kind = next((each for each in SCORES if each in score), "")
    bounds = [key for key in ORDERINGS if key in score]
    source = score.get(kind, ())
    return ScoreForm(
        name,
        kind,
        str(score.get("label", "")),
        tuple(map(str, source)) if isinstance(source, list) else (str(source),),
        bounds[0] if bounds else "at_least",
        str(score[bounds[0]]) if bounds else "",
        ", ".join(map(str, score.get("values", ()))),
        str(score.get("at_least_answered", "")),
        by_hand=not kind or len(bounds) > 1,
    )


def score_of(form: MultiDict[str, str], data: Data) -> SetScore:
    """The score that a form makes. Raises Refused where something is missing, with what."""
    kind, label, was = form.get("form", ""), " ".join(form.get("label", "").split()), form.get("was") or None
    sources = form.getlist("sources")
    if kind not in SCORES or not sources:
        raise Refused("Choose what the score is computed from. Nothing was changed: go back and choose.")
    if not label:
        raise Refused(
            "Say what the score means, in a few words. Nothing was changed: go back and write them."
        )
    made: dict[str, Any] = {kind: sources if kind in SEVERAL else sources[0]}
    if kind == "item":
        bound, comparison = form.get("bound", "").strip(), form.get("comparison", "")
        if comparison not in ORDERINGS or not bound:
            raise Refused("Write the cut-off, a number. Nothing was changed: go back and write it.")
        made[comparison] = plain_value(bound)
    if kind == "count":
        values = [plain_value(each.strip()) for each in form.get("values", "").split(",") if each.strip()]
        if not values:
            raise Refused("Write which answers count. Nothing was changed: go back and write them.")
        made["values"] = values
    if kind in SEVERAL and form.get("least", "").strip():
        made["at_least_answered"] = plain_value(form["least"].strip())
    return SetScore(was or name_from(label, names_taken(data, nothing)), {**made, "label": label}, was)
