"""Paths as text. [pure]"""

import os
from pathlib import Path


def printable(path: str | Path) -> str:
    r"""Return a path or name as text that can be stored, and printed on one line.

    Names of files are bytes: what is not UTF-8 is escaped, and what does not print.

    >>> printable("Am\udce9lie\n.csv")
    'Am\\xe9lie\\n.csv'
    """
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
