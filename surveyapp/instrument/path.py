"""The path: which items are asked, given the answers before them. What is off the path does not exist."""

from __future__ import annotations

from collections.abc import Mapping

from surveyapp.instrument.kinds.base import Control, Item
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.rules import Rule, Value, holds

Answers = Mapping[str, Value]


class Walk:
    """One way through an instrument: what was asked, which options were offered, and the answers that count.

    Made without answers it stands at the beginning, to be led on with ``ask``.

    ``asked`` holds the names of the items on the path, ``kept`` the answers to them in the instrument's
    order, and ``offered`` the codes that could be picked of each asked control that has options.
    """

    def __init__(self, instrument: Instrument, answers: Answers | None = None):
        self._instrument = instrument
        self.asked: set[str] = set()
        self.kept: dict[str, Value] = {}
        self.offered: dict[str, list[str]] = {}
        if answers is not None:
            for section, items in instrument.asked:
                if self.holds(section.when):
                    for item in items:
                        if self.holds(item.when):
                            self.ask(item, answers)

    def value_of(self, subject: str) -> Value | None:
        """The answer or score by name, of what has been walked so far."""
        score = self._instrument.scores.get(subject)
        return self.kept.get(subject) if score is None else score.value(self.value_of)

    def holds(self, rule: Rule | None) -> bool:
        """Whether a rule holds for what has been walked so far; no rule always does."""
        return rule is None or holds(rule, self.value_of)

    def ask(self, item: Item, answers: Answers) -> None:
        """Takes the answers to an item that is on the path."""
        self.asked.add(item.name)
        for control in self._instrument.controls_of[item.name]:
            self.offer(control)
            self.keep(control, answers.get(control.name))

    def offer(self, control: Control) -> None:
        """Works out which options can be picked now."""
        if control.options:
            self.offered[control.name] = [
                code
                for code, option in control.options.items()
                if option.when is None or self.holds(option.when)
            ]

    def keep(self, control: Control, value: Value | None) -> None:
        """Keeps the answer as far as it can be given."""
        if control.options:
            value = self._available(control.name, value)
        elif control.other_of is not None and not self._other(control.item, control.other_of):
            value = None
        if value is not None:
            self.kept[control.name] = value

    def _available(self, name: str, value: Value | None) -> Value | None:
        offered = self.offered[name]
        if isinstance(value, list):
            return [code for code in value if code in offered] or None
        return value if value in offered else None

    def _other(self, item: Item, name: str) -> bool:
        picked = self.kept.get(name)
        codes = picked if isinstance(picked, list) else [picked]
        return any(option.other and code in codes for code, option in item.picks().items())


def on_path(instrument: Instrument, answers: Answers) -> dict[str, Value]:
    """The answers to what was asked, given the others, in the instrument's order."""
    return Walk(instrument, answers).kept
