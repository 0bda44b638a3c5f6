"""P3: one invitation, one response, and no link between the two, even for whoever holds everything later.

Chance is what somebody has who guesses: of thirty people one on average, however the thirty are assigned.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from scipy.stats import poisson
from sqlalchemy import text

from surveyapp.ballot.codes import code_digest
from surveyapp.extensions import db
from surveyapp.services import campaigns
from surveyapp.settings import Settings
from surveyapp.store import engines, office
from tests.promises.answering import PEOPLE, SECRET, round_of, today, with_known_key
from tests.promises.conftest import with_tiny
from tests.promises.linking import gather, linked
from tests.promises.opening import in_folder, opened

FEW, MANY = 10, 1000


@pytest.fixture(autouse=True)
def _same_key(monkeypatch: pytest.MonkeyPatch) -> None:
    with_known_key(monkeypatch)


def known(settings: Settings, folder: Path) -> Settings:
    """The settings with the tiny instrument, and with a secret that is the same in every run of the tests."""
    return replace(with_tiny(settings, folder), secrets=(SECRET,))


def right(settings: Settings, campaign: str, mails: dict[str, bytes], truth: dict[str, str]) -> int:
    """How many people the attacker links to their own response now."""
    guessed = linked(gather(settings, campaign, mails))
    return sum(guessed.get(address) == said for address, said in truth.items())


def before_and_after(settings: Settings, name: str, seed: int) -> tuple[int, int]:
    """How many of a round's people are linked before sealing, and after."""
    mails, truth = round_of(settings, name, seed)
    before = right(settings, name, mails, truth)
    campaigns.close(name)
    campaigns.seal(today, name)
    return before, right(settings, name, mails, truth)


def is_chance(hits: int, rounds: int) -> bool:
    """Whether so many hits lie within the 99 % interval around those of guessing.

    Hits of one guess are the fixed points of a random permutation, one on average and nearly Poisson
    distributed (de Montmort, 1713); those of many rounds add up.
    """
    least, most = poisson.interval(0.99, rounds)
    return bool(least <= hits <= most)


def sqlite_rounds(settings: Settings, folder: Path, rounds: int) -> tuple[int, int]:
    """The hits before and after sealing in so many rounds, each in files of its own."""
    hits = [0, 0]
    for seed in range(rounds):
        here = in_folder(settings, folder / f"round-{seed}")
        with opened(here):
            found = before_and_after(here, "round", seed)
        hits = [total + more for total, more in zip(hits, found, strict=True)]
    return hits[0], hits[1]


def postgres_rounds(settings: Settings, rounds: int) -> tuple[int, int]:
    """The same, each round a campaign of one pair of databases."""
    with opened(settings):
        found = [before_and_after(settings, f"round-{seed}", seed) for seed in range(rounds)]
    return sum(before for before, _ in found), sum(after for _, after in found)


def check_sqlite(settings: Settings, folder: Path, rounds: int) -> None:
    before, after = sqlite_rounds(known(settings, folder), folder, rounds)
    assert is_chance(before, rounds), f"{before} people were linked in {rounds} rounds"
    assert is_chance(after, rounds), f"{after} people were linked in {rounds} rounds, after sealing"


def check_postgres(settings: Settings, folder: Path, rounds: int) -> None:
    """One cluster numbers the transactions of both databases: until sealing it tells everything."""
    before, after = postgres_rounds(known(settings, folder), rounds)
    assert before == rounds * PEOPLE
    assert is_chance(after, rounds), f"{after} people were linked in {rounds} rounds, after sealing"


def test_on_sqlite_the_attacker_guesses(settings: Settings, tmp_path: Path) -> None:
    check_sqlite(settings, tmp_path, FEW)


def test_on_postgresql_the_attacker_guesses_once_it_is_sealed(
    postgres_settings: Settings, tmp_path: Path
) -> None:
    check_postgres(postgres_settings, tmp_path, FEW)


@pytest.mark.slow
def test_on_sqlite_the_attacker_guesses_a_thousand_times(settings: Settings, tmp_path: Path) -> None:
    check_sqlite(settings, tmp_path, MANY)


@pytest.mark.slow
def test_on_postgresql_the_attacker_guesses_a_thousand_times(
    postgres_settings: Settings, tmp_path: Path
) -> None:
    check_postgres(postgres_settings, tmp_path, MANY)


@pytest.mark.parametrize("sealed", [False, True], ids=["before sealing", "after"])
def test_a_plain_token_beside_the_answers_links_everybody(
    any_store_settings: Settings, tmp_path: Path, sealed: bool
) -> None:
    """The same attacker, against a box that keeps what other tools keep."""
    settings = known(any_store_settings, tmp_path)
    with opened(settings):
        mails, truth = round_of(settings, "round", seed=1)
        if sealed:
            campaigns.close("round")
            campaigns.seal(today, "round")
        kind = "BLOB" if db.engine.dialect.name == "sqlite" else "BYTEA"
        with engines.writing("box") as connection:
            connection.execute(text(f"ALTER TABLE response ADD COLUMN token {kind}"))
            for address, said in truth.items():
                given = {"token": code_digest("round", mails[address]), "said": said}
                connection.execute(text("UPDATE response SET token = :token WHERE answers = :said"), given)
        assert right(settings, "round", mails, truth) == PEOPLE


def test_two_write_ahead_logs_link_everybody(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why the office keeps a rollback journal: the same attacker, where it keeps a log as the box does."""
    monkeypatch.setitem(engines.JOURNAL_MODES, None, "wal")
    settings = known(settings, tmp_path)
    with opened(settings):
        mails, truth = round_of(settings, "round", seed=1)
        assert right(settings, "round", mails, truth) == PEOPLE


def test_used_invitations_stay_where_they_were_in_the_file(settings: Settings, tmp_path: Path) -> None:
    """Whichever order they were used in, the office's file is the same byte by byte."""
    settings = known(settings, tmp_path)
    offices = []
    for seed in range(2):
        here = in_folder(settings, tmp_path / f"round-{seed}")
        with opened(here):
            mails, _truth = round_of(here, "round", seed)
            office.let_go()
            with engines.writing(None) as connection:
                connection.execute(text("UPDATE invitation SET blinded = code"))
                connection.execute(text("UPDATE ballot_key SET private = public"))
        offices.append((here.home / "office.sqlite").read_bytes())
        assert len(mails) == PEOPLE
    assert offices[0] == offices[1]
