"""What was taken back is in the database's files no more."""

from __future__ import annotations

from flask import Flask

from surveyapp.settings import Settings
from surveyapp.store import box, engines
from surveyapp.store.box import Comment

CANARY = b"canary-7714"
# Long enough to need pages of its own, beside one that fits into a page with others.
LENGTHS = (1, 20, 2_000)


def insert_canaries() -> None:
    box.set_accepting("needs", True)
    for number, length in enumerate(LENGTHS):
        words = CANARY.decode() * length
        comment = Comment(bytes([64 + number]) * 32, "lessons", words)
        box.insert("needs", bytes([number]) * 32, f'{{"a":"{words}"}}', [comment])
        box.insert("needs", bytes([32 + number]) * 32, '{"a":"stays"}', [])


def withdraw_canaries() -> None:
    for number in range(len(LENGTHS)):
        assert box.withdraw("needs", bytes([number]) * 32, [bytes([64 + number]) * 32])


def files_with_canary(settings: Settings) -> list[str]:
    return sorted(file.name for file in settings.home.iterdir() if CANARY in file.read_bytes())


def test_withdrawn_words_are_in_no_file(sqlite_store: Flask, settings: Settings) -> None:
    insert_canaries()
    assert files_with_canary(settings) == ["box.sqlite-wal"]
    assert engines.truncate_log(wait_seconds=5)
    assert files_with_canary(settings) == ["box.sqlite"]
    withdraw_canaries()
    assert files_with_canary(settings) == []
    assert list(box.rows("needs")) == ['{"a":"stays"}'] * len(LENGTHS)


def test_they_stay_in_the_log_while_somebody_reads_an_older_state(
    sqlite_store: Flask, settings: Settings
) -> None:
    insert_canaries()
    with engines.reading("box") as connection:
        connection.exec_driver_sql("SELECT count(*) FROM response").one()
        withdraw_canaries()
        assert files_with_canary(settings) == ["box.sqlite", "box.sqlite-wal"]
    assert engines.truncate_log(wait_seconds=5)
    assert files_with_canary(settings) == []
