"""For a WSGI server of one's own. `surveyapp serve` needs no such file, and keeps requests out of its log."""

from surveyapp import create_app, logs

logs.configure()
app = create_app()
