"""The JSON Schema of a document, for editors that complete and check while an author writes."""

from __future__ import annotations

from typing import Any

from surveyapp.instrument.model import Document
from surveyapp.instrument.rules import ORDERINGS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
WRITTEN = ("include", "when")
"""What an author gives for an include; the rest is filled in on loading."""

VALUE = {"type": ["string", "number"]}
VALUES = {"anyOf": [VALUE, {"type": "array", "items": VALUE, "minItems": 1}]}
RULE_REF = {"$ref": "#/$defs/Rule"}
RULES = {"type": "array", "items": RULE_REF, "minItems": 1}
RULE: dict[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "description": "What must hold: a code, a list of codes, or operators; all, any and not join rules.",
    "properties": {"all": RULES, "any": RULES, "not": RULE_REF},
    "additionalProperties": {
        "anyOf": [
            VALUES,
            {
                "type": "object",
                "minProperties": 1,
                "properties": {
                    "is": VALUES,
                    "answered": {"type": "boolean"},
                    **dict.fromkeys(ORDERINGS, VALUE),
                },
                "additionalProperties": False,
            },
        ]
    },
}


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a document as an author writes it."""
    made = Document.model_json_schema(mode="validation")
    include = made["$defs"]["Include"]
    include["properties"] = {key: include["properties"][key] for key in WRITTEN}
    _written(made)
    made["$defs"]["Rule"] = RULE
    return {"$schema": DIALECT, **made, "title": "Instrument"}


def _written(node: Any) -> None:
    """Rules by reference, no unknown keys, and the shorthands: numbers for texts, a label for an option."""
    if isinstance(node, list):
        for each in node:
            _written(each)
    if not isinstance(node, dict):
        return
    if "when" in node.get("properties", {}):
        node["properties"]["when"] = RULE_REF
    if "patternProperties" in node:
        node["additionalProperties"] = False
    for key, value in list(node.items()):
        if value == {"$ref": "#/$defs/Option"}:
            node[key] = {"anyOf": [value, VALUE]}
        _written(value)
    if node.get("type") == "string" and not {"enum", "const", "pattern"} & set(node):
        node["type"] = ["string", "number"]
