"""What every kind of item has: a name, a wording, a place in the language's rules, and its controls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from wtforms.fields.core import UnboundField

from surveyapp.instrument import rules
from surveyapp.instrument.rules import Rule

Privacy = Literal["quasi_identifier", "sensitive", "ordinary", "comment"]
Wording = Literal["verbatim", "adapted", "reconstructed"]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
"""A name that Python, R, SPSS and Stata all take as it is."""


def _written(rule: Rule | dict[str, Any] | None) -> Any:
    """The rule as a document writes it, so that what is read can be written and read again."""
    if isinstance(rule, rules.Test):
        operand = list(rule.operand) if isinstance(rule.operand, tuple) else rule.operand
        return {rule.subject: {rule.operator: operand}}
    if isinstance(rule, rules.Not):
        return {"not": _written(rule.rule)}
    if isinstance(rule, rules.All):
        return {"all": [_written(each) for each in rule.rules]}
    if isinstance(rule, rules.AnyOf):
        return {"any": [_written(each) for each in rule.rules]}
    return rule


def _read(raw: object) -> object:
    return raw if raw is None or isinstance(raw, rules.Rule) else rules.parse(raw)


RULE_SCHEMA = {
    "type": "object",
    "minProperties": 1,
    "description": "subject: value, a list for any-of, or operators; all, any and not join rules",
}
When = Annotated[
    Any,
    BeforeValidator(_read),
    PlainSerializer(_written),
    WithJsonSchema(RULE_SCHEMA),
]
"""A rule in a document, read into ``rules.Rule``; None where there is none."""


class Part(BaseModel):
    """A piece of a document: fixed once read, and nothing in it that the language does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        coerce_numbers_to_str=True,
        allow_inf_nan=False,
    )


class Coding(Part):
    """What an item or an option is called in a public coding system."""

    system: str
    code: str


class Option(Part):
    """One answer that can be picked. Its code is the key under which a document lists it."""

    label: str
    exclusive: bool = False
    """Picking it unpicks the others ("none of these")."""
    other: bool = False
    """Picking it asks for a text of its own, which is treated as a comment."""
    when: When = None
    codes: tuple[Coding, ...] = ()


def _option(raw: object) -> object:
    return {"label": str(raw)} if isinstance(raw, (str, int, float)) and not isinstance(raw, bool) else raw


Options = dict[
    Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")], Annotated[Option, BeforeValidator(_option)]
]


@dataclass(frozen=True, slots=True)
class Control:
    """One thing that a person fills in: one name in the form and one entry of the answers.

    ``options`` are those that can be picked, by code, in the order shown; empty for controls that are typed.
    ``statement`` and ``period`` are set for the rows of a grid and of a retrospective pair; ``other_of``
    names the control whose ``other`` option this text belongs to.
    """

    name: str
    item: Item
    wording: str
    options: dict[str, Option] = field(default_factory=dict)
    statement: str | None = None
    period: str | None = None
    other_of: str | None = None

    @property
    def apart(self) -> bool:
        """Whether the answer is free text that is stored apart from the answers."""
        return self.other_of is not None or self.item.privacy == "comment"


VariableType = Literal["code", "flag", "integer", "number", "date", "text"]


@dataclass(frozen=True, slots=True)
class Variable:
    """One column of the data.

    ``codes`` are its codes and labels in the data's own spelling; a ``flag`` is 1 or 0. ``control`` is what
    was filled in, or None for a derived score; ``option`` is set where the column says whether that option of
    a ``choices`` item was ticked.
    """

    name: str
    control: Control | None
    type: VariableType
    wording: str
    codes: dict[str, str] = field(default_factory=dict)
    option: str | None = None


class Item(Part):
    """One question. What each kind adds stands in its own class."""

    type: str
    name: Name
    ask: str
    help: str = ""
    when: When = None
    required: bool = False
    """Asked for once more when left out, and then let go: every question may be skipped."""
    privacy: Privacy = "sensitive"
    wording: Wording | None = None
    """Where the words come from, if not as the instrument's source says."""
    codes: tuple[Coding, ...] = ()

    numbered: ClassVar[bool] = True

    def picks(self) -> dict[str, Option]:
        """The options that can be picked, by code, in the order shown; empty where the answer is typed."""
        return {}

    def rows(self) -> dict[str, str]:
        """Statements by name for kinds that ask several on one scale: each has a number of its own."""
        return {}

    def controls(self) -> tuple[Control, ...]:
        """What a person fills in, in the order shown."""
        return (Control(self.name, self, self.ask, self.picks()), *self.other_texts())

    def other_texts(self) -> tuple[Control, ...]:
        """The text that comes with an ``other`` option."""
        return tuple(
            Control(f"{self.name}_other", self, option.label, other_of=self.name)
            for option in self.picks().values()
            if option.other
        )[:1]

    def variables(self) -> tuple[Variable, ...]:
        """The columns of the data, in order; free text that is stored apart has none."""
        return tuple(self.variable(control) for control in self.controls() if not control.apart)

    def variable(self, control: Control) -> Variable:
        """The column of one control."""
        labels = {code: option.label for code, option in control.options.items()}
        return Variable(control.name, control, "code", control.wording, labels)

    def field(self, control: Control) -> UnboundField[Any]:
        """The form field that reads and checks what a person gave for the control.

        Raises TypeError for a kind of which nothing is filled in.
        """
        raise TypeError(f"nothing is filled in for a {self.type}")

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """What only this kind can check about itself: the key at fault, what is wrong, and what to do."""
        return iter(())


def also(item: Item, rule: Rule | None) -> Item:
    """The item under one more rule, which is asked first."""
    if rule is None:
        return item
    return item.model_copy(update={"when": rule if item.when is None else rules.All((rule, item.when))})
