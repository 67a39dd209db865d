"""The pages home, title and person, and the poster: facts, edge cases, queries."""

import json
import re

import pytest

from catalog.models import AggregateRating, Title
from catalog.tests.factories import make_person, make_title

pytestmark = pytest.mark.django_db


def page(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_catalogue_says_how_to_fill_it(client):
    assert "manage.py load_catalog" in page(client, "/")


def test_home_has_one_search_box(client):
    assert page(client, "/").count('name="q"') == 1


def test_home_takes_few_queries(client, django_assert_max_num_queries):
    make_title("Alien", genres=["Horror"], weighted_rating=8.4)
    with django_assert_max_num_queries(12):
        assert "Alien" in page(client, "/")


def test_a_title_page_shows_what_is_known(client):
    title = make_title(
        "Amélie",
        start_year=2001,
        original_name="Le Fabuleux Destin d'Amélie Poulain",
        language="fr",
        directors=["Jean-Pierre Jeunet"],
        runtime_minutes=122,
        certification="R",
        genres=["Romance"],
        tagline="She'll change your life.",
    )
    html = page(client, title.get_absolute_url())
    for fact in ("Jean-Pierre Jeunet", "Romance", "2\u00a0h\u00a02\u00a0min", "She&#x27;ll change"):
        assert fact in html
    assert re.search(r'lang="fr">Le Fabuleux', html)


def test_ratings_stand_side_by_side_with_their_votes(client):
    title = make_title(weighted_rating=8.7, average_rating=8.7, num_votes=2_040_000)
    AggregateRating.objects.create(title=title, source="imdb", average=8.7, votes=2_040_000)
    AggregateRating.objects.create(title=title, source="metacritic", average=7.3)
    html = page(client, title.get_absolute_url())
    for fact in ("IMDb", "2,040,000 votes", "Metacritic", "votes not given"):
        assert fact in html


def test_an_unrated_title_says_so(client):
    assert "Nobody has rated this yet" in page(client, make_title().get_absolute_url())


def test_json_ld_is_json_whatever_the_name(client):
    name = '"</script><b>& \\ \u2028 Ünï'
    title = make_title(
        name,
        average_rating=8.25,
        weighted_rating=8,
        num_votes=12,
        directors=["O'\"Neil"],
        genres=["Drama", "War"],
    )
    html = page(client, title.get_absolute_url())
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    assert data["name"] == name
    assert data["@type"] == "Movie"
    assert data["director"] == [{"@type": "Person", "name": "O'\"Neil"}]
    assert data["aggregateRating"]["ratingCount"] == "12"


def test_json_ld_of_a_bare_show(client):
    title = make_title("Fargo", kind=Title.Kind.SHOW, start_year=None)
    html = page(client, title.get_absolute_url())
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    assert data["@type"] == "TVSeries"
    assert "aggregateRating" not in data


def test_other_titles_of_the_collection_are_shown_oldest_first(client):
    title = make_title("Alien", start_year=1979, collection="Alien Collection")
    make_title("Alien 3", start_year=1992, collection="Alien Collection")
    make_title("Aliens", start_year=1986, collection="Alien Collection")
    html = page(client, title.get_absolute_url())
    assert html.index(">Aliens<") < html.index(">Alien 3<")


def test_a_title_page_takes_few_queries_at_any_size(client, django_assert_max_num_queries):
    title = make_title(
        "Gandhi",
        collection="Lives",
        language="en",
        cast=[f"Extra {number}" for number in range(60)],
        keywords=[f"theme {number}" for number in range(30)],
        genres=["Drama", "History"],
        countries=["GB", "IN"],
        companies=["Goldcrest"],
    )
    make_title("Lincoln", collection="Lives")
    with django_assert_max_num_queries(25):
        page(client, title.get_absolute_url())


def test_a_long_cast_is_folded(client):
    title = make_title(cast=[f"Extra {number}" for number in range(15)])
    assert "<summary>3 more</summary>" in page(client, title.get_absolute_url())


@pytest.mark.parametrize("path", ["/titles/nothing/", "/people/nobody/", "/posters/0.svg"])
def test_what_does_not_exist_is_404(client, path):
    assert client.get(path).status_code == 404


def test_an_adult_title_is_not_shown(client):
    title = make_title("Hidden", is_adult=True, cast=["Somebody"])
    assert client.get(title.get_absolute_url()).status_code == 404
    assert client.get(f"/posters/{title.pk}.svg").status_code == 404
    assert client.get("/people/somebody/").status_code == 404


def test_a_person_page_lists_their_works(client, django_assert_max_num_queries):
    person = make_person("Michael Mann")
    for number in range(8):
        make_title(f"Film {number}", directors=[person], cast=["Al Pacino"], weighted_rating=7)
    with django_assert_max_num_queries(12):
        html = page(client, person.get_absolute_url())
    for fact in ("8 titles here", "Best rated", "Film 3", "Al Pacino"):
        assert fact in html


@pytest.mark.parametrize("sort", ["rating", "nonsense", "%00", "a" * 5000])
def test_any_sort_is_answered(client, sort):
    person = make_person("Michael Mann")
    assert "Filmography" in page(client, f"{person.get_absolute_url()}?sort={sort}")


def test_a_poster_is_svg_and_may_be_kept_for_an_hour(client):
    response = client.get(f"/posters/{make_title('Heat').pk}.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert "max-age=3600" in response["Cache-Control"]
    assert ">Heat</text>" in response.content.decode()


def test_a_poster_by_its_present_form_never_expires(client):
    title = make_title("Heat")
    form = client.get(f"/posters/{title.pk}.svg")["ETag"].strip('"')
    cache_control = client.get(f"/posters/{title.pk}.svg?v={form}")["Cache-Control"]
    assert "immutable" in cache_control
    assert "public" in cache_control


def test_an_unchanged_poster_is_not_sent_again(client):
    title = make_title("Heat")
    etag = client.get(f"/posters/{title.pk}.svg")["ETag"]
    assert (
        client.get(f"/posters/{title.pk}.svg", headers={"if-none-match": etag}).status_code == 304
    )
    title.name = "Heat 2"
    title.save()
    assert (
        client.get(f"/posters/{title.pk}.svg", headers={"if-none-match": etag}).status_code == 200
    )


def test_posting_to_a_page_is_refused(client):
    assert client.post("/").status_code == 405
