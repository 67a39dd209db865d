import argparse
import zipfile

import polars

from bench import sentiment


def test_speeds_compare_the_ways_on_the_same_reviews():
    texts = [f"A fine film, number {n}. It is not bad!" for n in range(40)]
    facts = sentiment.speeds(texts, argparse.Namespace(seed=0, reviews=30, rounds=3))
    assert facts["reviews"] == 30
    assert facts["vader_mismatches"] == 0
    assert min(facts["reviews_per_s"].values()) > 0
    assert facts["over_nltk_speed"] > 0


def test_sentences_are_read_with_what_they_are(tmp_path):
    path = tmp_path / "sentence_polarity.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            "sentence_polarity/rt-polarity.pos", "a joy\r\na caf\xe9 .\r\n".encode("latin-1")
        )
        file.writestr("sentence_polarity/rt-polarity.neg", "a bore\r\n")
    texts, liked = sentiment.read_sentences(path)
    assert texts == ["a joy", "a café .", "a bore"]
    assert liked.tolist() == [True, True, False]
    assert 0 <= sentiment.sentence_accuracies(path)["accuracy_sentence_polarity"] <= 1


def test_films_of_a_genre_are_found(tmp_path):
    path = tmp_path / "movies.csv"
    genres = {"imdb_id": ["tt1", "tt2", "tt3"], "genres": ["Horror|Drama", "Drama", None]}
    polars.DataFrame(genres).write_csv(path)
    assert sentiment.films_of("Horror", path) == ["tt1"]
