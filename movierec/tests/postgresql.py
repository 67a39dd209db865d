"""Say whether a PostgreSQL server answers: exit 0 if so, else 1 with the reason.

Run as ``python -m movierec.tests.postgresql URL``. Where MOVIEREC_REQUIRE names "postgresql",
a server that does not answer is a failure (exit 0, so that the tests run and fail).
"""

import os
import sys

import environ
import psycopg2


def main(url: str) -> int:
    database = environ.Env.db_url_config(url)
    try:
        psycopg2.connect(
            host=database["HOST"],
            port=database["PORT"] or 5432,
            user=database["USER"],
            password=database["PASSWORD"],
            dbname=database["NAME"],
            connect_timeout=2,
        ).close()
    except psycopg2.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        print(f"SKIPPED: the tests on PostgreSQL: {reason}")  # noqa: T201
        return 0 if "postgresql" in os.environ.get("MOVIEREC_REQUIRE", "") else 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
