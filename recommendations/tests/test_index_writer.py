"""Writing an index a stretch at a time; what is in it is in test_index."""

import numpy as np
import pytest

from catalog.inverted_index import InvertedIndex
from recommendations.index_writer import IndexWriter, columns_of, distinct, mean_weights
from recommendations.tests.plain_titles import PlainTitle, facts_of, values_of

CRIME = ("Crime",)


def columns(*titles: PlainTitle, languages=(), certifications=()):
    known = [*languages], [*certifications]
    return columns_of(facts_of(titles, values_of(titles)), {}, *known), *known


def test_languages_and_certifications_are_numbered_as_they_come():
    found, languages, certifications = columns(
        PlainTitle(1, language="fr", certification="R"),
        PlainTitle(2, certification="PG"),
        PlainTitle(3, language="en", certification="R"),
        PlainTitle(4, language="fr"),
    )
    assert (languages, certifications) == (["fr", "en"], ["R", "PG"])
    assert found["codes"][:, 0].tolist() == [1, 0, 2, 1]
    assert found["certification"].tolist() == [1, 2, 1, 0]


def test_those_that_are_known_keep_their_numbers():
    found, languages, _ = columns(
        PlainTitle(1, language="ja"), PlainTitle(2, language="en"), languages=["en", "fr"]
    )
    assert languages == ["en", "fr", "ja"]
    assert found["codes"][:, 0].tolist() == [3, 1]


def test_odd_certifications_and_the_largest_numbers_fit():
    title = PlainTitle(1, certification='Ü"16,é\u2028', runtime=32_767, votes={"x": 2_147_483_647})
    found, _, certifications = columns(title)
    assert certifications == ['Ü"16,é\u2028']
    assert (found["runtime"].tolist(), found["votes"].tolist()) == ([32_767], [2_147_483_647])


def test_a_rating_is_kept_to_the_last_bit():
    rating = np.nextafter(7.0, 8)
    assert columns(PlainTitle(1, rating=rating))[0]["rating"].tolist() == [rating]


def test_nothing_is_left_of_what_was_set_down_meanwhile(tmp_path):
    titles = [PlainTitle(i, genre=CRIME) for i in range(3)]
    values = values_of(titles)
    writer = IndexWriter(tmp_path / "index", values, {})
    for title in titles:
        writer.add(facts_of([title], values))
    assert writer.finish() == (3, 1)
    names = {path.name for path in (tmp_path / "index").iterdir()}
    assert names == {"columns", "postings", "terms", "vectors"}


def test_values_that_only_titles_left_out_have_are_no_terms(tmp_path):
    titles = [PlainTitle(1, writer=("A",)), PlainTitle(2, genre=CRIME)]
    values = values_of(titles)
    writer = IndexWriter(tmp_path / "index", values, {})
    writer.add(facts_of(titles, values))
    assert writer.finish() == (1, 1)


def test_a_folder_is_written_once(tmp_path):
    IndexWriter(tmp_path / "index", values_of([]), {})
    with pytest.raises(FileExistsError):
        IndexWriter(tmp_path / "index", values_of([]), {})


@pytest.mark.parametrize("n", [0, 1, 255, 256, 300, 70_000])
def test_distinct_rows_and_their_places_make_the_table_again(n):
    table = np.array([[i // 2, i % 5] for i in range(n)], np.int32).reshape(-1, 2)
    different, places = distinct(table)
    assert np.array_equal(different[places], table)
    assert len(different) == len(np.unique(table, axis=0)) == int(max(places, default=-1)) + 1


def test_mean_weights_are_over_all_rows():
    postings = InvertedIndex.build([0, 1, 1], [0, 0, 1], [1, 2, 3], n_rows=4, n_terms=2)
    assert mean_weights(postings).tolist() == [0.75, 0.75]


def test_of_no_terms_there_are_no_means():
    assert mean_weights(InvertedIndex.build([], [], [], n_rows=0, n_terms=0)).tolist() == []
