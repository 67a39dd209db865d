"""Telling a database that is slow from one that is away."""

#: PostgreSQL's codes for a statement or a lock that took longer than it may.
TOO_SLOW = {"57014", "55P03"}


def is_too_slow(error: BaseException) -> bool:
    """Tell whether the database gave up for slowness: then asking again only adds to its load."""
    return getattr(error.__cause__, "pgcode", None) in TOO_SLOW
