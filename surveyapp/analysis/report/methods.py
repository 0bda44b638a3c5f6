"""Response, methods and privacy in words: what exactly was done, and nothing that was not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from surveyapp.analysis.document.report import Facts, Paragraph, Section, Table
from surveyapp.analysis.figures.shares import percent
from surveyapp.analysis.inference.outcome import Method
from surveyapp.analysis.report.comparisons import retrospective
from surveyapp.analysis.report.joint import Withheld
from surveyapp.analysis.report.material import Material
from surveyapp.analysis.report.notes import INTERVALS, has_median
from surveyapp.analysis.report.tested import Tests
from surveyapp.instrument.routes.map import questions as numbered
from surveyapp.release.comments.headings import questions
from surveyapp.release.plan.outline import RATES
from surveyapp.release.terms import counted_of, harmless

MADE = {
    "fisher": (
        "Distributions were compared with Fisher's exact test for tables of any size (Freeman and Halton), "
        "by enumeration."
    ),
    "rank_sum": "Two groups were compared with the exact Wilcoxon-Mann-Whitney test, with midranks for ties.",
    "mcnemar": (
        "Paired answers were compared on two sides of the scale with the exact McNemar test: a binomial "
        "test of the pairs that changed; the odds ratio is conditional, with its exact interval."
    ),
    "mcnemar_mid_p": (
        "Paired answers were compared on two sides of the scale with McNemar's test and its mid-p."
    ),
    "signed_rank": (
        "Paired answers were compared on the scale's codes with the exact Wilcoxon signed-rank test; pairs "
        "that did not change were left out, and ties have midranks."
    ),
}
APPROXIMATE = {
    "fisher": (
        "Pearson's chi-squared test took the place of Fisher's where the table was too large to enumerate."
    ),
    "rank_sum": (
        "Beyond 200 answers the rank-sum test is the normal approximation, corrected for ties and continuity."
    ),
    "mcnemar": (
        "Beyond 10,000 changed pairs McNemar's test is the chi-squared approximation, continuity-corrected."
    ),
    "mcnemar_mid_p": "Beyond 10,000 changed pairs McNemar's test is the chi-squared approximation.",
    "signed_rank": (
        "Beyond 200 changed pairs the signed-rank test is the normal approximation, corrected for ties."
    ),
}


def response(material: Material) -> Facts:
    """Who was invited, how many responded, and what that share is called."""
    invited, responses = material.invited, material.responses
    entries = [("Invited", str(invited)), ("Responses", str(responses))]
    name = material.plan.response_rate
    if name != "none":
        share = f"{responses}/{invited} ({percent(responses, invited)})"
        entries.append(("Response rate", f"{share}: {RATES[name]}"))
    return Facts(tuple(entries))


def methods(material: Material, tests: Tests, shown: Iterable[Section]) -> tuple[Paragraph, ...]:
    """What was computed of what is shown, and with what."""
    tables = [block for section in shown for block in section.blocks if isinstance(block, Table)]
    counted = _counted(material, medians=any(has_median(table.rows) for table in tables))
    return Paragraph(" ".join(counted)), Paragraph(" ".join(_computed(material, tests)))


def _counted(material: Material, *, medians: bool) -> Iterator[str]:
    plan = material.plan
    if plan.response_rate != "none":
        yield (
            f"The response rate is AAPOR's {plan.response_rate}: all that was sent over all who were "
            "invited, each of whom was eligible."
        )
    yield "All responses are counted; none was weighted, imputed or left out."
    yield (
        "Percentages are of those who answered a question, with half a percent rounded up; who was asked "
        "and did not answer, and who was not asked, are counted apart."
    )
    yield f"Shares have {INTERVALS[plan.intervals]} 95% interval."
    if medians:
        yield (
            "Medians and quartiles are R's type 2: the inverse distribution function, averaged where it "
            "steps."
        )
    if material.plain:
        yield (
            "Nobody wrote a plan of analysis; the standard one was fixed from the questions before the first "
            "answer."
        )
    if material.planned.added:
        yield "Analyses that were added after the survey opened are marked: not planned in advance."
    elif not material.plain:
        yield "All analyses were planned before the first answer."


def _computed(material: Material, tests: Tests) -> Iterator[str]:
    for test, sentence in MADE.items():
        if any(made == test for made, _ in tests.methods):
            yield sentence
    for test, sentence in APPROXIMATE.items():
        if any(made == test and how in (Method.NORMAL, Method.CHI_SQUARED) for made, how in tests.methods):
            yield sentence
    if tests.methods:
        yield "All probabilities are two-sided."
        yield _families(tests)
    if any(isinstance(outcome, Withheld) for outcome in tests.outcomes.values()):
        yield "Planned tests of counts that may not be shown are not reported."
    if any(retrospective(material, each) for each in material.plan.comparisons):
        yield "Before and after were asked at one time, in retrospect (a then-test)."
    programs = ", ".join(f"{name} {version}" for name, version in material.versions.items())
    yield f"Computed with {programs}."


def _families(tests: Tests) -> str:
    shown = [name for name, keys in tests.families.items() if any(key in tests.adjusted for key in keys)]
    if not shown:
        return "They are not adjusted for how many tests were made."
    names = " and ".join(f"the family “{name}”" for name in shown)
    return f"They are adjusted after Holm within {names}; others are not adjusted."


def comments(material: Material) -> Iterator[Section]:
    """Which questions people could answer in their own words, and where that is; not what they wrote."""
    asked = material.instrument
    items = {asked.controls[name].item.name: asked.controls[name].item for name in questions(asked)}
    if not items:
        return
    count = "One question leaves" if len(items) == 1 else f"{len(items)} questions leave"
    leaves = (
        "a person reads it first, and what is let through leaves in a file of its own, apart from all other "
        "answers."
        if material.terms.publish == "rows"
        else "it does not leave, for the people who answered were told that only tables do."
    )
    said = f"{count} room for people's own words: {numbered(asked, list(items.values()))}."
    yield Section("Comments", (Paragraph(f"{said} What they wrote is not in this report: {leaves}"),))


def privacy(material: Material) -> tuple[Paragraph, ...]:
    """How privacy was kept, from the terms that everybody was shown."""
    asked = harmless(material.instrument)
    told = [Paragraph(said) for said in material.ready.about.kept(counted_of(asked))]
    ruled = (
        "Every number here follows from the published tables, which hide small counts and whatever would "
        "give them away; an interval, a median, a test or a bar appears only where the counts behind it do."
        " Where two questions are held against each other, the counts of pairs, and what they leave of each"
        " question, follow the same rule."
    )
    if asked:
        ruled += f" Everybody’s answers to {asked} are shown however small a count is."
    return *told, Paragraph(ruled)
