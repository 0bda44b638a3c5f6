"""Figures of the study's shape to test with: five statements twice, and nine people before and after."""

from __future__ import annotations

from surveyapp.analysis.figures.likert import Answers, Block, Bounded, Likert
from surveyapp.analysis.figures.paired import Pair, Paired
from surveyapp.analysis.figures.shares import Hidden, Range

STATEMENTS = (
    "I felt ashamed",
    "I questioned my own clinical competencies",
    "I kept thinking about the event more than I wanted to",
    "I felt my colleagues were judging me negatively",
    "I was concerned about professional consequences (e.g., medicolegal)",
)
POINTS = ("Strongly disagree", "Disagree", "Agree", "Strongly agree")
REVIEW = ((4, 11, 13, 9), (3, 7, 17, 10), (1, 3, 14, 19), (5, 12, 13, 7), (2, 6, 14, 15))


def likert() -> Likert:
    """Two blocks: all answers after a review; after litigation one row, one range and one row held back."""
    review = tuple(Answers(label, counts) for label, counts in zip(STATEMENTS, REVIEW, strict=True))
    litigation = (
        Answers(STATEMENTS[0], (5, 12, 11, 7)),
        Bounded(STATEMENTS[1], 36, Range(0, 4), Range(32, 36), "32 or more of 36 agree"),
        Hidden(STATEMENTS[2], "Held back: too few answers"),
    )
    blocks = Block("After quality review", review), Block("After litigation", litigation)
    return Likert("Stress", POINTS, 2, 2, ("Disagree", "Agree"), blocks)


def paired() -> Paired:
    """One pair of each kind: shown, known as a range, held back."""
    rows = (
        Pair(STATEMENTS[0], 9, Range(8, 8), Range(2, 2), ("6", "0"), ".031"),
        Pair(STATEMENTS[1], 39, Range(35, 39), Range(20, 20), ("–", "–"), "held back"),
        Hidden(STATEMENTS[2], "Held back: too few answers"),
    )
    return Paired("Stress before and after peer support", ("Before", "After"), "agree", rows)
