"""The data package: making it, and downloading it whole or file by file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.services import audit, downloads
from surveyapp.web.application import settings
from surveyapp.web.staff.access import allow, who
from surveyapp.web.staff.data.area import attachment, blueprint, document, found

READABLE = ".html"
WHAT = {
    "data.csv": "The rows, as codes",
    "data_labels.csv": "The rows, in words",
    "data.sav": "The rows for SPSS",
    "data.dta": "The rows for Stata",
    "data.parquet": "The rows as Parquet",
    "data.xlsx": "The rows and the codebook for Excel",
    "codebook.html": "What each column means, to read",
    "codebook.csv": "What each column means, as a table",
    "datapackage.json": "What each column means, for programs",
    "analysis.R": "Reads the rows into R",
    "privacy.json": "What was done to protect people",
    "README.md": "How to read all this",
}
"""What each file of a package is for, in the order in which they are listed."""


@blueprint.post("/<name>/package")
@allow("analyst")
def make_package(name: str) -> ResponseReturnValue:
    """Makes the data package with the chosen formats, unless it is there."""
    package = downloads.chosen(tuple(request.form.getlist("formats")))
    downloads.make_package(settings(), name, package)
    audit.record(who(), f"made the data package ({package})", name)
    return redirect(url_for("data.package", name=name, package=package), 303)


@blueprint.get("/<name>/package/<package>")
@allow("analyst")
def package(name: str, package: str) -> str:
    """What is in a package that was made, to be downloaded."""
    with _found(package):
        sizes = downloads.package_files(settings(), name, package)
    files = [(file, words, sizes[file]) for file, words in WHAT.items() if file in sizes]
    tables = [(file, size) for file, size in sorted(sizes.items()) if file not in WHAT]
    return render_template(
        "staff/data/package.html", name=name, package=package, files=files, tables=tables, readable=READABLE
    )


@blueprint.get("/<name>/package/<package>/zip")
@allow("analyst")
def archive(name: str, package: str) -> Response:
    """The whole package."""
    with _found(package):
        content = downloads.package_archive(settings(), name, package)
    audit.record(who(), f"downloaded the data package ({package})", name)
    return attachment(content, f"{name}-{package}.zip")


@blueprint.get("/<name>/package/<package>/files/<path:file>")
@allow("analyst")
def file(name: str, package: str, file: str) -> Response:
    """One file of a package; one that is made to be read opens in the browser."""
    with _found(package):
        content = downloads.package_file(settings(), name, package, file)
    audit.record(who(), f"downloaded {file}", name)
    if file.endswith(READABLE) and "save" not in request.args:
        return document(content)
    return attachment(content, f"{name}-{file.replace('/', '-')}")


@contextmanager
def _found(package: str) -> Iterator[None]:
    if downloads.formats_of(package) is None:
        abort(404)
    with found():
        yield
