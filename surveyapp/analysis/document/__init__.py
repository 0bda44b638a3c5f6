"""A report as data, and the files that are written of it. Pure; a Word file imports python-docx."""
