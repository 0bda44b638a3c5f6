"""Random instruments with rules everywhere, profiles with random ladders, and people who answer them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from surveyapp.instrument.kinds.base import Control
from surveyapp.instrument.model import Document, Instrument
from surveyapp.release.carried import determinants
from surveyapp.release.document import Document as ProfileDocument
from surveyapp.release.profile import Profile

KINDS = ("yes_no", "choice", "choices", "scale", "integer", "grid")


def random_instrument(rng: Random) -> Instrument:
    """Up to seven items, later ones under rules on earlier ones, with scores and with marks that fit."""
    items: list[dict[str, Any]] = []
    scores: dict[str, Any] = {}
    for at in range(rng.randint(1, 7)):
        items.append(_item(rng, f"q{at}", items, scores))
        if rng.random() < 0.4:
            name = rng.choice(_subjects(items))
            scores[f"s{at}"] = rng.choice(
                [{"item": name, "at_least": 2}, {"count": [name], "values": ["1", "yes"]}]
            )
    content = {
        "name": "tiny",
        "title": "Tiny",
        "source": {"citation": "none", "wording": "reconstructed"},
        "sections": [{"name": "all", "title": "All", "items": items}],
        "derive": scores,
    }
    _mark(rng, Instrument(Document.model_validate(content)), items)
    return Instrument(Document.model_validate(content))


def _item(rng: Random, name: str, before: list[dict[str, Any]], scores: dict[str, Any]) -> dict[str, Any]:
    kind = rng.choice(KINDS)
    item: dict[str, Any] = {"name": name, "type": kind, "ask": name}
    subjects = [*_subjects(before), *scores]
    if subjects and rng.random() < 0.5:
        item["when"] = _rule(rng, subjects)
    options: dict[str, Any] = {f"c{at}": f"C{at}" for at in range(rng.randint(2, 4))}
    if subjects and rng.random() < 0.3:
        options["c1"] = {"label": "C1", "when": _rule(rng, subjects)}
    if kind in ("choice", "choices"):
        item["options"] = options
    elif kind in ("scale", "grid"):
        item["scale"] = {str(code): str(code) for code in range(1, 4)}
    if kind == "grid":
        item["statements"] = {"x": "X", "y": "Y"}
    elif kind == "integer":
        item |= {"min": 0, "max": 9}
    return item


def _subjects(items: list[dict[str, Any]]) -> list[str]:
    grids = [item["name"] for item in items if item["type"] == "grid"]
    return [item["name"] for item in items if item["name"] not in grids] + [
        f"{name}_{row}" for name in grids for row in "xy"
    ]


def _rule(rng: Random, subjects: list[str]) -> dict[str, Any]:
    tests: list[Any] = [
        ["yes", "c1", "1"],
        ["no", "c0"],
        {"answered": True},
        {"at_least": 2},
        {"less_than": 3},
    ]
    rule = {rng.choice(subjects): rng.choice(tests)}
    return rng.choice([rule, {"not": rule}, {"any": [rule, {rng.choice(subjects): rng.choice(tests)}]}])


def _mark(rng: Random, unmarked: Instrument, items: list[dict[str, Any]]) -> None:
    """Mark some items and whatever decides about them."""
    marked = {item["name"] for item in items if rng.random() < 0.4}
    behind = determinants(unmarked)
    for variable in unmarked.variables:
        if variable.control is not None and variable.control.item.name in marked:
            marked |= {unmarked.controls[name].item.name for name in behind[variable.name]}
    for item in items:
        item["privacy"] = "quasi_identifier" if item["name"] in marked else "sensitive"


def random_profile(rng: Random, instrument: Instrument) -> Profile:
    """A ladder for each quasi-identifier, and now and then something withheld."""
    ladders: dict[str, list[Any]] = {}
    withheld: list[str] = []
    for at, variable in enumerate(instrument.variables):
        if variable.control is not None and variable.control.item.privacy == "quasi_identifier":
            if at and rng.random() < 0.1:
                withheld.append(variable.name)
            else:
                ladders[variable.name] = list(_levels(rng, list(variable.codes)))
        elif at and rng.random() < 0.1:
            withheld.append(variable.name)
    share = rng.choice([0, 0.05, 0.3])
    privacy = {"quasi_identifiers": ladders, "withhold": withheld, "suppress_at_most": share}
    document = {"name": "tiny", "instrument": "tiny", "privacy": privacy}
    return Profile(ProfileDocument.model_validate(document))


def _levels(rng: Random, labels: list[str]) -> Iterator[Any]:
    if not labels:
        labels = ["low", "middle", "high"]
        yield {"low": None, "middle": 3, "high": 7}
    for level in range(rng.randint(0, 2)):
        groups: dict[str, list[str]] = {}
        for label in labels:
            groups.setdefault(f"g{level}_{rng.randint(0, len(labels) // 2)}", []).append(label)
        yield groups
        labels = list(groups)


def random_person(rng: Random, instrument: Instrument) -> dict[str, Any]:
    """What a person would say to everything, asked or not."""
    return {
        control.name: random_answer(rng, control)
        for control in instrument.controls.values()
        if not control.apart and rng.random() < 0.85
    }


def random_answer(rng: Random, control: Control) -> Any:
    """One answer to a control."""
    if control.item.type == "choices":
        ticked = [code for code in control.options if rng.random() < 0.4]
        return ticked or [next(iter(control.options))]
    return rng.choice(list(control.options)) if control.options else rng.randint(0, 9)
