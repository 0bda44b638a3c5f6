"""Versions: a document is one text for one content, and that text's hash is its version."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property

from surveyapp.instrument.kinds.base import Part


class Versioned:
    """Something made of a document, which can be written down and compared."""

    document: Part

    @cached_property
    def canonical(self) -> str:
        """The document as JSON that is the same for the same document, with everything in it filled in."""
        content = self.document.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def hash(self) -> str:
        """The version: SHA-256 of the canonical JSON, in hexadecimal."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()
