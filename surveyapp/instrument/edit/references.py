"""Where rules and scores speak of items: to rename what they speak of, to recode it, or to drop it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.instrument.edit.parts import Data, asked_in, everything, heading_of, sections_of, with_key
from surveyapp.instrument.rules import CONNECTIVES

Entry = Callable[[str, Any], tuple[str, Any] | None]
"""Gives a comparison of a rule (a subject and what it is compared with) as it is to be; None drops it."""
SOURCES = ("item", "sum", "mean", "count", "recode")


@dataclass(frozen=True)
class User:
    """What speaks of an item: a section, item, option or score (``kind``) by what people know of it."""

    kind: str
    name: str


def users(data: Data, subjects: Collection[str]) -> list[User]:
    """Everything that speaks of one of the subjects, in order."""
    found: list[User] = []
    for section in sections_of(data):
        _note(found, User("section", heading_of(section)), section.get("when"), subjects)
    for _, _, item in everything(data):
        _note(found, User("item", asked_in(item)), item.get("when"), subjects)
        for option in _options(item).values():
            if isinstance(option, dict):
                _note(found, User("option", asked_in(item)), option.get("when"), subjects)
    for name, score in _scores(data).items():
        if set(_sources(score)) & set(subjects):
            found.append(User("score", name))
    return list(dict.fromkeys(found))


def _note(found: list[User], user: User, rule: Any, subjects: Collection[str]) -> None:
    if any(subject in subjects for subject, _ in comparisons(rule)):
        found.append(user)


def comparisons(rule: Any) -> Iterator[tuple[str, Any]]:
    """Every comparison of a rule as it is written."""
    for key, value in rule.items() if isinstance(rule, dict) else ():
        if key in CONNECTIVES:
            for each in value if isinstance(value, list) else [value]:
                yield from comparisons(each)
        else:
            yield key, value


def renamed(data: Data, names: Mapping[str, str]) -> Data:
    """The document with rules and scores that speak of what has new names."""
    data = _with_rules(data, lambda subject, value: (names.get(subject, subject), value))
    return _with_scores(data, lambda score: _each_source(score, lambda name: names.get(name, name)))


def recoded(data: Data, subjects: Collection[str], codes: Mapping[str, str]) -> Data:
    """The document with rules and scores that name the codes of the subjects as they are now."""

    def entry(subject: str, value: Any) -> tuple[str, Any]:
        if subject not in subjects:
            return subject, value
        if isinstance(value, dict):
            return subject, {key: _codes(each, codes) if key == "is" else each for key, each in value.items()}
        return subject, _codes(value, codes)

    def score(each: Data) -> Data:
        if set(_sources(each)) and set(_sources(each)) <= set(subjects):
            if isinstance(each.get("to"), dict):
                return {**each, "to": {codes.get(code, code): new for code, new in each["to"].items()}}
            if "values" in each:
                return {**each, "values": _codes(each["values"], codes)}
        return each

    return _with_scores(_with_rules(data, entry), score)


def without(data: Data, subjects: Collection[str]) -> Data:
    """The document without rules and scores that speak of the subjects, as far as they do."""
    data = _with_rules(data, lambda subject, value: None if subject in subjects else (subject, value))
    scores = {name: _score_without(score, subjects) for name, score in _scores(data).items()}
    kept = {name: score for name, score in scores.items() if score is not None}
    gone = set(scores) - set(kept)
    if "derive" in data:
        data = with_key(data, "derive", kept or None)
    return without(data, gone) if gone else data


def _score_without(score: Any, subjects: Collection[str]) -> Any:
    for key in SOURCES if isinstance(score, dict) else ():
        source = score.get(key)
        if isinstance(source, list):
            left = [each for each in source if each not in subjects]
            return None if not left else score if left == source else {**score, key: left}
        if source in subjects:
            return None
    return score


def _codes(value: Any, codes: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_codes(each, codes) for each in value]
    return codes.get(str(value), value)


def _options(item: Data) -> Data:
    options = item.get("options")
    return options if isinstance(options, dict) else {}


def _scores(data: Data) -> Data:
    derive = data.get("derive")
    return derive if isinstance(derive, dict) else {}


def _sources(score: Any) -> list[str]:
    given = [score[key] for key in SOURCES if key in score] if isinstance(score, dict) else []
    return [str(each) for source in given for each in (source if isinstance(source, list) else [source])]


def _each_source(score: Data, change: Callable[[str], str]) -> Data:
    made = dict(score)
    for key in SOURCES:
        if key in score:
            source = score[key]
            made[key] = list(map(change, source)) if isinstance(source, list) else change(source)
    return made


def _with_scores(data: Data, change: Callable[[Data], Data]) -> Data:
    scores = _scores(data)
    made = {name: change(score) if isinstance(score, dict) else score for name, score in scores.items()}
    return data if made == scores else {**data, "derive": made}


def _with_rules(data: Data, entry: Entry) -> Data:
    sections = []
    for section in sections_of(data):
        items = section.get("items")
        made = [_with_rule(_with_option_rules(item, entry), entry) for item in items or ()]
        changed = any(one is not other for one, other in zip(made, items or (), strict=True))
        sections.append(_with_rule({**section, "items": made} if changed else section, entry))
    return data if all(map(_is, sections, sections_of(data))) else {**data, "sections": sections}


def _is(one: object, other: object) -> bool:
    return one is other


def _with_option_rules(item: Data, entry: Entry) -> Data:
    options = _options(item)
    made = {
        code: _with_rule(option, entry) if isinstance(option, dict) else option
        for code, option in options.items()
    }
    return item if made == options else {**item, "options": made}


def _with_rule(part: Data, entry: Entry) -> Data:
    if not isinstance(part.get("when"), dict):
        return part
    rule = _rule(part["when"], entry)
    if rule == part["when"]:
        return part
    return with_key(part, "when", rule or None)


def _rule(raw: Any, entry: Entry) -> Any:
    if not isinstance(raw, dict):
        return raw
    made: Data = {}
    for key, value in raw.items():
        if key == "not":
            inner = _rule(value, entry)
            made |= {key: inner} if inner else {}
        elif key in CONNECTIVES:
            inner = [each for each in (_rule(each, entry) for each in value) if each]
            made |= {key: inner} if inner else {}
        else:
            pair = entry(key, value)
            made |= dict([pair]) if pair else {}
    return made
