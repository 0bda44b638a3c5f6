"""P2: once a campaign is sealed, nothing in the database files tells in which order answers came; before that
no query does.

Each kind of database is first shown to betray the order before sealing, by the way it lays rows down, so that
the same look after sealing means something.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from surveyapp.ballot.serials import comment_id, new_serial, response_id
from surveyapp.extensions import db
from surveyapp.settings import Settings
from surveyapp.store import box, engines
from surveyapp.store.box import Comment, Inserted
from surveyapp.store.sealing import seal_box
from tests.postgres import Postgres
from tests.promises.opening import in_folder, opened

CAMPAIGN, OTHER = "needs", "other"
WITHDRAWN = "taken back"
Answer = tuple[str, str | None]


def answers_of(people: int, length: int = 1) -> list[Answer]:
    """Answers of so many people, incompressible, every third with a comment; two of them say the same."""
    words = random.Random(1)
    said = [
        f"person-{n:03} " + "".join(words.choices(string.printable[:62], k=length)) for n in range(people)
    ]
    said[1] = said[2]
    return [(f'{{"a":"{text}"}}', f"c {text}" if n % 3 == 0 else None) for n, text in enumerate(said)]


def shuffled(answers: list[Answer], seed: int) -> list[Answer]:
    return random.Random(seed).sample(answers, len(answers))


def arrive(campaign: str, answers: list[Answer], seed: int) -> None:
    """People answer one after the other, in this order, each with a ballot of their own."""
    box.set_accepting(campaign, True)
    chance = random.Random(seed)
    for words, comment in answers:
        serial = new_serial(chance.randbytes)
        comments = [Comment(comment_id(campaign, "lessons", serial), "lessons", comment)] if comment else []
        assert box.insert(campaign, response_id(campaign, serial), words, comments) is Inserted.STORED


def change_their_mind(seed: int) -> None:
    """Some more, who take it back again: not the same number in each round."""
    chance = random.Random(f"changed {seed}")
    for _ in range(chance.randrange(2, 6)):
        serial = new_serial(chance.randbytes)
        key, comment = response_id(CAMPAIGN, serial), comment_id(CAMPAIGN, "lessons", serial)
        said = [Comment(comment, "lessons", WITHDRAWN)]
        assert box.insert(CAMPAIGN, key, f'{{"a":"{WITHDRAWN}"}}', said) is Inserted.STORED
        assert box.withdraw(CAMPAIGN, key, [comment])


# SQLite


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def as_laid_down_in_page(file: Path) -> list[str]:
    """The answers on the one page of the table, in the order in which SQLite gave them room: from its end.

    A leaf page of a WITHOUT ROWID table starts with the byte 10; bytes 3-4 count the cells, from byte 8 on
    stand their offsets (SQLite's file format, section 1.6).
    """
    with engines.reading("box") as connection:
        size = connection.execute(text("PRAGMA page_size")).scalar_one()
        number = connection.execute(
            text("SELECT rootpage FROM sqlite_schema WHERE name = 'response'")
        ).scalar_one()
    page = file.read_bytes()[(number - 1) * size : number * size]
    assert page[0] == 10
    cells = int.from_bytes(page[3:5])
    offsets = [int.from_bytes(page[8 + 2 * cell : 10 + 2 * cell]) for cell in range(cells)]
    found = [re.search(rb"person-\d+ \w*", page[offset:]) for offset in sorted(offsets, reverse=True)]
    return [match[0].decode() for match in found if match]


def test_before_sealing_a_page_of_sqlite_tells_the_order(settings: Settings) -> None:
    answers = shuffled(answers_of(30), seed=3)
    with opened(settings):
        arrive(CAMPAIGN, answers, seed=4)
        assert engines.truncate_log(wait_seconds=5)
        laid_down = as_laid_down_in_page(settings.home / "box.sqlite")
        assert [f'{{"a":"{words}"}}' for words in laid_down] == [words for words, _ in answers]
        seal_box(CAMPAIGN)
        laid_down = as_laid_down_in_page(settings.home / "box.sqlite")
        by_content = sorted(words for words, _ in answers)
        assert [f'{{"a":"{words}"}}' for words in laid_down] in (by_content, by_content[::-1])


@pytest.mark.parametrize(
    ("people", "length"), [(1, 1), (30, 1), (300, 40), (60, 6000)], ids=["one", "a page", "pages", "overflow"]
)
def test_sealed_sqlite_files_are_the_same_byte_by_byte_for_any_order(
    settings: Settings, tmp_path: Path, people: int, length: int
) -> None:
    answers = answers_of(max(people, 3), length)[-people:]
    folders = []
    for seed in range(3):
        here = in_folder(settings, tmp_path / f"order-{seed}")
        folders.append(here.home)
        with opened(here):
            arrive(CAMPAIGN, shuffled(answers, seed), seed)
            change_their_mind(seed)
            seal_box(CAMPAIGN)
    first, *others = map(contents, folders)
    assert sorted(first) == ["box.sqlite", "office.sqlite"]
    assert all(other == first for other in others)
    assert answers[0][0].encode()[:40] in first["box.sqlite"]
    assert WITHDRAWN.encode() not in first["box.sqlite"]


def test_while_the_server_runs_on_its_log_is_empty_and_the_logs_index_tells_nothing(
    settings: Settings, tmp_path: Path
) -> None:
    answers = answers_of(12)
    indexes = []
    for seed in range(3):
        here = in_folder(settings, tmp_path / f"order-{seed}")
        with opened(here):
            arrive(CAMPAIGN, shuffled(answers, seed), seed)
            seal_box(CAMPAIGN)
            found = contents(here.home)
        assert found["box.sqlite-wal"] == b""
        # 136 bytes of header, with the log's random salts; then which page each part of the log was.
        indexes.append(found["box.sqlite-shm"][136:])
    assert len(set(indexes)) == 1


def test_sqlite_files_are_the_same_while_another_campaign_is_open(settings: Settings, tmp_path: Path) -> None:
    answers = answers_of(60, 100)
    boxes = []
    for seed in range(3):
        here = in_folder(settings, tmp_path / f"order-{seed}")
        with opened(here):
            # The others come with the same ballots in each round, only the order differs in which we seal.
            mixed = shuffled(answers, seed)
            arrive(CAMPAIGN, mixed[:30], seed)
            arrive(OTHER, answers[:20], seed=99)
            arrive(CAMPAIGN, mixed[30:], seed + 100)
            seal_box(CAMPAIGN)
        boxes.append((here.home / "box.sqlite").read_bytes())
    assert len(set(boxes)) == 1


# PostgreSQL


def rows_as_they_lie() -> list[tuple[str, str, str]]:
    """Place, transaction and answers of each response, in the order of the places."""
    query = text("SELECT ctid::text, xmin::text, answers FROM response ORDER BY response.ctid")
    with engines.reading("box") as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def as_numbered_in_toast() -> list[bytes]:
    """How each answer starts that PostgreSQL keeps outside its row, by the numbers under which it does."""
    table = text("SELECT reltoastrelid::regclass::text FROM pg_class WHERE oid = 'response'::regclass")
    with engines.reading("box") as connection:
        chunks = text(
            f"SELECT chunk_data FROM {connection.scalar(table)} WHERE chunk_seq = 0 ORDER BY chunk_id"  # noqa: S608
        )
        return [
            match[0] for row in connection.execute(chunks) if (match := re.search(rb"person-\d+", row[0]))
        ]


def started(answers: list[str]) -> list[bytes]:
    return [match[0].encode() for words in answers if (match := re.search(r"person-\d+", words))]


def test_before_sealing_postgresql_tells_the_order_and_after_it_does_not(postgres_settings: Settings) -> None:
    answers = [words for words, _ in shuffled(answers_of(40, 3000), seed=5)]
    with opened(postgres_settings):
        arrive(CAMPAIGN, [(words, None) for words in answers], seed=6)
        lying = rows_as_they_lie()
        assert [words for _, _, words in lying] == answers
        assert [int(xmin) for _, xmin, _ in lying] == sorted({int(xmin) for _, xmin, _ in lying})
        assert as_numbered_in_toast() == started(answers)
        seal_box(CAMPAIGN)
        lying = rows_as_they_lie()
        assert [words for _, _, words in lying] == sorted(answers)
        assert len({xmin for _, xmin, _ in lying}) == 1
        assert as_numbered_in_toast() == started(sorted(answers))


@pytest.fixture
def postgres_pairs(postgres_settings: Settings, postgres: Postgres) -> Iterator[list[Settings]]:
    """Settings of two boxes beside one office."""
    name = postgres.create()
    second = replace(postgres_settings, box_database_url=f"postgresql+psycopg{postgres.url(name)[10:]}")
    yield [postgres_settings, second]
    postgres.drop(name)


def test_sealed_postgresql_rows_lie_the_same_for_any_order(postgres_pairs: list[Settings]) -> None:
    answers = answers_of(50, 500)
    places = []
    for seed, settings in enumerate(postgres_pairs):
        with opened(settings):
            mixed = shuffled(answers, seed)
            arrive(CAMPAIGN, mixed[:30], seed)
            arrive(OTHER, answers[:20], seed=99)
            change_their_mind(seed)
            arrive(CAMPAIGN, mixed[30:], seed + 100)
            seal_box(CAMPAIGN)
            places.append([(ctid, words) for ctid, _, words in rows_as_they_lie()])
            assert len({xmin for _, xmin, _ in rows_as_they_lie()}) == 1
    assert places[0] == places[1]
    assert len(places[0]) == 70


# Both


def test_before_sealing_no_query_of_ours_tells_the_order(any_store_settings: Settings) -> None:
    answers = answers_of(30)
    with opened(any_store_settings):
        for seed, campaign in enumerate(("one", "two")):
            arrive(campaign, shuffled(answers, seed), seed)
        assert list(box.rows("one")) == list(box.rows("two")) == sorted(words for words, _ in answers)
        said = sorted(comment for _, comment in answers if comment)
        assert (
            [words for _, words in box.comments("one")] == [words for _, words in box.comments("two")] == said
        )


@pytest.mark.parametrize("bind", [None, "box"])
def test_nothing_that_is_stored_counts_or_tells_the_time(
    any_store_settings: Settings, bind: str | None
) -> None:
    kept = db.metadatas[bind].tables.values()
    columns = [column for table in kept for column in table.columns]
    assert columns
    # What staff plan and publish has its day; nothing that anybody does who answers.
    planned = {"campaign.closes", "scheduled.due", "published.published_on"}
    dated = {str(column) for column in columns if column.type.python_type.__module__ == "datetime"}
    assert dated == (planned if bind is None else set())
    assert not any(column.autoincrement is True for column in columns)
