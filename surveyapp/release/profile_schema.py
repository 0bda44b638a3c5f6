"""The JSON Schema of a release profile, for editors that complete and check while an author writes."""

from __future__ import annotations

from typing import Any

from surveyapp.instrument.schema import DIALECT
from surveyapp.release.document import Document, LadderFile

TEXT = {"type": ["string", "number"]}


def profile_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a release profile as an author writes it."""
    made = Document.model_json_schema(mode="validation")
    ladders = made["$defs"]["Privacy"]["properties"]["quasi_identifiers"]
    made["$defs"]["LadderFile"] = LadderFile.model_json_schema()
    ladders["additionalProperties"] = {
        "anyOf": [ladders["additionalProperties"], {"$ref": "#/$defs/LadderFile"}]
    }
    _written(made)
    return {"$schema": DIALECT, **made, "title": "Release profile"}


def _written(node: Any) -> None:
    """Numbers where texts are meant, as YAML reads codes that are numbers."""
    for value in node if isinstance(node, list) else node.values():
        if isinstance(value, dict) and value.get("type") == "string" and not {"enum", "pattern"} & set(value):
            value.update(TEXT)
        if isinstance(value, dict | list):
            _written(value)
