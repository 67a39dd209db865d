"""How facts are written, and what a card says."""

import pytest
from django.template import Context, Template

from catalog.models import Title
from catalog.templatetags.catalog import compact, poster_address, runtime, source_name
from catalog.tests.factories import make_title


def render(source: str, **context: object) -> str:
    return " ".join(Template("{% load catalog %}" + source).render(Context(context)).split())


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, ""),
        (0, "0"),
        (999, "999"),
        (1000, "1.0k"),
        (9949, "9.9k"),
        (9950, "10k"),
        (132_000, "132k"),
        (999_499, "999k"),
        (999_500, "1.0M"),
        (2_040_000, "2.0M"),
        (3_000_000_000, "3.0B"),
    ],
)
def test_compact_counts(number, text):
    assert compact(number) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(None, ""), (45, "45 min"), (60, "1 h"), (136, "2 h 16 min"), (5700, "95 h")],
)
def test_runtime_of_a_movie(minutes, text):
    title = Title(kind=Title.Kind.MOVIE, runtime_minutes=minutes)
    assert runtime(title).replace("\u00a0", " ") == text


def test_runtime_of_a_show_is_that_of_an_episode():
    title = Title(kind=Title.Kind.SHOW, runtime_minutes=58)
    assert runtime(title) == "58\u00a0min an episode"


@pytest.mark.parametrize(
    ("source", "name"),
    [("imdb", "IMDb"), ("rotten_tomatoes", "Rotten Tomatoes"), ("our_own", "Our own")],
)
def test_sources_are_named_as_people_write_them(source, name):
    assert source_name(source) == name


@pytest.mark.django_db
def test_a_card_is_one_link_called_name_and_year():
    html = render("{% title_card title %}", title=make_title("Heat", start_year=1995))
    assert html.count("<a ") == 1
    link = html[html.index("<a ") : html.index("</a>")]
    assert ">Heat</span>" in link
    assert ">(1995)</span>" in link


@pytest.mark.django_db
def test_a_card_shows_rating_votes_and_reason():
    title = make_title("Heat", weighted_rating=8.34, num_votes=720_000)
    html = render("{% title_card title reason='Same director' %}", title=title)
    for fact in ("8.3", "720k", "Same director"):
        assert fact in html


@pytest.mark.django_db
def test_a_card_says_when_a_title_is_not_released():
    title = make_title("Avatar 5", start_year=2031, status=Title.Status.PLANNED)
    assert "Planned" in render("{% title_card title %}", title=title)


@pytest.mark.django_db
def test_a_card_escapes_what_it_shows():
    title = make_title("<script>x</script>")
    html = render("{% title_card title reason=reason %}", title=title, reason="<b>")
    assert "<script>" not in html
    assert "<b>" not in html


@pytest.mark.django_db
def test_a_real_poster_wins_where_posters_are_on(settings):
    settings.POSTER_BASE_URL = "https://image.tmdb.org/t/p/w342"
    title = make_title(poster_path="/abc.jpg")
    assert poster_address(title) == "https://image.tmdb.org/t/p/w342/abc.jpg"


@pytest.mark.django_db
def test_the_address_of_a_generated_poster_changes_with_the_facts():
    title = make_title("Heat", genres=["Crime"])
    before = poster_address(title)
    title.name = "Heat 2"
    assert before.startswith(f"/posters/{title.pk}.svg?v=")
    assert poster_address(title) != before
