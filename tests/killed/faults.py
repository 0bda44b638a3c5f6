"""Faults that the look must find: each breaks one of the promises that it looks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO
from unittest import mock

from surveyapp.services.backups import make
from surveyapp.store import box, invitations
from surveyapp.store.box import Inserted
from surveyapp.store.invitations import Taken


def thanks_before_it_stores() -> None:
    """Somebody is thanked, and their answers are stored when the next person's come."""
    store, waiting = box.insert, list[Any]()

    def insert(*given: Any) -> Inserted:
        if waiting:
            store(*waiting.pop())
        waiting.append(given)
        return Inserted.STORED

    mock.patch.object(box, "insert", insert).start()


def signs_twice() -> None:
    """An invitation gives a ballot for whatever it is asked."""
    take = invitations.take

    def always(*given: Any) -> Taken:
        found = take(*given)
        return Taken.NOW if found is Taken.OTHERWISE else found

    mock.patch.object(invitations, "take", always).start()


def writes_backups_in_place() -> None:
    """A backup has its name while it is written."""

    @contextmanager
    def there(file: Path) -> Iterator[BinaryIO]:
        with make.private_file(file) as out:
            yield out

    mock.patch.object(make, "_appearing", there).start()


FAULTS: dict[str, Callable[[], None]] = {
    each.__name__.replace("_", "-"): each
    for each in (thanks_before_it_stores, signs_twice, writes_backups_in_place)
}
