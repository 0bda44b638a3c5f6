"""The words that stand in a data file where no value does."""

from __future__ import annotations

NOT_ASKED = "not_asked"
NOT_ANSWERED = "not_answered"
SUPPRESSED = "suppressed"
HIDDEN = "*"

MISSING: dict[str, str] = {
    NOT_ASKED: "not asked of this person, given the other answers",
    NOT_ANSWERED: "asked and left out",
    SUPPRESSED: "held back, because it would give away a value that is hidden in its own column",
    HIDDEN: "hidden, so that nobody can be singled out",
}
"""Every such word with its meaning."""
SILENT = frozenset({NOT_ASKED, NOT_ANSWERED, ""})
"""Those that stand for no answer, and the empty cell of other people's data."""
UNTICKED = "unticked"
"""What a box that was not ticked is where variety is counted: another value than a tick, and no answer."""
NO_VALUE = frozenset({*MISSING, ""})
"""Those words, and the empty cell of other people's data."""
SYNTHETIC = "synthetic"
"""The column that marks made-up data, with 1 in every row."""
