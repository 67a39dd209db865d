"""How long a service asks us to wait. [pure]"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

#: The longest wait that is believed; afterwards it is asked again.
LONGEST = timedelta(days=1)


def retry_after(header: str, now: datetime) -> timedelta | None:
    """Return what a ``Retry-After`` header says, from 1 second to a day; None if it says nothing.

    It holds seconds or a date (RFC 9110, 10.2.3). ``now`` is aware.
    """
    text = header.strip()
    if text.isascii() and text.isdecimal():
        wait = timedelta(seconds=min(int(text[:9]), LONGEST.total_seconds()))
    else:
        try:
            date = parsedate_to_datetime(text)
        except ValueError:
            return None
        wait = (date if date.tzinfo else date.replace(tzinfo=UTC)) - now
    return min(max(wait, timedelta(seconds=1)), LONGEST)
