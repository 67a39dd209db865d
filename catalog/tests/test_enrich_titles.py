"""``manage.py enrich_titles``: what it asks about, and what it says."""

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Job, Title
from catalog.tests.factories import make_title

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def token(settings, stand_in) -> None:
    settings.TMDB_API_TOKEN = "t0ken"
    settings.TMDB_PER_SECOND = 10_000


def run(capsys, *arguments: str) -> str:
    call_command("enrich_titles", *arguments)
    return capsys.readouterr().out.strip()


def test_the_most_popular_titles_are_asked_about_once(capsys, stand_in):
    for number in (601, 602, 603):
        make_title(f"Title {number}", tmdb_id=number, num_votes=number)
    assert run(capsys, "--limit", "2") == "2 titles: 2 fetched (2 changed)."
    assert {seen.path for seen in stand_in.seen} == {"/3/movie/603", "/3/movie/602"}
    assert run(capsys) == "1 title: 1 fetched (1 changed)."
    assert run(capsys) == "TMDB need not be asked about any title."


def test_one_title_is_asked_about_whenever_that_was_last(capsys):
    title = make_title(tmdb_id=603)
    run(capsys, "--title", title.slug)
    assert run(capsys, "--title", title.slug) == "1 title: 1 fetched (0 changed)."


def test_what_is_unknown_or_fails_is_counted(capsys, stand_in):
    make_title(tmdb_id=1404)
    make_title("Other", tmdb_id=603)
    stand_in.fault("error_500", path="/3/movie/603", times=1)
    told = "2 titles: 0 fetched (0 changed), 1 unknown to TMDB, 1 to be tried again."
    assert run(capsys) == told


def test_it_stops_where_tmdb_may_not_be_asked(stand_in, capsys):
    for number in range(5):
        make_title(f"Title {number}", tmdb_id=600 + number)
    stand_in.fault("unauthorized")
    with pytest.raises(CommandError, match="does not accept our key, until"):
        run(capsys)
    assert stand_in.count() == 1
    assert Job.objects.filter(state="waiting").count() == 5


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--title", "nobody"], "There is no title 'nobody'."),
        (["--limit", "0"], "0 is no number from 1 up"),
    ],
)
def test_what_cannot_be_is_refused(capsys, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(capsys, *arguments)


def test_without_a_token_it_says_what_to_set(capsys, settings):
    settings.TMDB_API_TOKEN = ""
    make_title(tmdb_id=603)
    with pytest.raises(CommandError, match="TMDB_API_TOKEN is not set"):
        run(capsys)
    assert not Job.objects.exists()
    assert Title.objects.get().tmdb_id == 603
