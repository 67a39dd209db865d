"""Training on a hundred reviews made of a few words: what it learns, and that it is repeatable."""

import csv
import json

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from reviews.sentiment.linear import LinearEngine
from reviews.sentiment.measuring import accuracy, calibration_error, figures
from reviews.sentiment.training import Family, _known, endings, film_folds, plain_folds, train

GOOD_WORDS = ["fine", "lovely", "superb", "a joy", "not bad"]
BAD_WORDS = ["dull", "awful", "a bore", "bad", "not fine"]
PLOTS = ["A man loses a hat.", "They go to sea.", "Nobody comes back.", "It rains."]


def made_reviews(n=120, seed=0):
    """Return texts and labels; one review in twelve says the opposite of its label."""
    rng = np.random.default_rng(seed)
    texts, liked = [], []
    for i in range(n):
        likes = bool(i % 2)
        words = GOOD_WORDS if likes != (i % 12 < 1) else BAD_WORDS
        plots = [str(rng.choice(PLOTS)) for _ in range(rng.integers(2, 8))]
        texts.append(" ".join([*plots, f"It is {rng.choice(words)}.", f"So {rng.choice(words)}!"]))
        liked.append(likes)
    return texts, np.array(liked)


TEXTS, LIKED = made_reviews()
FILMS = np.arange(len(TEXTS)) % 40


@pytest.fixture(scope="module")
def trained():
    return train(TEXTS, LIKED, FILMS, plain_folds(len(TEXTS), 0), seed=0)


@pytest.fixture
def engine(trained, tmp_path):
    trained.model.save(tmp_path / "linear.npz")
    return LinearEngine(tmp_path / "linear.npz")


def test_it_learns_words_and_their_negation(engine):
    assert engine.score("It rains. It is lovely.").compound > 0.1
    assert engine.score("It rains. It is awful.").compound < -0.1
    assert engine.score("It is not bad.").compound > engine.score("It is bad.").compound
    assert engine.score("It is not fine.").compound < engine.score("It is fine.").compound


def test_it_learns_nothing_from_plots(engine):
    assert abs(engine.score("They go to sea. It rains.").compound) < 0.6


def test_what_was_held_out_is_mostly_right(trained):
    assert trained.p.shape == LIKED.shape
    assert 0.8 < accuracy(trained.p, LIKED) <= 11 / 12


def test_the_same_seed_gives_the_same_weights(trained, tmp_path):
    again = train(TEXTS, LIKED, FILMS, plain_folds(len(TEXTS), 0), seed=0)
    for name, model in (("a", trained.model), ("b", again.model)):
        model.save(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_review_is_never_judged_by_what_was_trained_on_it(trained):
    """Turning one label leaves what is said of that review as it was, but for its calibration."""
    turned = LIKED.copy()
    turned[0] = not turned[0]
    p = train(TEXTS, turned, FILMS, plain_folds(len(TEXTS), 0), seed=0).p
    assert p[0] == pytest.approx(trained.p[0], abs=0.1)


def test_folds_are_of_one_size_or_of_whole_films():
    assert np.bincount(plain_folds(100, 3)).tolist() == [20] * 5
    films = np.arange(100) % 30
    folds = film_folds(films, 3)
    assert len({*zip(films.tolist(), folds.tolist(), strict=True)}) == 30
    assert set(folds.tolist()) == set(range(5))


def test_endings_are_the_last_sentences():
    for text, ending in zip(TEXTS, endings(TEXTS, 1), strict=True):
        assert text.endswith(ending)
        assert 1 <= len(ending.rstrip("!").split(". ")) <= 4
    assert endings(["", "One"], 1) == ["", "One"]


def test_accuracy_and_calibration_of_four():
    p, liked = np.array([0.9, 0.8, 0.2, 0.6]), np.array([True, True, False, False])
    assert accuracy(p, liked) == 0.75
    assert calibration_error(p, liked) == pytest.approx((0.1 + 0.2 + 0.2 + 0.6) / 4)
    assert calibration_error(np.array([1.0, 0.0]), np.array([True, False])) == 0


def test_figures_leave_out_what_is_not_there():
    names = [one.name for one in figures(np.array([0.5, 0.5]), np.array([True, False]), "so")]
    assert "share called mixed" in names
    assert "accuracy outside of it" not in names


@pytest.fixture
def review_file(tmp_path):
    path = tmp_path / "made.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["imdb_id", "rating", "text"])
        for i, (text, likes) in enumerate(zip(TEXTS, LIKED, strict=True)):
            writer.writerow([f"tt{i % 40:07}", 9 if likes else 2, text.replace(". ", ".<br />", 1)])
        writer.writerow(["tt0000001", 5, "Neither."])
        writer.writerow(["tt0000001", "", "No stars."])
    return path


def test_the_command_writes_weights_and_what_they_are(review_file, tmp_path, capsys):
    output = tmp_path / "mine.npz"
    call_command("train_sentiment", str(review_file), output=output, by_film=True)
    facts = json.loads((tmp_path / "mine.json").read_text())
    engine = LinearEngine(output)
    assert facts["weights_sha256"] == engine.sha256
    assert facts["trained_on"].startswith("made.csv: 120 reviews")
    assert set(facts["figures"]) == {"linear", "vader", "vader-film"}
    assert "no film in two folds" in capsys.readouterr().out
    assert [figure.name for figure in engine.card.figures].count("accuracy") == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made.csv", "mine.json", "mine.npz"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("imdb_id,rating,text\ntt0000001,9,Fine.\n", "fewer than ten reviews"),
        ("a,b\n1,2\n", "lacks the column"),
        ("", "empty"),
    ],
)
def test_a_file_that_cannot_teach_is_refused_in_one_sentence(tmp_path, content, problem):
    path = tmp_path / "made.csv"
    path.write_text(content)
    output = tmp_path / "mine.npz"
    with pytest.raises(CommandError, match=problem):
        call_command("train_sentiment", str(path), output=output)
    assert not output.exists()


def test_the_output_must_be_an_npz(review_file, tmp_path):
    with pytest.raises(CommandError, match="must end in"):
        call_command("train_sentiment", str(review_file), output=tmp_path / "mine.pkl")


def test_old_weights_stay_where_training_breaks_off(review_file, tmp_path, monkeypatch):
    output = tmp_path / "mine.npz"
    output.write_bytes(b"old")
    with pytest.raises(CommandError):
        call_command("train_sentiment", str(tmp_path / "gone.csv"), output=output)
    assert output.read_bytes() == b"old"


def test_ngrams_are_of_three_films_and_one_film_counts_as_a_root():
    rows = np.array([0, 1, 2, 3, 0, 1, 2], np.int32)
    keys = np.array([7, 7, 7, 7, 9, 9, 9], np.int32) << 20
    liked = np.array([True, True, True, False])
    films = np.array([0, 0, 1, 2])
    family = Family(bits=10, least=3, smooth=1.0, cost=1.0)
    known, frequencies, ratios = _known(rows, keys, liked, films, family)
    assert known.tolist() == [7 << 20]
    assert frequencies.tolist() == [4]
    assert ratios.tolist() == [0]  # an n-gram alone has all of what is good and all of what is bad
    both, _, ratios = _known(rows, keys, liked, films, Family(10, 2, 1.0, 1.0))
    assert both.tolist() == [7 << 20, 9 << 20]
    good, bad = np.array([2**0.5 + 2, 2**0.5 + 2]), np.array([2.0, 1.0])
    assert ratios == pytest.approx(np.log(good / good.sum()) - np.log(bad / bad.sum()))
