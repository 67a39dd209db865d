"""How the project logs: one event a line, on stderr."""

from __future__ import annotations

from typing import Any


def logging_at(level: str) -> dict[str, Any]:
    """Return Django's ``LOGGING`` for this level."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "filters": {
            # Who answers 503 has said why: the middleware of the database, or the store of indexes
            # once. Django would say for every request that it was "Service Unavailable".
            "but_503": {
                "()": "django.utils.log.CallbackFilter",
                "callback": lambda record: getattr(record, "status_code", None) != 503,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "loggers": {"django.request": {"filters": ["but_503"]}},
        "root": {"handlers": ["stderr"], "level": level},
    }
