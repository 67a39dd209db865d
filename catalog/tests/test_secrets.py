"""A planted key is in the request and nowhere else: no log, page, traceback, row of a table."""

import io
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.views.debug import ExceptionReporter

from catalog import jobs
from catalog.clients import omdb, tmdb
from catalog.clients.errors import ClientError
from catalog.models import Job, Title
from catalog.tests.factories import make_title
from catalog.tests.stand_in.faults import FAULTS

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]
TOKEN, KEY = "planted-tmdb-t0ken", "planted-omdb-k3y"
#: Those that take seconds are met in test_fetch.py.
QUICK = sorted(
    name
    for name in FAULTS
    if not name.startswith(("drip", "endless", "large", "timeout", "gzip_bomb"))
)


@pytest.fixture(autouse=True)
def keys(settings, stand_in) -> None:
    settings.TMDB_API_TOKEN, settings.OMDB_API_KEY = TOKEN, KEY
    settings.TMDB_PER_SECOND = settings.OMDB_PER_SECOND = 10_000


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Collect all that anybody logs, at every level, with tracebacks."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def database() -> str:
    """Return every row of every table as text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            rows += [repr(row) for row in cursor.fetchall()]
    return "\n".join(rows)


def shows_no_key(text: str) -> bool:
    return TOKEN not in text and KEY not in text


@pytest.mark.parametrize("fault", QUICK)
def test_no_failure_tells_a_key(fault, stand_in, logged, client, capfd):
    stand_in.fault(fault)
    title = make_title(tmdb_id=603, imdb_id="tt0000603")
    client.get(title.get_absolute_url())
    for job in Job.objects.all():  # its facts, its reviews
        jobs.work(job.pk)
    with suppress(ClientError):
        omdb.client().title("tt0000603")
    page = client.get(title.get_absolute_url()).content.decode()
    assert TOKEN in str([seen.headers for seen in stand_in.seen])
    assert shows_no_key(page)
    assert shows_no_key(logged.getvalue())
    assert "catalog.clients" in logged.getvalue()
    assert shows_no_key(database())
    assert "enrich:" in database()
    assert shows_no_key("".join(capfd.readouterr()))


@pytest.mark.parametrize(
    "ask", [lambda: tmdb.client().movie(603), lambda: omdb.client().title("tt0000603")]
)
@pytest.mark.parametrize("fault", QUICK)
def test_no_error_page_and_no_traceback_with_variables_tells_a_key(fault, ask, stand_in):
    """As Django's error page, which shows the variables of every frame."""
    stand_in.fault(fault)
    try:
        ask()
    except ClientError as error:
        reporter = ExceptionReporter(None, *sys.exc_info())
        assert shows_no_key(reporter.get_traceback_html())
        assert shows_no_key(reporter.get_traceback_text())
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        assert shows_no_key("".join(told.format()))
        assert shows_no_key(repr(error))


def test_a_host_that_is_not_there_tells_no_key(settings, logged):
    settings.TMDB_BASE_URL = settings.OMDB_BASE_URL = "https://127.0.0.1:1"
    settings.OUTBOUND_TRUSTED = ["127.0.0.1:1"]
    for ask in (lambda: tmdb.client().movie(603), lambda: omdb.client().title("tt0000603")):
        with pytest.raises(ClientError) as caught:
            ask()
        told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
        assert shows_no_key("".join(told.format()))
    assert shows_no_key(logged.getvalue())


def test_the_command_and_the_admin_tell_no_key(stand_in, capsys, admin_client, logged):
    stand_in.fault("unauthorized")
    make_title(tmdb_id=603, imdb_id="tt0000603")
    with pytest.raises(CommandError) as caught:
        call_command("enrich_titles")
    pages = [
        admin_client.get(f"/admin/catalog/{model}/").content.decode()
        for model in ("job", "upstream", "title")
    ]
    assert "does not accept our key" in pages[0]
    assert shows_no_key("".join(pages) + str(caught.value) + "".join(capsys.readouterr()))
    assert shows_no_key(logged.getvalue())


def test_what_is_stored_of_a_success_holds_no_key(stand_in, logged):
    title = make_title(tmdb_id=603, imdb_id="tt0000603")
    jobs.work(jobs.ask("enrich", title.pk).pk)
    assert Title.objects.get().ratings.count() == 4
    assert stand_in.seen[-1].query["apikey"] == KEY
    assert shows_no_key(database())
    assert shows_no_key(logged.getvalue())
