"""The places to get help that closing pages list, the same for everyone whatever was answered."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from surveyapp.settings import SettingsError

Phone = Annotated[str, Field(pattern=r"^\+?[0-9][0-9 -]{1,20}$")]


class Resource(BaseModel):
    """One place to get help. `call` and `text` are telephone numbers, `link` its page."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    name: Annotated[str, Field(min_length=1)]
    call: Phone | None = None
    text: Phone | None = None
    link: Annotated[str, Field(pattern=r"^https://[^\s\"<>]+$")] | None = None
    hours: str = ""
    note: str = ""


class Resources(BaseModel):
    """The file as it is written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    resources: Annotated[tuple[Resource, ...], Field(min_length=1)]


def read(file: Path) -> tuple[Resource, ...]:
    """The places that a YAML file lists. Raises SettingsError with what to mend."""
    try:
        return Resources.model_validate(YAML(typ="safe").load(file.read_text(encoding="utf-8"))).resources
    except OSError:
        fault = "it cannot be read; name a file that is there"
    except (YAMLError, UnicodeError):
        fault = "it is not YAML; check its indentation and quotes"
    except ValidationError as error:
        fault = _first(error)
    raise SettingsError(f"SURVEYAPP_RESOURCES is {file}: {fault}.")


def _first(error: ValidationError) -> str:
    fault = error.errors()[0]
    place = ".".join(str(step) for step in fault["loc"]) or "the file"
    return f"{place}: {fault['msg']}"
