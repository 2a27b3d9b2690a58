"""The errors that people see: one line that says what is wrong, where, and what to do."""


class KgError(Exception):
    """The work failed for a reason that the user can mend; the message is one line."""
