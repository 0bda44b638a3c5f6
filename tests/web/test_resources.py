"""The file of places to get help: read once, refused with what to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveyapp.settings import Settings, SettingsError
from surveyapp.web import resources


def test_the_list_that_comes_along(settings: Settings) -> None:
    first, second = resources.read(settings.resources)
    assert (first.call, first.text) == ("988", "988")
    assert (second.call, second.link) == ("888-409-0141", "https://www.physiciansupportline.com")


def test_numbers_may_be_written_without_quotes(tmp_path: Path) -> None:
    file = tmp_path / "resources.yaml"
    file.write_text("resources:\n  - {name: Ours, call: 5551234}\n", encoding="utf-8")
    assert [(place.name, place.call) for place in resources.read(file)] == [("Ours", "5551234")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "cannot be read"),
        ("resources: [", "not YAML"),
        ("", "the file"),
        ("resources: []", "resources"),
        ("resources: [{call: '988'}]", "resources.0.name"),
        ("resources: [{name: A, call: 'javascript:alert(1)'}]", "resources.0.call"),
        ("resources: [{name: A, link: 'http://example.org'}]", "resources.0.link"),
        ("resources: [{name: A, phone: '988'}]", "resources.0.phone"),
    ],
)
def test_says_what_to_mend(tmp_path: Path, text: str | None, told: str) -> None:
    file = tmp_path / "resources.yaml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=told) as caught:
        resources.read(file)
    assert str(caught.value).startswith("SURVEYAPP_RESOURCES")
