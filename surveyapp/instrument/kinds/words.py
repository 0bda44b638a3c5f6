"""Kinds that are made of words: a short text, a comment, a note that asks nothing."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field
from wtforms.fields.core import UnboundField

from surveyapp.instrument.fields import TextField
from surveyapp.instrument.kinds.base import Control, Item, Privacy, Variable

Pattern = Literal["letters", "digits", "code", "postcode"]


class Text(Item):
    """A short text, such as a code; whatever is not short is a comment."""

    type: Literal["text"]
    max_length: Annotated[int, Field(ge=1, le=500)] = 80
    pattern: Pattern | None = None
    """What the text may be made of, by name: an author never writes an expression."""

    def variable(self, control: Control) -> Variable:
        return Variable(control.name, control, "text", control.wording)

    def field(self, control: Control) -> UnboundField[Any]:
        return UnboundField(TextField, max_length=self.max_length, pattern=self.pattern)


class Comment(Item):
    """Free text, stored apart from the answers and never released unread."""

    type: Literal["comment"]
    privacy: Privacy = "comment"
    max_length: Annotated[int, Field(ge=1, le=10_000)] = 2_000

    def field(self, control: Control) -> UnboundField[Any]:
        return UnboundField(TextField, max_length=self.max_length, lines=True)


class Note(Item):
    """Words between the questions; nothing is filled in."""

    type: Literal["note"]
    numbered: ClassVar[bool] = False

    def controls(self) -> tuple[Control, ...]:
        return ()
