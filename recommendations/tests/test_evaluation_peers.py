"""Peers on a handful of titles, where the eye sees what they must prefer."""

import numpy as np
import pytest

from recommendations.evaluation import peer_vectors as made
from recommendations.evaluation.peers import (
    PEERS,
    ColumnsAndNumbers,
    GenrePopularity,
    NameCounts,
    Overviews,
    Popularity,
    Random,
    SoupAndNumbers,
    TwentyWords,
)
from recommendations.tests.evaluated import candidates

FILMS = candidates(
    name=["Alien", "Aliens", "Heat", "Manhattan"],
    overview=["A crew meets a monster", "Marines meet many monsters", "Thieves", "A writer"],
    genre=[["Horror", "Science Fiction"], ["Science Fiction", "Action"], ["Action"], ["Comedy"]],
    director=[["Ridley Scott"], ["James Cameron"], ["Michael Mann"], ["Woody Allen"]],
    cast=[
        ["Sigourney Weaver", "Tom Skerritt", "John Hurt", "Ian Holm"],
        ["Sigourney Weaver"],
        ["Al Pacino"],
        ["Ian Holm"],
    ],
    keyword=[["space ship"], ["space ship"], [], []],
    language=[["English"]] * 4,
    company=[["Fox"], ["Fox"], ["Warner"], ["United Artists"]],
    country=[["US"]] * 4,
    year=[1979, 1986, 1995, 1979],
    rating=[8, 8, 8, 7.5],
    votes=[900, 700, 650, 140],
    runtime=[117, 137, 170, 96],
)


def order(peer, position: int = 0) -> list[int]:
    """Return the other positions, best first, as far as they score above 0."""
    scores = peer.scores(position)
    return [i for i in np.argsort(-scores, kind="stable") if scores[i] > 0 and i != position]


def test_name_counts_are_cosines_of_words_of_director_three_actors_and_genres():
    scores = NameCounts(FILMS).scores(0)
    # Two of genre, two of director, six of actors and "science fiction" as two words: 11 words;
    # shared with Aliens: science, fiction, sigourney, weaver. Ian Holm stands fourth.
    assert scores[1] == pytest.approx(4 / np.sqrt(11 * 7))
    assert scores[3] == 0
    assert order(NameCounts(FILMS)) == [1]


def test_overviews_share_words_as_they_are_written():
    assert order(Overviews(FILMS)) == []  # "monster" and "monsters" are two words
    alike = candidates(overview=["a rare monster", "a monster monster", "a rare pearl", "nothing"])
    assert order(Overviews(alike)) == [1, 2]


@pytest.mark.parametrize("peer", [SoupAndNumbers, ColumnsAndNumbers, TwentyWords])
def test_peers_with_more_than_a_text_find_the_sequel_first(peer):
    assert order(peer(FILMS))[0] == 1


def test_the_most_voted_come_first_and_those_of_the_genre_before_them():
    assert order(Popularity(FILMS), 3) == [0, 1, 2]
    films = candidates(genre=[["Drama"], ["Comedy"], ["Drama"], []], votes=[5, 50, 1, 9])
    assert order(GenrePopularity(films)) == [2, 1, 3]


def test_chance_is_the_same_each_time_and_another_for_each_title():
    peer = Random(candidates(name=["x"] * 50))
    assert order(peer, 3) == order(Random(candidates(name=["x"] * 50)), 3)
    assert order(peer, 3) != order(peer, 4)


def test_tfidf_is_what_scikit_learn_says():
    # TfidfVectorizer().fit_transform(["red fish", "red red dog"]).toarray(), scikit-learn 1.9
    rows = made.tfidf(["Red fish", "red, red dog"])
    assert rows[0] == pytest.approx({"red": 0.57973867, "fish": 0.81480247})
    assert rows[1] == pytest.approx({"red": 0.81818021, "dog": 0.57496187})


def test_most_frequent_words_are_kept():
    assert made.tfidf(["b b a", "c a b", "c"], most=2)[2] == {}


def test_numbers_are_scaled_by_the_highest_and_unknown_is_zero():
    rows = made.scaled({"year": np.array([np.nan, 1000.0, 2000.0]), "none": np.zeros(3)})
    assert [row["year"] for row in rows] == [0, 0.5, 1]
    assert [row["none"] for row in rows] == [0, 0, 0]


def test_a_title_of_which_nothing_is_known_is_like_none():
    nothing = candidates(name=["", ""])
    for name in ("name counts", "overview TF-IDF", "soup + numbers", "20 words + one-hot"):
        assert PEERS[name](nothing).scores(0).tolist() == [0, 0]
