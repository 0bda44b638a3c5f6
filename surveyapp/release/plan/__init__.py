"""The plan of analysis in a release profile: what a report will show, fixed before the first answer."""
