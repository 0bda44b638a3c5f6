"""What an author can do to what items share: scales, and scores computed from answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveyapp.instrument.edit.naming import name_from
from surveyapp.instrument.edit.operations import Operation, rest_without
from surveyapp.instrument.edit.parts import (
    Brings,
    Data,
    everything,
    item_at,
    names_taken,
    subjects_of,
    title_of,
    with_item,
    with_key,
)
from surveyapp.instrument.edit.references import recoded, renamed
from surveyapp.instrument.edit.source import NotEdited


def mapping_of(data: Data, key: str) -> Data:
    """The scales or the scores of a document."""
    given = data.get(key)
    return given if isinstance(given, dict) else {}


def using(data: Data, scale: str) -> list[str]:
    """The items that are answered on a shared scale."""
    return [title_of(item) for _, _, item in everything(data) if item.get("scale") == scale]


@dataclass(frozen=True)
class SetScale(Operation):
    """Sets the points of a shared scale, a new one where there is none of that name.

    ``codes`` says which code has become which.
    """

    name: str
    points: Mapping[str, Any]
    codes: Mapping[str, str] = field(default_factory=dict)

    def said(self, data: Data) -> str:
        return f"changed the scale “{self.name}”"

    def on(self, data: Data, brings: Brings) -> Data:
        subjects = [each for name in using(data, self.name) for each in subjects_of(item_at(data, name)[2])]
        data = recoded(data, subjects, self.codes) if self.codes else data
        return with_key(data, "scales", {**mapping_of(data, "scales"), self.name: dict(self.points)})


@dataclass(frozen=True)
class AddScale(Operation):
    """Adds a shared scale, named after its title; or shares the scale of an item, which then names it."""

    title: str
    points: Mapping[str, Any]
    of_item: str | None = None

    def said(self, data: Data) -> str:
        return f"added the scale “{self.title}”"

    def on(self, data: Data, brings: Brings) -> Data:
        scales = mapping_of(data, "scales")
        name = name_from(self.title, scales)
        made = with_key(data, "scales", {**scales, name: dict(self.points)})
        if self.of_item is None:
            return made
        return with_item(made, self.of_item, with_key(item_at(made, self.of_item)[2], "scale", name))


@dataclass(frozen=True)
class RenameScale(Operation):
    """Gives a shared scale another name, in the items that use it too."""

    name: str
    new: str

    def said(self, data: Data) -> str:
        return f"renamed the scale “{self.name}”"

    def on(self, data: Data, brings: Brings) -> Data:
        scales = mapping_of(data, "scales")
        if self.new in scales:
            raise NotEdited(
                "duplicate-name", f"There is a scale '{self.new}' already.", "Choose another name."
            )
        for name in using(data, self.name):
            data = with_item(data, name, {**item_at(data, name)[2], "scale": self.new})
        renaming = {self.new if key == self.name else key: value for key, value in scales.items()}
        return with_key(data, "scales", renaming)


@dataclass(frozen=True)
class DeleteScale(Operation):
    """Deletes a shared scale that no item uses."""

    name: str

    def said(self, data: Data) -> str:
        return f"deleted the scale “{self.name}”"

    def on(self, data: Data, brings: Brings) -> Data:
        needed = using(data, self.name)
        if needed:
            words = ", ".join(f"“{each}”" for each in needed[:6])
            said = f"The scale “{self.name}” is used by {words}."
            raise NotEdited("in-use", said, "Give these items another scale first.")
        left = with_key(mapping_of(data, "scales"), self.name, None)
        return with_key(data, "scales", left or None)


@dataclass(frozen=True)
class SetScore(Operation):
    """Sets a score under a name, a new one where there is none; ``was`` is the name that it had."""

    name: str
    score: Mapping[str, Any]
    was: str | None = None

    def said(self, data: Data) -> str:
        return f"changed the score “{self.name}”"

    def on(self, data: Data, brings: Brings) -> Data:
        scores = mapping_of(data, "derive")
        if self.was != self.name and self.name in names_taken(data, brings):
            raise NotEdited("duplicate-name", f"The name '{self.name}' is taken.", "Choose another name.")
        if self.was in scores:
            made = {self.name if key == self.was else key: value for key, value in scores.items()}
            data = renamed(data, {self.was: self.name}) if self.was != self.name else data
        else:
            made = dict(scores)
        return with_key(data, "derive", {**made, self.name: dict(self.score)})


@dataclass(frozen=True)
class DeleteScore(Operation):
    """Deletes a score; with ``rules`` also what speaks of it."""

    name: str
    rules: bool = False

    def said(self, data: Data) -> str:
        return f"deleted the score “{self.name}”"

    def on(self, data: Data, brings: Brings) -> Data:
        left = with_key(mapping_of(data, "derive"), self.name, None)
        rest = with_key(data, "derive", left or None)
        return rest_without(rest, [self.name], f"the score “{self.name}”", self.rules)
