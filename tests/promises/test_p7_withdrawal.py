"""P7: until closing, a respondent can take an answer back with the receipt, and nobody else can.

After sealing the receipt matches nothing, so it is evidence of nothing.

What withdrawing leaves behind, honestly: on SQLite the words are gone from the files at once, unless somebody
is reading the box at that moment; then when sealing is done. On PostgreSQL the old row stays in the table's
file, where no query shows it, until the server vacuums or the campaign is sealed, and in the server's
write-ahead log until that is reused: `docs/operating.md` says what to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import make_url, text

from surveyapp.ballot.receipts import ALPHABET, serial_of
from surveyapp.ballot.serials import comment_id, response_id
from surveyapp.services import campaigns, publish
from surveyapp.services.campaigns import link
from surveyapp.services.respond import Outcome, Withdrawal
from surveyapp.store import box, engines
from tests.postgres import Postgres
from tests.promises.canaries import Canaries
from tests.services.conftest import Desk

STAYS = {"area": "adult", "feelings": "somebody else's"}


def path(desk: Desk, name: str = "round-1") -> str:
    return f"/s/{link(desk.settings, name).rpartition('/')[2]}"


def answers(canaries: Canaries) -> dict[str, object]:
    """Somebody who writes a word of their own wherever there is room."""
    said = {name: canaries.word(name) for name in ("feelings", "secret", "reasons_other", "lessons")}
    return {"area": "adult", "reasons": ["other"], **said}


def send(desk: Desk, given: dict[str, object], name: str = "round-1") -> tuple[str, str]:
    """Somebody answers; gives their ballot and receipt."""
    survey = desk.survey(name)
    ballot, receipt = desk.respond.ballot(survey)
    assert desk.respond.submit(survey, ballot, given) is Outcome.RECORDED  # type: ignore[arg-type]
    return ballot, receipt


def seal(desk: Desk, name: str = "round-1") -> None:
    campaigns.close(name)
    campaigns.seal(desk.today, name)


def words_of_the_box(name: str = "round-1") -> str:
    """All that the box's queries give of a campaign."""
    return "\n".join([*box.rows(name), *(f"{item}: {words}" for item, words in box.comments(name))])


def ids() -> set[bytes]:
    """Every id in the box, past all of our own code."""
    with engines.reading("box") as connection:
        query = text("SELECT id FROM response UNION SELECT id FROM comment")
        return {bytes(row.id) for row in connection.execute(query)}


def ids_behind(receipt: str, name: str = "round-1") -> set[bytes]:
    """Every id that a receipt leads to."""
    serial = serial_of(receipt)
    items = ("lessons", "reasons_other")
    return {response_id(name, serial), *(comment_id(name, item, serial) for item in items)}


def database_bytes(desk: Desk, postgres: Postgres) -> bytes:
    """All files of both databases: SQLite's in the home; PostgreSQL's folders of the two, as on its disk.

    PostgreSQL's write-ahead log, which belongs to the whole server, is not among them.
    """
    if desk.settings.box_database_url.startswith("sqlite"):
        return b"".join(file.read_bytes() for file in desk.settings.home.iterdir())
    urls = (desk.settings.database_url, desk.settings.box_database_url)
    names = [make_url(url).database for url in urls]
    with postgres.connect() as connection:
        connection.execute("CHECKPOINT")
        query = "SELECT oid FROM pg_database WHERE datname = ANY(%s)"
        folders = [postgres.data / "base" / str(row[0]) for row in connection.execute(query, [names])]
    return b"".join(file.read_bytes() for folder in folders for file in folder.iterdir())


def test_the_receipt_on_the_page_takes_back_answers_and_comments(desk: Desk, visitor: FlaskClient) -> None:
    canaries = Canaries()
    desk.open()
    send(desk, STAYS)
    _ballot, receipt = send(desk, answers(canaries))
    assert canaries.found(words_of_the_box().encode()) == set(canaries.words)
    typed = {"receipt": f"  {receipt.lower().replace('-', ' ')} "}
    done = visitor.post(f"{path(desk)}/withdraw", data=typed)
    assert (done.status_code, done.location) == (303, f"{path(desk)}/withdrawn")
    assert canaries.found(words_of_the_box().encode()) == set()
    assert STAYS["feelings"] in words_of_the_box()
    assert box.count("round-1") == 1


def near_misses(receipt: str) -> Iterator[str]:
    """Receipts with one character changed, two exchanged, one missing or one more."""
    plain = receipt.replace("-", "")
    for place, character in enumerate(plain):
        step = 1 + place % (len(ALPHABET) - 1)  # never a whole round, which would change nothing
        other = ALPHABET[(ALPHABET.index(character) + step) % len(ALPHABET)]
        yield plain[:place] + other + plain[place + 1 :]
        swapped = plain[:place] + plain[place : place + 2][::-1] + plain[place + 2 :]
        if swapped != plain:
            yield swapped
    yield plain[:-1]
    yield plain[1:]
    yield plain + "0"


