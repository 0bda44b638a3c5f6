"""Use cases: one function each, one transaction each."""


class Refused(Exception):
    """What was asked for cannot be done now; the message is for people and says what to do next."""
