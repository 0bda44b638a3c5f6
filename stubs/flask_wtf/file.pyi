from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import FileField as _FileField

class FileField(_FileField):
    data: FileStorage | None

class FileRequired:
    def __init__(self, message: str | None = ...) -> None: ...
    def __call__(self, form: Any, field: Any) -> None: ...
