"""The kinds of item: one class each, with its controls, its variables, its form field and its own checks.

A new kind is one class in this package and one entry in ``KINDS``, and a template that draws it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from surveyapp.instrument.kinds.base import Item
from surveyapp.instrument.kinds.choices import Choice, Choices, YesNo
from surveyapp.instrument.kinds.quantities import Date, Integer, Number, Rating
from surveyapp.instrument.kinds.scales import BeforeAfter, Grid, Scale
from surveyapp.instrument.kinds.words import Comment, Note, Text

AnyItem = Annotated[
    YesNo
    | Choice
    | Choices
    | Scale
    | Rating
    | Grid
    | BeforeAfter
    | Integer
    | Number
    | Date
    | Text
    | Comment
    | Note,
    Field(discriminator="type"),
]
KINDS: dict[str, type[Item]] = {
    "yes_no": YesNo,
    "choice": Choice,
    "choices": Choices,
    "scale": Scale,
    "rating": Rating,
    "grid": Grid,
    "before_after": BeforeAfter,
    "integer": Integer,
    "number": Number,
    "date": Date,
    "text": Text,
    "comment": Comment,
    "note": Note,
}
