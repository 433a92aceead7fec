"""What can go wrong around the assistant.

BotError
├── StoreUnavailableError  the database is locked, read-only, full or damaged; nothing was applied
├── HomeError              the home folder cannot be used
└── UsageError             a command was given something a person can mend
"""


class BotError(Exception):
    """A surprise that a person can mend; `str()` is one Chinese line."""


class StoreUnavailableError(BotError):
    """Nothing was saved and nothing was applied; the sender may try again."""


class HomeError(BotError):
    """`SHENBAO_HOME` cannot be made, read or written."""


class UsageError(BotError):
    """A file, field or setting that was given is not right."""
