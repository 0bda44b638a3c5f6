"""The kinds of change, how each is classed, and what it means for pooling answers from both versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import NamedTuple


class Effect(StrEnum):
    """How much a change matters to whoever wants to put answers from both versions into one table."""

    BREAKING = "breaking"
    SAFE = "safe"
    WORDING = "wording"


class Meaning(NamedTuple):
    """The class of a change, and what to do about the answers."""

    effect: Effect
    means: str


_WORDS = "Pool the answers if both wordings mean the same to you, and print both in the report."
_SAME = "Pool the answers."
_APART = "Do not pool the answers to this question: analyse each version by itself."
_BEFORE = "Pool the other answers. In data from the older version this is missing for everybody."

CHANGES = {
    "apart-changed": Meaning(
        Effect.BREAKING,
        "One version keeps the text apart as a comment, the other as an answer, so only one has it as data.",
    ),
    "bounds-narrowed": Meaning(
        Effect.BREAKING,
        "Older data may hold answers that can no longer be given. Pool only what both versions take.",
    ),
    "exclusive-changed": Meaning(
        Effect.BREAKING, f"Sets of ticks that one version takes are refused by the other. {_APART}"
    ),
    "item-removed": Meaning(
        Effect.BREAKING, "In data from the newer version this is missing for everybody: it can't be pooled."
    ),
    "kind-changed": Meaning(Effect.BREAKING, f"The answers are of another kind. {_APART}"),
    "label-moved": Meaning(
        Effect.BREAKING,
        "One code stands for another answer now: recode one version before anything is put together.",
    ),
    "measure-changed": Meaning(
        Effect.BREAKING,
        "A validated measure is another one now: pool no score, and compare with no published value.",
    ),
    "numbers-changed": Meaning(
        Effect.BREAKING,
        "Another number in the words is mostly another time, amount or range. Pool only if both cover the "
        "same.",
    ),
    "option-removed": Meaning(
        Effect.BREAKING,
        "Older data may hold a code that the newer version does not know. Join it with another answer first, "
        "by the same rule in both, or analyse each version by itself.",
    ),
    "other-removed": Meaning(
        Effect.BREAKING, "The text that came with this answer is no longer asked for: it can't be pooled."
    ),
    "periods-changed": Meaning(
        Effect.BREAKING, "What is compared with what has changed: pool neither the pairs nor their tests."
    ),
    "precision-changed": Meaning(Effect.BREAKING, "Cut all dates to the coarser precision before pooling."),
    "row-removed": Meaning(
        Effect.BREAKING, "In data from the newer version this is missing for everybody: it can't be pooled."
    ),
    "rule-changed": Meaning(
        Effect.BREAKING,
        "Other people are asked, so the answers stand for another group. Pool only those who are asked in "
        "both versions.",
    ),
    "scale-changed": Meaning(
        Effect.BREAKING,
        f"A step on one scale is not a step on the other. {_APART} The same holds for scores.",
    ),
    "score-changed": Meaning(
        Effect.BREAKING, "Compute the score anew, in one way for all answers, before pooling it."
    ),
    "score-removed": Meaning(
        Effect.BREAKING, "The newer data has no such column: compute it from the answers, or leave it out."
    ),
    "unit-changed": Meaning(Effect.BREAKING, "Convert one version's numbers before pooling."),
    "bounds-widened": Meaning(
        Effect.SAFE, "Pool the answers. Those beyond the older bounds can come from the newer version only."
    ),
    "item-added": Meaning(Effect.SAFE, _BEFORE),
    "measure-added": Meaning(
        Effect.SAFE, "Nothing changes for the answers: their words are locked from now."
    ),
    "option-added": Meaning(
        Effect.SAFE,
        "Pool the answers. Nobody could pick it in the older version, so other answers may be rarer since.",
    ),
    "other-added": Meaning(Effect.SAFE, "Pool the answers. The text is a comment, kept apart."),
    "row-added": Meaning(Effect.SAFE, _BEFORE),
    "score-added": Meaning(Effect.SAFE, "It can be computed from the older answers too."),
    "about": Meaning(Effect.WORDING, _SAME),
    "heading": Meaning(Effect.WORDING, _WORDS),
    "help": Meaning(Effect.WORDING, _WORDS),
    "label": Meaning(Effect.WORDING, _WORDS),
    "note": Meaning(Effect.WORDING, "Nothing is asked here. Pool the answers."),
    "order": Meaning(
        Effect.WORDING,
        "Pool the answers, and say that the order differed: an earlier question may colour a later answer.",
    ),
    "option-order": Meaning(
        Effect.WORDING, "Pool the answers. What stands first is picked a little more often."
    ),
    "privacy": Meaning(
        Effect.WORDING,
        "Pool the answers, and let the stricter of the two decide what may leave of all of them.",
    ),
    "question": Meaning(Effect.WORDING, _WORDS),
    "required": Meaning(Effect.WORDING, "Pool the answers. One version may have fewer open answers."),
    "rule-reworded": Meaning(
        Effect.WORDING, "The rule is written differently and asks the same people. Pool the answers."
    ),
    "spelling": Meaning(
        Effect.WORDING, "Nothing that is asked, offered, kept or computed differs. Pool the answers."
    ),
}
"""Every code of a change, its class and its meaning."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: where, what, and what it means for answers from both versions.

    ``where`` is ``instrument``, or names what it is about: ``section x``, ``item x``, ``score x``,
    ``included instrument x``. ``hint`` is a guess, such as that something was renamed.
    """

    code: str
    where: str
    said: str
    hint: str = ""

    @property
    def effect(self) -> Effect:
        """How it is classed."""
        return CHANGES[self.code].effect

    @property
    def means(self) -> str:
        """What it means for pooling answers."""
        return CHANGES[self.code].means

    def plain(self) -> dict[str, str]:
        """The change for a script."""
        return {**asdict(self), "effect": self.effect.value, "means": self.means}


def worst(changes: Iterable[Change]) -> Effect | None:
    """The class of all the changes together: that of the gravest; None where there is none."""
    found = {change.effect for change in changes}
    return next((effect for effect in Effect if effect in found), None)
