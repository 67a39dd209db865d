"""What must hold before a process starts: a secret key, and no unsafe combination of settings."""

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]", "testserver"}


def local_secret_key(data_dir: Path, allowed_hosts: Sequence[str]) -> str:
    """Return the key kept in ``data_dir/secret_key``, made on first use; "" for a real host.

    A server that others reach must be given SECRET_KEY; a demo on one's own machine need not.
    """
    if not set(allowed_hosts) <= LOCAL_HOSTS:
        return ""
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=data_dir) as file:
            file.write(secrets.token_urlsafe(50))
            file.flush()
            # A link appears whole or not at all, and only for the first of several processes.
            with suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text()


def origin_of(address: str) -> str:
    """Return scheme and host of a web address, as a Content-Security-Policy names it."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def refuse_unsafe(*, debug: bool, allowed_hosts: Sequence[str], secret_key: str) -> None:
    """Raise ImproperlyConfigured where a setting would expose a server that others reach."""
    if "*" in allowed_hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS: name the hosts; * is refused (.env.example).")
    if set(allowed_hosts) <= LOCAL_HOSTS:
        return
    if debug:
        raise ImproperlyConfigured("DEBUG shows internals: turn it off or serve localhost only.")
    if len(secret_key) < 40:
        raise ImproperlyConfigured("SECRET_KEY must be set to 40 or more random characters.")
