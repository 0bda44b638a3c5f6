"""What the editor calls things."""

from __future__ import annotations

KINDS = {
    "yes_no": "Yes or no",
    "choice": "One answer from a list",
    "choices": "Several answers from a list",
    "scale": "One statement on a scale",
    "grid": "Several statements on one scale",
    "before_after": "Before and now, on one scale",
    "rating": "A number on a slider",
    "integer": "A whole number",
    "number": "A number with decimals",
    "date": "A date",
    "text": "A short text",
    "comment": "A comment in their own words",
    "note": "Words in between, with nothing to answer",
}
PRIVACY = {
    "sensitive": "Sensitive: nobody else knows it, such as what somebody felt",
    "quasi_identifier": "A colleague may know it, such as the area of work or the years in practice",
    "ordinary": "Ordinary: harmless even if known, such as a rating of the program",
    "comment": "Kept apart from the answers, as comments are",
}
PRIVACY_SHORT = {
    "sensitive": ("Sensitive", "nobody else knows the answer, so small counts of it are hidden"),
    "quasi_identifier": (
        "A colleague may know it",
        "the answer can tell who somebody is, so it is told only as exactly as enough people share it",
    ),
    "ordinary": ("Ordinary", "harmless even if known, so every count of it is shown"),
    "comment": ("Kept apart", "a person reads it before it leaves, without the other answers"),
}
"""For each, what stands on a card, and what that does."""
WORDING = {
    "": "As the source of the whole survey says",
    "verbatim": "Word for word from a source",
    "adapted": "Changed from a source",
    "reconstructed": "Our own words",
}
PRECISION = {"year": "The year", "month": "The month", "day": "The day"}
PATTERN = {
    "": "Anything",
    "letters": "Letters only",
    "digits": "Digits only",
    "code": "A code: letters, digits, hyphens",
    "postcode": "A postal code",
}
NUMBERS = {
    "min": "Smallest",
    "max": "Largest",
    "step": "Step",
    "at_least": "At least how many, if any are ticked",
    "at_most": "At most how many",
    "max_length": "How many characters at most",
}
SCORES = {
    "item": "Yes or no: is an answer at or beyond a cut-off?",
    "sum": "The sum of several answers",
    "mean": "The mean of several answers",
    "count": "How many of several questions were answered so",
}
