"""As much of JSON Schema (draft 2020-12) as ours uses; a keyword that is not known here is an error."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

ANNOTATIONS = {"title", "description", "default", "discriminator", "$defs", "$schema"}
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
Accepted = Callable[[Any, Any], bool]


def accepts(schema: dict[str, Any], value: Any) -> bool:
    """Whether the schema accepts the value. Raises KeyError at a keyword that it should not have."""

    def accepted(part: Any, given: Any) -> bool:
        if isinstance(part, bool):
            return part
        part = {**schema["$defs"][part["$ref"].removeprefix("#/$defs/")], **part} if "$ref" in part else part
        rules = {key: rule for key, rule in part.items() if key not in {*ANNOTATIONS, "$ref"}}
        return all(KEYWORDS[key](rule, part, given, accepted) for key, rule in rules.items())

    return accepted(schema, value)


def _typed(rule: Any, part: Any, value: Any, accepted: Accepted) -> bool:
    names = rule if isinstance(rule, list) else [rule]
    return any(
        isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))
        for name in names
    )


def _properties(rule: Any, part: Any, value: Any, accepted: Accepted) -> bool:
    return (
        all(accepted(rule[key], value[key]) for key in rule if key in value)
        if isinstance(value, dict)
        else True
    )


def _patterns(rule: Any, part: Any, value: Any, accepted: Accepted) -> bool:
    pairs = [(pattern, key) for pattern in rule for key in value if re.search(pattern, key)]
    return all(accepted(rule[pattern], value[key]) for pattern, key in pairs)


def _additional(rule: Any, part: Any, value: Any, accepted: Accepted) -> bool:
    if not isinstance(value, dict):
        return True
    patterns = part.get("patternProperties", {})
    rest = [key for key in value if key not in part.get("properties", {})]
    return all(
        accepted(rule, value[key]) for key in rest if not any(re.search(each, key) for each in patterns)
    )


def _one_of(rule: Any, part: Any, value: Any, accepted: Accepted) -> bool:
    return sum(accepted(each, value) for each in rule) == 1


def _any_of(rule: Any, part: Any, value: Any, accepted: Accepted) -> bool:
    return any(accepted(each, value) for each in rule)


def _items(rule: Any, part: Any, value: Any, accepted: Accepted) -> bool:
    return all(accepted(rule, each) for each in value) if isinstance(value, list) else True


def _fewest(rule: Any, part: Any, value: Any, accepted: Accepted) -> bool:
    return not isinstance(value, (list, dict)) or len(value) >= rule


def _plain(
    check: Callable[[Any, Any], bool], kind: Any = object
) -> Callable[[Any, Any, Any, Accepted], bool]:
    """A keyword that needs only its rule and the value, and speaks of values of one kind."""
    return lambda rule, _part, value, _accepted: not isinstance(value, kind) or check(rule, value)


KEYWORDS: dict[str, Callable[[Any, Any, Any, Accepted], bool]] = {
    "type": _typed,
    "properties": _properties,
    "patternProperties": _patterns,
    "additionalProperties": _additional,
    "required": _plain(lambda rule, value: set(rule) <= set(value), dict),
    "oneOf": _one_of,
    "anyOf": _any_of,
    "items": _items,
    "minItems": _fewest,
    "minProperties": _fewest,
    "maxProperties": _plain(lambda rule, value: len(value) <= rule, dict),
    "enum": _plain(lambda rule, value: value in rule),
    "const": _plain(lambda rule, value: value == rule),
    "minimum": _plain(lambda rule, value: value >= rule, (int, float)),
    "maximum": _plain(lambda rule, value: value <= rule, (int, float)),
    "pattern": _plain(lambda rule, value: re.search(rule, value) is not None, str),
}
