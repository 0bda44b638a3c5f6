"""Committee members at their drafts."""

from __future__ import annotations

import pytest

from tests.staff.conftest import SignedIn
from tests.staff.editor.drafting import Drafting


@pytest.fixture
def drafting(signed_in: SignedIn) -> Drafting:
    """A committee member, who has no draft yet."""
    return Drafting(signed_in("committee"))


@pytest.fixture
def colleague(signed_in: SignedIn) -> Drafting:
    """Another one."""
    return Drafting(signed_in("committee", email="colleague@example.org"))
