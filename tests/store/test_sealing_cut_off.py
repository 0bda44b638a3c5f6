"""Sealing may be cut off anywhere, and is finished by sealing again."""

from __future__ import annotations

import multiprocessing
import shutil
import time
from contextlib import suppress
from dataclasses import replace
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from flask import Flask

from surveyapp.settings import Settings
from surveyapp.store import box, engines
from surveyapp.store.sealing import seal_box
from tests.store.apps import disconnect, store_app
from tests.store.conftest import MakeStore
from tests.store.people import fill, is_ranked

STEPS = ["shut", "ranked", "rewritten", "emptied"]


def box_file(settings: Settings) -> bytes:
    return (settings.home / "box.sqlite").read_bytes()


class CutOff(Exception):
    """Something ended the process."""


@pytest.mark.parametrize("last_step", STEPS)
def test_it_is_finished_after_being_cut_off_between_steps(any_store: Flask, last_step: str) -> None:
    fill("needs")
    everything = list(box.rows("needs")), list(box.comments("needs"))

    def stop(step: str) -> None:
        if step == last_step:
            raise CutOff

    with pytest.raises(CutOff):
        seal_box("needs", after_step=stop)
    seal_box("needs")
    assert (list(box.rows("needs")), list(box.comments("needs"))) == everything
    assert is_ranked("needs")


def seal_when_told(settings: Settings, ready: Event, start: Event) -> None:
    with store_app(settings).app_context():
        box.count("needs")
        ready.set()
        start.wait(30)
        seal_box("needs")


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.03])
def test_it_is_finished_after_being_killed_at_any_moment(
    any_store: Flask, any_store_settings: Settings, seconds: float
) -> None:
    fill("needs", 1000)
    everything = list(box.rows("needs")), list(box.comments("needs"))
    disconnect(any_store)
    spawn = multiprocessing.get_context("spawn")
    ready, start = spawn.Event(), spawn.Event()
    child = spawn.Process(target=seal_when_told, args=(any_store_settings, ready, start))
    child.start()
    assert ready.wait(30)
    start.set()
    time.sleep(seconds)
    child.kill()
    child.join(30)
    seal_box("needs")
    assert (list(box.rows("needs")), list(box.comments("needs"))) == everything
    assert is_ranked("needs")


def test_wherever_it_was_cut_off_the_file_has_the_same_bytes(
    make_store: MakeStore, settings: Settings, tmp_path: Path
) -> None:
    with make_store(settings).app_context():
        fill("needs")
        assert engines.truncate_log(wait_seconds=5)
    sealed = set()
    for last_step in ["none", *STEPS]:
        home = shutil.copytree(settings.home, tmp_path / last_step)
        copy = replace(settings, home=home, box_database_url=f"sqlite:///{home}/box.sqlite")
        with make_store(copy).app_context():

            def stop(step: str, last_step: str = last_step) -> None:
                if step == last_step:
                    raise CutOff

            with suppress(CutOff):
                seal_box("needs", after_step=stop)
            seal_box("needs")
        sealed.add(box_file(copy))
    assert len(sealed) == 1