def test_nothing_but_the_receipt_does(desk: Desk, visitor: FlaskClient) -> None:
    """Near misses, receipts of others, and all that an administrator finds in the databases or a page."""
    desk.open("other")
    desk.open()
    ballot, receipt = send(desk, STAYS)
    unused = desk.respond.ballot(desk.survey())[1]
    others = send(desk, STAYS, "other")[1]
    found = [key.hex() for key in ids()]
    survey = desk.survey()
    for typed in [*near_misses(receipt), unused, others, ballot, *found, "", "%", "' OR 1=1 --"]:
        assert desk.respond.withdraw(survey, typed) in (Withdrawal.MISTYPED, Withdrawal.UNKNOWN), typed
    page = visitor.post(f"{path(desk)}/withdraw", data={"receipt": others})
    assert page.status_code == 422
    assert "no answers for this receipt" in page.text
    assert (box.count("round-1"), box.count("other")) == (1, 1)
    assert desk.respond.withdraw(survey, receipt) is Withdrawal.WITHDRAWN, "the receipt itself does"


def test_after_closing_it_does_not(desk: Desk, visitor: FlaskClient) -> None:
    """Not even where a process believes for another second that the campaign is open: the box is asked."""
    desk.open()
    receipt = send(desk, STAYS)[1]
    believed = desk.survey()
    campaigns.close("round-1")
    assert desk.respond.withdraw(believed, receipt) is Withdrawal.TOO_LATE
    assert desk.respond.withdraw(desk.survey(), receipt) is Withdrawal.TOO_LATE
    assert visitor.post(f"{path(desk)}/withdraw", data={"receipt": receipt}).status_code == 403
    assert box.count("round-1") == 1


def test_after_sealing_a_receipt_leads_to_nothing_that_is_stored(desk: Desk, postgres: Postgres) -> None:
    """The ids that it leads to were in the databases' files before; afterwards they are in none of them."""
    desk.open()
    receipts = [send(desk, answers(Canaries()))[1] for _ in range(12)]
    derived = set().union(*map(ids_behind, receipts))
    assert derived == ids()
    before = database_bytes(desk, postgres)
    assert all(key in before for key in derived), "the look finds what is there"
    assert not any(serial_of(receipt) in before for receipt in receipts), "a receipt itself never was"
    seal(desk)
    assert not derived & ids()
    after = database_bytes(desk, postgres)
    assert not any(key in after for key in derived)
    assert {desk.respond.withdraw(desk.survey(), receipt) for receipt in receipts} == {Withdrawal.TOO_LATE}
    assert box.count("round-1") == 12


def test_a_sealed_campaign_cannot_be_opened_to_try_a_receipt(desk: Desk) -> None:
    desk.open()
    receipt = send(desk, STAYS)[1]
    believed = desk.survey()
    seal(desk)
    with pytest.raises(campaigns.Refused):
        campaigns.open_(desk.settings, desk.today, "round-1")
    with pytest.raises(box.BoxSealed):
        box.set_accepting("round-1", accepting=True)
    assert desk.respond.withdraw(believed, receipt) is Withdrawal.UNKNOWN


def test_of_what_was_taken_back_no_word_is_left_in_the_files(desk: Desk, postgres: Postgres) -> None:
    canaries = Canaries()
    desk.open()
    send(desk, STAYS)
    receipt = send(desk, answers(canaries))[1]
    assert canaries.found(database_bytes(desk, postgres)) == set(canaries.words), (
        "the look finds what is there"
    )
    assert desk.respond.withdraw(desk.survey(), receipt) is Withdrawal.WITHDRAWN
    if desk.settings.box_database_url.startswith("sqlite"):
        assert canaries.found(database_bytes(desk, postgres)) == set()
    seal(desk)
    assert canaries.found(database_bytes(desk, postgres)) == set()


def test_a_page_sent_again_does_not_bring_it_back(desk: Desk, visitor: FlaskClient) -> None:
    """Whoever presses Back and Send after withdrawing is thanked, and nothing is stored."""
    desk.open()
    ballot, receipt = send(desk, STAYS)
    assert desk.respond.withdraw(desk.survey(), receipt) is Withdrawal.WITHDRAWN
    again = visitor.post(path(desk), data={"_ballot": ballot, "area": "adult", "lessons": "again"})
    assert again.status_code == 303
    assert words_of_the_box() == ""
    assert desk.respond.withdraw(desk.survey(), receipt) is Withdrawal.WITHDRAWN, "and may be repeated"
    assert words_of_the_box() == ""


def test_what_was_taken_back_is_not_counted_and_leaves_with_sealing(desk: Desk, tmp_path: Path) -> None:
    canaries = Canaries()
    desk.open()
    for _ in range(10):
        send(desk, STAYS)
    taken = send(desk, answers(canaries))[1]
    assert desk.respond.withdraw(desk.survey(), taken) is Withdrawal.WITHDRAWN
    assert len(ids()) == 11, "a row without words stays until sealing"
    campaigns.close("round-1")
    assert campaigns.status(desk.settings, desk.today, "round-1").responses == 10
    campaigns.seal(desk.today, "round-1")
    assert len(ids()) == 10
    assert publish.export("round-1", tmp_path / "out").rows == 10
    left = b"".join(file.read_bytes() for file in (tmp_path / "out").rglob("*") if file.is_file())
    assert canaries.found(left) == set()
