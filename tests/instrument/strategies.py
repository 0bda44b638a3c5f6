"""Random instruments and random posts, for every property test that needs them.

``instruments()`` gives sound instruments: every kind, every operator, rules on sections, items and options,
scores; names that fit, subjects that come earlier. Whether a rule can hold is left to chance.
``answers_for`` gives what people may post: any answer that each field takes for itself, or none, on the
path or not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from surveyapp.instrument.kinds import KINDS
from surveyapp.instrument.model import Document, Instrument
from tests.instrument.posting import answers_for, posts

__all__ = ["answers_for", "as_text", "instruments", "posts"]

HALVES = [0, 0.5, 1, 1.5, 2]
WHOLES = [0, 1, 2, 3]
YEARS = ["2019", "2020", "2021"]
DAYS = ["2020", "2020-02", "2020-02-29", "2021-01"]
KIND_NAMES = sorted(KINDS)


@dataclass(frozen=True)
class Subject:
    """What a rule can speak of, and what it can be compared with."""

    name: str
    codes: tuple[str, ...] = ()
    many: bool = False
    numbers: tuple[float, ...] = ()
    dates: tuple[str, ...] = ()
    precision: str = ""

    @property
    def numeric(self) -> bool:
        return bool(self.numbers) or (bool(self.codes) and not self.many and self.codes[0].isdigit())


@dataclass
class Draft:
    """A document as it grows, and what can be spoken of so far."""

    draw: Any
    bounded: bool
    subjects: list[Subject] = field(default_factory=list)
    derive: dict[str, Any] = field(default_factory=dict)
    items: int = 0

    def chance(self, tenths: int) -> bool:
        return bool(self.draw(st.integers(1, 10)) <= tenths)

    def pick(self, among: Any) -> Any:
        return self.draw(st.sampled_from(list(among)))


@st.composite
def instruments(draw: Any, most_items: int = 6, bounded: bool = False) -> Instrument:
    """A sound instrument of at most so many items; ``bounded`` keeps numbers few enough to try them all."""
    draft = Draft(draw, bounded)
    sections = []
    left = draw(st.integers(1, most_items))
    while left:
        count = draw(st.integers(1, left))
        left -= count
        section: dict[str, Any] = {"name": f"part{len(sections)}", "title": "A part"}
        if draft.subjects and draft.chance(4):
            section["when"] = rule(draft)
        section["items"] = [item(draft) for _ in range(count)]
        sections.append(section)
    document = {
        "name": "random",
        "title": "Random",
        "source": {"citation": "None", "wording": "reconstructed"},
        "sections": sections,
        "derive": draft.derive,
    }
    return Instrument(Document.model_validate(document))


def as_text(instrument: Instrument) -> str:
    """The instrument as an author could write it: JSON is YAML."""
    return json.dumps(instrument.document.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False)


def item(draft: Draft) -> dict[str, Any]:
    draft.items += 1
    name = f"q{draft.items}"
    kind = draft.pick(KIND_NAMES)
    data: dict[str, Any] = {"name": name, "type": kind, "ask": f"What about {name}?"}
    if draft.subjects and draft.chance(6):
        data["when"] = rule(draft)
    made = MAKERS[kind](draft, name, data)
    draft.subjects += made
    if draft.subjects and draft.chance(3):
        derive(draft)
    return data


def rule(draft: Draft, depth: int = 2) -> dict[str, Any]:
    shape = draft.draw(st.integers(0, 9)) if depth else 0
    if shape >= 9:
        return {"not": rule(draft, depth - 1)}
    if shape >= 7:
        word = draft.pick(["all", "any"])
        return {word: [rule(draft, depth - 1) for _ in range(draft.draw(st.integers(1, 3)))]}
    return test(draft, draft.pick(draft.subjects))


def test(draft: Draft, subject: Subject) -> dict[str, Any]:
    operators: list[dict[str, Any]] = [{"answered": draft.pick([True, False])}]
    orders = ["at_least", "at_most", "more_than", "less_than"]
    if subject.codes:
        some = draft.draw(st.lists(st.sampled_from(subject.codes), min_size=1, max_size=2, unique=True))
        operators += [{"is": some}] * 4
    if subject.numeric:
        bound = draft.pick(subject.numbers or [int(code) for code in subject.codes])
        operators += [{draft.pick(orders): bound}] * 3
    if subject.numbers:
        operators.append({"is": [draft.pick(subject.numbers)]})
    if subject.dates:
        operators += [{draft.pick(orders): draft.pick(subject.dates)}] * 3
        length = {"year": 4, "month": 7, "day": 10}[subject.precision]
        exact = [day for day in subject.dates if len(day) == length]
        operators += [{"is": [draft.pick(exact)]}] if exact else []
    return {subject.name: draft.pick(operators)}


test.__test__ = False  # type: ignore[attr-defined]  # the rules' word; pytest must not collect it


def options(draft: Draft, many: bool, ruled: bool = True) -> dict[str, Any]:
    codes = draft.pick([("1", "2", "3"), ("a", "b"), ("a", "b", "c"), ("1", "2")])
    made: dict[str, Any] = {}
    for code in codes:
        option: dict[str, Any] = {"label": f"Option {code}"}
        if ruled and draft.subjects and draft.chance(2):
            option["when"] = rule(draft, 1)
        if many and draft.chance(2):
            option["exclusive"] = True
        made[code] = option
    if ruled and draft.chance(2):
        made[codes[-1]]["other"] = True
    return made


def _yes_no(draft: Draft, name: str, data: dict[str, Any]) -> list[Subject]:
    return [Subject(name, ("yes", "no"))]


def _choice(draft: Draft, name: str, data: dict[str, Any]) -> list[Subject]:
    data["options"] = options(draft, many=False)
    return [Subject(name, tuple(data["options"]))]


def _choices(draft: Draft, name: str, data: dict[str, Any]) -> list[Subject]:
    data["options"] = options(draft, many=True)
    together = sum(not option.get("exclusive", False) for option in data["options"].values())
    if together and draft.chance(3):
        data["at_least"] = draft.draw(st.integers(1, together))
    if draft.chance(3):
        data["at_most"] = draft.draw(st.integers(data.get("at_least", 1), 3))
    return [Subject(name, tuple(data["options"]), many=True)]


def _scale(draft: Draft, name: str, data: dict[str, Any]) -> list[Subject]:
    data["scale"] = options(draft, many=False, ruled=False)
    return [Subject(name, tuple(data["scale"]))]


def _grid(draft: Draft, name: str, data: dict[str, Any]) -> list[Subject]:
    data["scale"] = options(draft, many=False, ruled=False)
    data["statements"] = {"one": "The one", "two": "The other"}
    return [Subject(f"{name}_{row}", tuple(data["scale"])) for row in data["statements"]]


def _before_after(draft: Draft, name: str, data: dict[str, Any]) -> list[Subject]:
    data["scale"] = options(draft, many=False, ruled=False)
    data["statements"] = {f"{name}s": "The statement"}
    data["periods"] = {"before": "Before", "after": "After"}
    return [Subject(f"{name}s_{period}", tuple(data["scale"])) for period in ("after", "before")]


def _integer(draft: Draft, name: str, data: dict[str, Any]) -> list[Subject]:
    if draft.bounded or draft.chance(5):
        data.update(min=0, max=3)
    return [Subject(name, numbers=tuple(WHOLES))]


def _number(draft: Draft, name: str, data: dict[str, Any]) -> list[Subject]:
    if draft.bounded or draft.chance(5):
        data.update(min=0, max=2)
    return [Subject(name, numbers=tuple(HALVES))]


def _rating(draft: Draft, name: str, data: dict[str, Any]) -> list[Subject]:
    data.update(
        draft.pick([{"max": 3}, {"min": 0.5, "max": 2, "step": 0.5}, {"min": 1, "max": 4, "step": 2}])
    )
    return [Subject(name, numbers=tuple(HALVES))]


def _date(draft: Draft, name: str, data: dict[str, Any]) -> list[Subject]:
    precision = draft.pick(["year", "month", "day"])
    data["precision"] = precision
    data["ask"] = "When did you begin?"
    return [Subject(name, dates=tuple(YEARS + DAYS), precision=precision)]


def _text(draft: Draft, name: str, data: dict[str, Any]) -> list[Subject]:
    if draft.chance(3):
        data["privacy"] = "comment"
        return []
    return [Subject(name)]


def _wordless(draft: Draft, name: str, data: dict[str, Any]) -> list[Subject]:
    return []


MAKERS = {
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "scale": _scale,
    "grid": _grid,
    "before_after": _before_after,
    "integer": _integer,
    "number": _number,
    "rating": _rating,
    "date": _date,
    "text": _text,
    "comment": _wordless,
    "note": _wordless,
}


def derive(draft: Draft) -> None:
    """Adds a score over what is there so far, where one fits."""
    name = f"score{len(draft.derive)}"
    numeric = [subject for subject in draft.subjects if subject.numeric]
    coded = [subject for subject in draft.subjects if subject.codes]
    single = [subject for subject in coded if not subject.many]
    forms = (["item", "sum", "mean"] if numeric else []) + (["count"] if coded else [])
    form = draft.pick(forms + (["recode"] if single else []) or ["none"])
    if form == "item":
        subject = draft.pick(numeric)
        bound = draft.pick(subject.numbers or [int(code) for code in subject.codes])
        draft.derive[name] = {"item": subject.name, draft.pick(["at_least", "less_than"]): bound}
        draft.subjects.append(Subject(name, ("yes", "no")))
    elif form in ("sum", "mean"):
        sources = draft.draw(st.lists(st.sampled_from(numeric), min_size=1, max_size=3, unique=True))
        draft.derive[name] = {form: [source.name for source in sources]}
        _answered(draft, name, len(sources))
        draft.subjects.append(Subject(name, numbers=(0, 1, 2, 2.5, 3, 4, 6)))
    elif form == "count":
        sources = draft.draw(st.lists(st.sampled_from(coded), min_size=1, max_size=3, unique=True))
        values = sorted({draft.pick(source.codes) for source in sources})
        draft.derive[name] = {"count": [source.name for source in sources], "values": values}
        _answered(draft, name, len(sources))
        draft.subjects.append(Subject(name, numbers=(0, 1, 2)))
    elif form == "recode":
        subject = draft.pick(single)
        new = {code: draft.pick(["x", "y"]) for code in subject.codes if draft.chance(8)}
        if new:
            draft.derive[name] = {"recode": subject.name, "to": new}
            draft.subjects.append(Subject(name, tuple(sorted(set(new.values())))))


def _answered(draft: Draft, name: str, most: int) -> None:
    if draft.chance(5):
        draft.derive[name]["at_least_answered"] = draft.draw(st.integers(1, most))
