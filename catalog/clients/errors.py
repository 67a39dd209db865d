"""What can go wrong with another service: one tree. [pure]

No message holds a key, a token, or an address with a query.
"""

from datetime import datetime


class ClientError(Exception):
    """Something is the matter with another service, or with what it said."""


class ClientConfigError(ClientError):
    """No key is set, or the service does not accept it (401, 403): trying again is of no use."""


class NotFound(ClientError):  # noqa: N818 - what the service says, not an error of ours
    """The service knows no such thing (404)."""


class Refused(ClientError):  # noqa: N818 - our own decision
    """We did not go on: an address that is not public, another host, too much data."""


class InvalidResponse(ClientError):  # noqa: N818 - see NotFound
    """The answer is not what this service is known to say; ``outcome`` names what it is instead."""

    def __init__(self, message: str, outcome: str = "invalid_response") -> None:
        super().__init__(message)
        self.outcome = outcome


class Blocked(InvalidResponse):
    """It does not want to be asked by us; its gate has been closed, and is not gone around."""


class TransientError(ClientError):
    """It may well work later; the attempt counts."""


class Unreachable(TransientError):  # noqa: N818
    """No connection, or no whole answer in time."""


class ServerError(TransientError):
    """The service failed (5xx)."""


class NotNow(TransientError):  # noqa: N818
    """The service may not be asked before ``until``: a pause, a breaker, a rate, a budget.

    Nobody was asked, or the service said so itself (429): the attempt does not count.
    """

    def __init__(self, message: str, until: datetime) -> None:
        super().__init__(message)
        self.until = until
