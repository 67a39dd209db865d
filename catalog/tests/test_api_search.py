"""Search over the API: by name, and by words of plots and keywords."""

import pytest

from catalog.search import build_search_index
from catalog.tests.api_client import ApiClient
from catalog.tests.factories import make_title
from catalog.text_search import build_text_index

pytestmark = pytest.mark.django_db


def search(query: str) -> dict:
    return ApiClient().call("get", f"search?{query}").json()


@pytest.fixture
def robots():
    """Make a title called like robots, and two about them."""
    make_title("Robots", overview="Robots.", num_votes=5)
    make_title("Alien", overview="A crew, and a robot.", keywords=["evil robot", "space"])
    make_title("WALL·E", overview="A robot tidies up.", num_votes=900)
    build_search_index()
    build_text_index()


def test_plots_come_with_their_words_marked(robots):
    found = search("q=robots")

    assert {title["name"] for title in found["titles"]} == {"Robots"}
    assert found["plots_have_all_words"] is True
    alien, wall_e = found["plots"]
    assert (alien["title"]["name"], wall_e["title"]["name"]) == ("Alien", "WALL·E")
    assert [part for part in alien["snippet"] if part["is_marked"]] == [
        {"text": "robot", "is_marked": True}
    ]
    assert alien["keywords"] == [{"slug": "evil-robot", "name": "evil robot"}]


def test_the_best_n_plots_are_told(robots):
    assert [plot["title"]["name"] for plot in search("q=robots&n=1")["plots"]][:1] == ["Alien"]
    assert len(search("q=robots&n=1")["plots"]) == 1


def test_phrases_and_exclusions_are_understood(robots):
    assert [p["title"]["name"] for p in search('q="a robot" -crew')["plots"]] == ["WALL·E"]


def test_it_tells_that_only_most_words_were_found(robots):
    found = search("q=robot tidies nowhere")

    assert [plot["title"]["name"] for plot in found["plots"]] == ["WALL·E"]
    assert found["plots_have_all_words"] is False


def test_without_an_index_plots_are_unknown(robots, settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "elsewhere"

    found = search("q=robots")

    assert (found["plots"], found["plots_have_all_words"]) == (None, None)
    assert found["titles"]


def test_search_takes_few_queries(robots, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        search("q=robots")
