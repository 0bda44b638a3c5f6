"""What requests cost: several servers side by side, each measured in turn, several times over."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bench.bare import PATH
from bench.client import Ask
from bench.invitations import Invited, invited
from bench.processes import Served, Spent, Unexpected, serving, spend
from bench.survey import Measured, fill, measured
from tests.postgres import running_postgres
from tests.serving import COMMAND

INSTRUMENT = "needs_assessment"
WARMING = 40
BARE = "Bare Flask view of the same size"
GET = "GET of the form, 29 items"
POST = "POST of 29 answers, SQLite"
FULL = "the same, box already full"
POSTGRES = "the same, PostgreSQL (not its own CPU)"
WHOLE = "Complete response, 4 requests"
ISSUE = "Issuing a ballot, 3072 bits"
REDEEM = "POST of 29 answers with that ballot"
Visits = Callable[[int], list[list[Ask]]]


@dataclass(frozen=True)
class Case:
    """One thing to measure: `number` visits a round to a server, each answered with these statuses.

    The target is a CPU time in ms where `beside` is empty, else a multiple of that case's.
    """

    name: str
    served: Served
    visits: Visits
    statuses: list[str]
    number: int
    apart: bool = False
    target: float | None = None
    beside: str = ""

    def spend(self, number: int) -> Spent:
        """One round."""
        return spend(self.served, self.visits(number), self.statuses, self.apart)


@dataclass(frozen=True)
class Figure:
    """What a case came to: CPU ms, visits a second, and CPU as a multiple of that of another case by round.

    All are medians over the rounds; half of what has the target lies between `low` and `high`.
    """

    name: str
    cpu: float
    rate: float
    beside: str
    ratio: float | None
    low: float
    high: float
    target: float | None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        return (
            None if self.target is None else (self.cpu if self.ratio is None else self.ratio) <= self.target
        )


def figures(folder: Path, rounds: int, rows: int) -> Iterator[Figure]:
    """Measure every case so many times, in turn, with so many responses in the box of one of them."""
    with cases(folder, rows) as every:
        for case in every:
            case.spend(WARMING)
        spent: dict[str, list[Spent]] = {case.name: [] for case in every}
        for _ in range(rounds):
            for case in every:
                spent[case.name].append(case.spend(case.number))
    for case in every:
        yield figure(case, spent)


def figure(case: Case, spent: Mapping[str, list[Spent]]) -> Figure:
    """The figure of a case, from what all of them spent in each round."""
    cpus = [each.cpu for each in spent[case.name]]
    beside = [each.cpu for each in spent[case.beside]] if case.beside else []
    ratios = [ours / theirs for ours, theirs in zip(cpus, beside, strict=True)] if beside else []
    low, _, high = quantiles(ratios or cpus, n=4)
    return Figure(
        name=case.name,
        cpu=median(cpus),
        rate=median(each.rate for each in spent[case.name]),
        beside=case.beside,
        ratio=median(ratios) if ratios else None,
        low=low,
        high=high,
        target=case.target,
    )


@contextmanager
def cases(folder: Path, rows: int) -> Iterator[list[Case]]:
    """All cases, with their servers running.

    Raises `Unexpected` at the end where a box does not hold just what was sent.
    """
    with ExitStack() as stack:
        databases = stack.enter_context(running_postgres(f"bench-{folder.name}"))
        urls = {name: databases.url(databases.create()) for name in ("DATABASE_URL", "BOX_DATABASE_URL")}
        small = stack.enter_context(measured(INSTRUMENT, folder / "small", {}))
        large = stack.enter_context(measured(INSTRUMENT, folder / "large", {}))
        personal = stack.enter_context(invited(INSTRUMENT, folder / "personal"))
        postgres = stack.enter_context(measured(INSTRUMENT, folder / "postgres", urls))
        fill(large, rows)

        def start(survey: Measured, *command: str | Path) -> Served:
            log = folder / f"{len(list(folder.iterdir()))}.log"
            return stack.enter_context(serving(command or (COMMAND, "serve"), survey.settings, log))

        size = len(small.client().get(small.path).data)
        bare = start(small, sys.executable, "-m", "bench.bare", str(size))
        yield [
            Case(BARE, bare, lambda number: [[(PATH, None)]] * number, ["200"], 800),
            *cases_of(small, start(small)),
            *personal_cases(personal, start(personal)),
            Case(FULL, start(large), large.posts, ["303"], 200, target=1.2, beside=POST),
            Case(POSTGRES, start(postgres), postgres.posts, ["303"], 200, beside=BARE),
        ]
        if [each.stored() for each in (small, large, postgres, personal)] != [
            small.sent,
            large.sent + rows,
            postgres.sent,
            personal.sent,
        ]:
            raise Unexpected("not everything that was sent is stored")


def cases_of(survey: Measured, served: Served) -> Iterator[Case]:
    """What one survey is asked and sent."""
    whole = ["200", "303", "200", "200"]
    yield Case(GET, served, lambda number: [survey.page()] * number, ["200"], 800, target=1.5, beside=BARE)
    yield Case(POST, served, survey.posts, ["303"], 200, target=6, beside=BARE)
    yield Case(WHOLE, served, survey.responses, whole, 60, apart=True, target=5)


def personal_cases(survey: Invited, served: Served) -> Iterator[Case]:
    """What one survey is asked and sent by people with invitations."""
    yield Case(ISSUE, served, survey.asking, ["200"], 60)
    yield Case(REDEEM, served, survey.posts, ["303"], 200, target=2, beside=POST)
