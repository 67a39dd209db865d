"""A key or token that does not show by accident. [pure]"""

import re

from catalog.clients.errors import ClientConfigError


class Secret:
    """A text that ``repr``, ``str``, logs and tracebacks show as stars; ``reveal`` returns it.

    Raises ClientConfigError, without the text, if it has characters that no key has: a line break
    in a header would be quoted by the error of whoever sends it. ``before`` is put before it.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str, name: str, *, before: str = "") -> None:
        if not re.fullmatch(r"[!-~]*", text.strip()):
            raise ClientConfigError(f"{name} has characters that no key has")
        self._text = before + text.strip()

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def reveal(self) -> str:
        """Return the text itself: where it is sent, and nowhere else."""
        return self._text
