"""Everything in a table of claims that cannot be as it was printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from surveyapp.analysis.inference.mcnemar import exact
from surveyapp.analysis.reconcile.chances import MOST_PAIRS, PrintedP, other_ways, pair_counts, possible
from surveyapp.analysis.reconcile.claims import Claim, read_claims
from surveyapp.analysis.reconcile.rounding import Printed, is_share, nearest_count, nearest_whole
from surveyapp.instrument.explain import nearest
from surveyapp.instrument.problems import Problem

MOST_COUNTED = 10_000
"""Answers, or discordant pairs, that a known table behind a P value may hold."""


def reconcile(content: bytes, file: str) -> list[Problem]:
    """All that is wrong with the claims in a CSV file, in the order of its lines; `file` is its name."""
    claims, problems = read_claims(content, file)
    by_id: dict[str, Claim] = {}
    for claim in claims:
        if claim.id and claim.id in by_id:
            said = f"'{claim.id}' also stands in line {by_id[claim.id].place.line}"
            problems.append(Problem(claim.place, "id-twice", said, "give each claim a name of its own"))
        by_id.setdefault(claim.id, claim)
    for claim in claims:
        problems += [
            Problem(claim.place, code, f"{claim.id or 'a claim'}: {message}", hint)
            for code, message, hint in _findings(claim, by_id)
        ]
    return sorted(problems, key=lambda problem: problem.where)


Finding = tuple[str, str, str]
"""Code, message and hint of what does not fit."""
Known = tuple[tuple[int, ...], ...]


def _findings(claim: Claim, by_id: Mapping[str, Claim]) -> Iterator[Finding]:
    yield from _counted(claim)
    if claim.subset_of:
        yield from _contained(claim, by_id)
    if claim.p and claim.test and claim.known:
        yield from {"mcnemar": _mcnemar, "fisher": _fisher}[claim.test](claim.p, claim.known)


def _counted(claim: Claim) -> Iterator[Finding]:
    """A count above its whole, and a percentage that is not theirs."""
    percent = claim.percent
    match claim.n, claim.whole:
        case int(n), int(whole) if n > whole:
            yield "more-than-all", f"{n} of {whole}", "n counts some of the N"
        case int(n), int(whole) if percent and not is_share(n, whole, percent):
            said = f"{n} of {whole} is {_share(n, whole, percent)}, not {percent} %"
            yield "percent", said, _fitting(n, whole, percent)
        case None, int(whole) if percent and nearest_count(0, whole, percent) is None:
            yield "no-count", f"no count of {whole} is {percent} %", "look for the N that was divided by"
        case int(n), None if percent and nearest_whole(n, n, percent) is None:
            yield "no-count", f"{n} is {percent} % of no whole number", "look for the n that was divided"


def _share(n: int, whole: int, percent: Printed) -> str:
    return f"{Decimal(100 * n) / whole:.{percent.decimals + 1}f} %" if whole else "no share of anybody"


def _fitting(n: int, whole: int, percent: Printed) -> str:
    """Which numbers near these would fit, as a hint."""
    count, other = nearest_count(n, whole, percent), nearest_whole(n, whole, percent)
    fitting = [f"{count} of {whole}"] * (count is not None) + [f"{n} of {other}"] * (other is not None)
    if not fitting:
        return f"no count of {whole} is {percent} %, and {n} is {percent} % of no whole number"
    return f"{percent} % is {' or '.join(fitting)}"


def _contained(claim: Claim, by_id: Mapping[str, Claim]) -> Iterator[Finding]:
    """A claim about more people than the claim it is a part of counts."""
    outer = by_id.get(claim.subset_of)
    if outer is None or outer is claim:
        others = [name for name in by_id if name != claim.id]
        yield "unknown-claim", f"it is a part of '{claim.subset_of}'", nearest(claim.subset_of, others)
        return
    counted = claim.n if claim.whole is None else claim.whole
    if outer.n is None:
        yield "unknown-claim", f"it is a part of '{outer.id}', which counts nobody", "give that claim an n"
    elif counted is not None and counted > outer.n:
        said = f"{counted} answered, but they are a part of '{outer.id}', and those are {outer.n}"
        hint = "somebody answered who was not to be asked, or one of the two counts is wrong"
        yield "denominator", said, hint


def _mcnemar(p: PrintedP, known: Known) -> Iterator[Finding]:
    """A P value that no exact McNemar test of what is known gives."""
    match known:
        case ((pairs,),) if 0 < pairs <= MOST_PAIRS:
            counts, given = pair_counts(pairs), possible(pairs)
        case ((b, c),) | ((_, b), (c, _)) if 0 < b + c <= MOST_COUNTED:
            counts, given = ((b, c),), ((exact(b, c), b, c),)
        case _:
            hint = f"pairs at most (up to {MOST_PAIRS}), the two discordant counts, or the paired table"
            yield "not-known", "this is not what is known of McNemar's test", hint
            return
    if any(p.fits(value) for value, _, _ in given):
        return
    said = f"no exact McNemar test of {known[0][0]} pairs or fewer gives {p.reading}; next to it are "
    if len(given) == 1:
        said = f"an exact McNemar test does not give {p.reading}, but "
    bound = float(p.printed.value)
    below = [way for way in given if way[0] < bound]
    near = [*below[-1:], *given[len(below) :][:1]]
    said += " and ".join(f"{value:.6g} ({b} against {c})" for value, b, c in near)
    yield "p-value", said, "; ".join(other_ways(p, counts))


def _fisher(p: PrintedP, known: Known) -> Iterator[Finding]:
    """A P value that Fisher's exact test of a known table does not give."""
    # numpy, which only this needs.
    from surveyapp.analysis.inference.fisher import fisher
    from surveyapp.analysis.inference.outcome import Untestable

    if len({len(row) for row in known}) > 1 or sum(map(sum, known)) > MOST_COUNTED:
        yield "not-known", "this is not a table", f"rows of one length, with up to {MOST_COUNTED:,} answers"
        return
    test = fisher(known)
    if isinstance(test, Untestable):
        yield "p-value", f"there is no test: {test.reason}", ""
    elif not p.fits(test.p):
        yield "p-value", f"the table gives {test.p:.6g} ({test.method}), not {p.reading}", ""
