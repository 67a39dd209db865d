"""The API keeps to its OpenAPI document, whatever it is sent: checked by schemathesis.

The number of cases per operation is small here, and always the same cases. For thousands of others:

    SCHEMATHESIS_EXAMPLES=60 pytest movierec/tests/test_api_schema.py

or, against a server that runs, with all its phases:

    st run http://127.0.0.1:8000/api/v1/openapi.json -H "Authorization: Bearer TOKEN" -n 60
"""

import os
from collections.abc import Iterator

import pytest
import schemathesis
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from catalog.models.tokens import issue_token
from catalog.tests.factories import make_title
from movierec.wsgi import application

pytestmark = pytest.mark.any_database

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "4"))
#: Addresses of rows that exist, put in half of the cases: at random, all would be 404.
KNOWN = {"slug": "alien-1979", "code": "GB", "credit_id": 1, "review_id": 1, "less_id": 1}

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
# A text that is too long may already be stopped as a body that is too large.
schema.config.checks.negative_data_rejection.expected_statuses.append("413")


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Keep requests from closing the connection that the test's transaction is on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(db) -> str:
    make_title(
        "Alien", start_year=1979, genres=["Horror"], countries=["GB"], language="en",
        directors=["Ridley Scott"], keywords=["space"],
    )  # fmt: skip
    make_title("Aliens", start_year=1986, genres=["Horror"], cast=["Sigourney Weaver"])
    call_command("build_index", verbosity=0)
    return issue_token(User.objects.create_user("staff", is_staff=True))


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=EXAMPLES <= 20,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_operation_keeps_to_its_schema(case, token):
    is_valid = case.meta.generation.mode.is_positive
    if is_valid and len(repr(case.path_parameters)) % 2:
        case.path_parameters |= {k: KNOWN[k] for k in case.path_parameters if k in KNOWN}
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"})
