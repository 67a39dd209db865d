"""Search in texts over the database: the index, what changed since, phrases."""

import pytest

from catalog import text_search
from catalog.index_store import IndexMissing
from catalog.models import Title
from catalog.tests.factories import make_title
from catalog.text_reading import stream_texts, texts_of
from catalog.text_search import (
    build_text_index,
    is_text_index_built_of,
    search_texts,
    text_index_stands,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plots():
    """Make three titles about dreams, in different words, and one about nothing, and index them."""
    titles = {
        "thief": make_title("A", overview="A thief steals dreams in a city.", keywords=["heist"]),
        "city": make_title("B", overview="The city that never dreams: time goes by."),
        "travel": make_title("C", tagline="Dream on.", keywords=["time travel", "Paris, France"]),
    }
    make_title("D")
    build_text_index()
    return titles


def found(text: str) -> list[str]:
    """Return the names of the titles that are found, in any order."""
    ids = search_texts(text).title_ids
    return sorted(Title.objects.filter(pk__in=ids).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("dreaming", ["A", "B", "C"]),
        ("Dream Cities", ["A", "B"]),
        ("dream heist", ["A"]),
        ("dream -city", ["C"]),
        ("-city", []),
        ("the", []),
        ("", []),
        ('"dreams in a city"', ["A"]),
        ('dreams "a city"', ["A"]),
        ('"time travel"', ["C"]),
        ('"travel paris"', []),  # one keyword and the next
        ('"on time"', []),  # a tagline and a keyword
        ('"dream"', ["C"]),  # as it is written
        ('dreams -"in a city"', ["B", "C"]),
        ("\ud800", []),
        ("\x00", []),
        ("a" * 5000, []),
    ],
)
def test_words_are_found_in_plots_taglines_and_keywords(plots, text, names):
    assert found(text) == names


def test_where_nothing_has_all_words_most_of_them_are_enough(plots):
    texts = search_texts("thief city nowhere")

    assert (texts.title_ids, texts.has_all) == ([plots["thief"].pk], False)
    assert search_texts("thief nowhere").title_ids == []
    assert search_texts('"a thief" city nowhere').title_ids == []


def test_without_an_index_it_says_so(plots, settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "elsewhere"

    assert not text_index_stands()
    with pytest.raises(IndexMissing):
        search_texts("dream")


def test_a_broken_index_is_as_good_as_none(plots, settings):
    next(settings.INDEX_DIR.glob("texts/*/vocabulary.npy")).write_bytes(b"broken")

    with pytest.raises(IndexMissing):
        search_texts("dream")


def test_what_is_added_changed_or_reworded_after_the_build_is_found_at_once(plots):
    make_title("E", overview="Robots of the city.", keywords=["dream"])
    plots["thief"].overview = "A robot steals."
    plots["thief"].save()
    keyword = plots["travel"].keywords.get(name="time travel")
    keyword.name = "robots"
    keyword.save()

    assert found("robot") == ["A", "C", "E"]
    assert found("dream city") == ["B", "E"]
    assert found("thief") == found("travel") == []


def test_a_new_title_is_ranked_among_the_old_ones(plots):
    best = make_title("E", keywords=["city"])
    worst = make_title("F", overview="city " + "and so many other words " * 9)

    ids = search_texts("city").title_ids

    assert (ids[0], ids[-1]) == (best.pk, worst.pk)


def test_of_many_changes_only_the_newest_are_read_anew(plots, monkeypatch):
    monkeypatch.setattr(text_search, "MOST_FRESH", 2)
    for name in ("E", "F", "G"):
        make_title(name, overview="Robots.")

    assert found("robot") == ["F", "G"]
    assert found("thief") == ["A"]


def test_what_changed_is_read_once(plots, django_assert_num_queries):
    with django_assert_num_queries(1):
        search_texts("dream")
    make_title("E", overview="Robots.")
    with django_assert_num_queries(3):
        search_texts("robot")
    with django_assert_num_queries(1):
        search_texts("dream")
    with django_assert_num_queries(3):
        search_texts('"time travel"')


def test_the_best_are_looked_at_and_all_are_counted(plots, monkeypatch):
    monkeypatch.setattr(text_search, "MOST_TITLES", 2)

    texts = search_texts("dream")

    assert (len(texts.title_ids), texts.n_looked_at, texts.n_with_words) == (2, 2, 3)


def test_phrases_are_looked_for_in_the_best_only(plots, monkeypatch):
    monkeypatch.setattr(text_search, "MOST_READ", 1)

    texts = search_texts('"dreams" city')

    assert (texts.n_looked_at, texts.n_with_words) == (1, 2)
    assert len(texts.title_ids) <= 1


def test_adult_titles_are_not_indexed(settings):
    make_title("Hidden", overview="A dream.", is_adult=True)

    assert build_text_index() == 0
    make_title("Fresh", overview="A dream.", is_adult=True)
    assert search_texts("dream").title_ids == []


def test_a_build_knows_of_what_state_it_is(plots):
    assert not is_text_index_built_of("one")
    assert build_text_index("one") == 3
    assert is_text_index_built_of("one")
    assert not is_text_index_built_of("two")


def test_titles_are_read_in_stretches_as_they_are_at_once(plots):
    make_title("Last", overview='With "quotes", commas,\nlines and Élan', num_votes=7)
    at_once = texts_of(list(Title.objects.values_list("pk", flat=True)))

    stretches = list(stream_texts(Title.objects.visible(), stretch=2))

    assert [len(texts.titles) for texts in stretches] == [2, 2, 1]
    rows = [row for texts in stretches for row in texts.titles.rows()]
    keywords = [row for texts in stretches for row in texts.keywords.rows()]
    assert rows == at_once.titles.rows()
    assert sorted(keywords) == sorted(at_once.keywords.rows())
    assert rows[-1][1:] == ('With "quotes", commas,\nlines and Élan', "", 7)
