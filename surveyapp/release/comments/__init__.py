"""Comments on their way out: hints of what points to somebody, redactions, references and the file. Pure."""
