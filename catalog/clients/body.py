"""A body as it comes in: unpacked block by block, and never more than is allowed. [pure]"""

from __future__ import annotations

import zlib

from catalog.clients.errors import InvalidResponse, Refused, Unreachable

#: Bytes that are read, and unpacked, at a time.
BLOCK = 64 * 1024


class Body:
    """What has come of a body, counted as it comes and decompressed."""

    def __init__(self, encoding: str, host: str, limit: int) -> None:
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            raise InvalidResponse(f"{host} answers in an encoding we did not ask for", "encoding")
        self._gzip = zlib.decompressobj(16 + zlib.MAX_WBITS) if "gzip" in encoding else None
        self._host = host
        self._limit = limit
        self._raw_bytes = 0
        self._content = bytearray()

    def take(self, block: bytes) -> None:
        """Add what has come. Raises Refused if that is too much, InvalidResponse if not gzip."""
        self._raw_bytes += len(block)
        if self._gzip is None:
            self._keep(block)
            return
        if self._gzip.eof:
            raise InvalidResponse(f"{self._host} sends data behind the end of its gzip", "not_gzip")
        try:
            is_full = True  # zlib may hold output back though it has taken all input
            while (block or is_full) and not self._gzip.eof:
                content = self._gzip.decompress(block, BLOCK)
                self._keep(content)
                block, is_full = self._gzip.unconsumed_tail, len(content) == BLOCK
        except zlib.error:
            raise InvalidResponse(f"{self._host} sends what is not gzip", "not_gzip") from None

    def _keep(self, content: bytes) -> None:
        self._content += content
        if max(self._raw_bytes, len(self._content)) > self._limit:
            raise Refused(f"{self._host} sends more than {self._limit:,} bytes")

    def whole(self, declared: int | None) -> bytes:
        """Return the body. Raises Unreachable if it is not all that was ``declared``."""
        is_cut = declared is not None and self._raw_bytes < declared
        if is_cut or (self._gzip and self._raw_bytes and not self._gzip.eof):
            raise Unreachable(f"{self._host} broke off in the middle of its answer")
        return bytes(self._content)
