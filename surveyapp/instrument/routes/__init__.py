"""The ways through an instrument: how long they are, what leads where, and how to get to a question."""
