"""datapackage.json: a Frictionless Data Package whose Table Schema describes both CSV files.

Source: the specifications of Data Package, Data Resource and Table Schema (specs.frictionlessdata.io, v1);
the labels of codes stand under ``categories``, as version 2 writes them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from surveyapp.release.cells import guarded
from surveyapp.release.formats.readme import About
from surveyapp.release.formats.stored import Form, Rows, Stored
from surveyapp.release.words import MISSING

TYPES: dict[Form, str] = {
    "coded": "string",
    "whole": "integer",
    "number": "number",
    "month": "yearmonth",
    "day": "date",
    "text": "string",
}


def descriptor(rows: Rows, about: About) -> str:
    """The descriptor as JSON text."""
    instrument = about.instrument
    package = {
        "profile": "tabular-data-package",
        "name": about.name,
        "title": rows.title,
        "description": " ".join([*filter(None, [about.made_up]), *about.kept()]),
        "version": instrument.hash,
        "sources": [{"title": instrument.document.source.citation}],
        "resources": [
            _resource("data", "The responses in codes", [_field(each) for each in rows.stored]),
            _resource("data_labels", "The same rows in labels", [_labelled(each) for each in rows.stored]),
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(name: str, title: str, fields: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": title,
        "path": f"{name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
        "schema": {"fields": list(fields), "missingValues": list(MISSING)},
    }


def _field(stored: Stored) -> dict[str, Any]:
    """A field of data.csv."""
    field = _about(stored, TYPES[stored.form])
    if stored.numbers:
        field["constraints"] = {"enum": list(map(guarded, stored.numbers))}
        field["categories"] = [
            {"value": guarded(code), "label": stored.entry.labels.get(code, code)} for code in stored.numbers
        ]
    return field


def _labelled(stored: Stored) -> dict[str, Any]:
    """A field of data_labels.csv."""
    field = _about(stored, TYPES[stored.form])
    if stored.numbers:
        labels = [guarded(label) for label in stored.labels.values()]
        field["constraints"] = {"enum": list(dict.fromkeys(labels))}
    return field


def _about(stored: Stored, kind: str) -> dict[str, Any]:
    return {
        "name": stored.name,
        "type": kind,
        "title": stored.entry.wording,
        "description": _description(stored),
    }


def _description(stored: Stored) -> str:
    entry = stored.entry
    number = f"Question {entry.number}, {entry.kind}" if entry.number else entry.kind.capitalize()
    return f"{number}. Released: {entry.done}."
