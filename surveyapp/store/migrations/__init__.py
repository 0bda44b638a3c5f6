"""The schemas' history: each revision says what to do in the office and what in the box."""
