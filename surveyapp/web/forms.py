"""The form of each version: one WTForms class, made once, that reads and checks what was posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from wtforms import Field, Form
from wtforms.fields.core import UnboundField
from wtforms.meta import DefaultMeta

from surveyapp.instrument.fields import AnswerField
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers, Walk
from surveyapp.instrument.rules import Value
from surveyapp.web.cache import Kept

VERSIONS_KEPT = 64
ATTRIBUTE = "answer_"
"""Stands before a control's name where a form is a Python object: an item may be called `data`."""

Bound = TypeVar("Bound", bound=Field)


class Posted(dict[str, list[str]]):
    """Names and values as they were posted, as WTForms reads them."""

    def getlist(self, name: str) -> list[str]:
        """Every value of a name, in the order posted."""
        return self.get(name, [])

    def last(self, name: str) -> str:
        """The last value of a name, "" where there is none."""
        return self.get(name, [""])[-1]


class SurveyMeta(DefaultMeta):
    """Fields are called as their controls are. No CSRF token: there is no session to ride on."""

    def bind_field(self, form: Any, unbound_field: UnboundField[Bound], options: Any) -> Bound:
        options["name"] = options["name"].removeprefix(ATTRIBUTE)
        return super().bind_field(form, unbound_field, options)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a person gave: the answers that could be read, what was typed, and what was refused and why."""

    answers: Answers
    typed: Mapping[str, Sequence[str]]
    errors: Mapping[str, str]


_classes: Kept[str, type[Form]] = Kept(VERSIONS_KEPT)


def form_class(instrument: Instrument) -> type[Form]:
    """The form of a version: one field for each control, in the instrument's order."""
    return _classes.get(instrument.hash, lambda: _make(instrument))


def _make(instrument: Instrument) -> type[Form]:
    fields = {
        f"{ATTRIBUTE}{control.name}": control.item.field(control) for control in instrument.controls.values()
    }
    return type("SurveyForm", (Form,), {"Meta": SurveyMeta, **fields})


def fields(instrument: Instrument) -> dict[str, AnswerField]:
    """The empty fields of a version by control, for whoever draws them."""
    return {field.name: field for field in form_class(instrument)() if isinstance(field, AnswerField)}


def fill(instrument: Instrument, posted: Posted) -> Filled:
    """Reads what was posted. Names that no control has are ignored.

    Only what was asked can be refused: whatever stands in a control that is off the path, given all answers
    that could be read, does not exist.
    """
    form = form_class(instrument)(posted)
    answers: dict[str, Value] = {}
    refused: list[AnswerField] = []
    for field in form:
        if field.process_errors and isinstance(field, AnswerField):
            refused.append(field)
        elif field.data is not None:
            answers[field.name] = field.data
    if not refused:
        return Filled(answers, {}, {})
    typed = {name: posted[name] for name in instrument.controls if name in posted}
    errors = {
        field.name: field.process_errors[0] for field in refused if not _mended(instrument, answers, field)
    }
    return Filled(answers, typed, _asked(instrument, answers, errors))


def _mended(instrument: Instrument, answers: dict[str, Value], field: AnswerField) -> bool:
    """Whether only options that are not offered were in the way, which nobody can see to untick."""
    codes = instrument.controls[field.name].options.keys()
    hidden = codes - set(Walk(instrument, answers).offered.get(field.name, codes))
    seen = [code for code in field.typed if code not in hidden]
    if len(seen) == len(field.typed):
        return False
    try:
        value = field.read(seen) if seen else None
    except ValueError:
        return False
    if value is not None:
        answers[field.name] = value
    return True


def _asked(instrument: Instrument, answers: Answers, refused: Mapping[str, str]) -> dict[str, str]:
    """The refusals of controls on the path; the text of an ``other`` option is, where that was picked."""
    controls = {name: instrument.controls[name] for name in refused}
    others = {name: words for name, words in refused.items() if controls[name].other_of}
    walk = Walk(instrument, {**answers, **others})
    return {
        name: words
        for name, words in refused.items()
        if (name in walk.kept if name in others else controls[name].item.name in walk.asked)
    }
