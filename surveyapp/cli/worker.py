"""`surveyapp worker`: keeping the schedule, for as long as it runs."""

import os

import click

from surveyapp.cli.console import create_cli_app


@click.command("worker")
def command() -> None:
    """Keep the schedule of the campaigns until told to stop (Ctrl+C, or SIGTERM).

    It opens, closes and deletes campaigns and sends their e-mails when it is time. `surveyapp serve` runs one
    beside the pages; start one yourself where you serve with --no-worker or with a server of your own.
    Several do no harm: each thing is done by one of them.
    """
    from surveyapp import logs, worker
    from surveyapp.cli.serve import check_current

    os.umask(0o077)
    with create_cli_app() as app:
        check_current()
        logs.configure()
        worker.run(app, app.settings)
