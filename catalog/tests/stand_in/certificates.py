"""Certificates for names on loopback, made when they are needed."""

import ssl
from pathlib import Path

import trustme

NAMES = ("127.0.0.1", "localhost", "::1", "api.stand-in.test")


def make(ca_file: Path) -> ssl.SSLContext:
    """Write whom to believe to ``ca_file``; return what a server needs."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(ca_file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*NAMES).configure_cert(context)
    return context
