"""Score reviews with each engine; beside NLTK's VADER, on one core in one run.

How right the default engine is comes from training it five times on four fifths of the labelled
reviews, so it takes some minutes; ``--without-training`` leaves that out. Speed is of reviews as
the product scores them: language, sentences and all.
"""

import argparse
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.report import load_average, machine, print_facts, print_json, print_table

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
DATA = Path(__file__).parents[2] / "shared" / "data"
REVIEWS = Path("reviews") / "imdb_reviews_train_25k.csv.gz"
SENTENCES = Path("reviews") / "sentence_polarity.zip"
GENRES = Path("the_movies_dataset") / "movies_45k_reassembled.csv.gz"


def main(arguments: Sequence[str]) -> int:
    """Measure what the command line asks for and print it."""
    options = _parser().parse_args(arguments)
    os.environ |= dict.fromkeys(THREADS, "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "movierec.settings")
    import django

    django.setup()
    from reviews.training_files import read_labelled

    load_at_start = load_average()
    reviews = read_labelled(options.data / REVIEWS)
    facts = speeds(reviews.texts, options) | sentence_accuracies(options.data / SENTENCES)
    if not options.without_training:
        facts |= held_out(reviews, options)
    facts |= {**machine(), "load_average": [load_at_start, load_average()]}
    _print(facts)
    if options.json:
        print_json(facts)
    return 0


def speeds(texts: Sequence[str], options: argparse.Namespace) -> dict[str, Any]:
    """Return reviews per second of each way to score, and whether our VADER is NLTK's.

    They take turns, each review is new to all of them, and time is the processor's.
    """
    chosen = np.random.default_rng(options.seed).permutation(len(texts))[: options.reviews]
    ways = ways_to_score()
    taken = dict.fromkeys(ways, 0.0)
    answers: dict[str, list[Any]] = {name: [] for name in ways}
    for part in np.array_split(chosen, options.rounds):
        some = [texts[i] for i in part]
        for name, way in ways.items():
            begun = time.process_time()
            answer = way(some)
            taken[name] += time.process_time() - begun
            answers[name] += answer
    per_second = {name: len(chosen) / seconds for name, seconds in taken.items()}
    nltk_speed = per_second["NLTK's VADER"]
    pairs = zip(answers["NLTK's VADER"], answers["vader"], strict=True)
    return {
        "reviews": len(chosen),
        "reviews_per_s": per_second,
        "over_nltk_speed": per_second["default"] / nltk_speed,
        "one_by_one_over_nltk_speed": per_second["default, one by one"] / nltk_speed,
        "vader_over_nltk_speed": per_second["vader"] / nltk_speed,
        "vader_mismatches": sum(theirs != ours for theirs, ours in pairs),
    }


def ways_to_score() -> dict[str, Callable[[Sequence[str]], list[Any]]]:
    """Return what scores a list of texts, by name; models are read, nothing is remembered yet."""
    from reviews.engines import default_engine, engine_named
    from reviews.sentiment.readable import score_readable
    from reviews.sentiment.vader import VaderEngine

    engine, vader, film = default_engine(), VaderEngine(), engine_named("vader-film")
    nltk = nltk_vader()
    score_readable(
        engine, ["Two models are read now, of weights", "und einer der Sprachen, siehe da"]
    )
    return {
        "NLTK's VADER": lambda some: [nltk(text) for text in some],
        "vader": lambda some: [vader.compound(text) for text in some],
        "vader, with sentences": VaderEngine().score_many,
        "vader-film": film.score_many,
        "default": lambda some: score_readable(engine, some),
        "default, one by one": lambda some: [score_readable(engine, [text]) for text in some],
    }


def nltk_vader() -> Callable[[str], float]:
    """Return NLTK's own compound of a text, with the lexicon's text for its download."""
    from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants

    from reviews.sentiment.lexicon import lexicon_text

    class Analyser(SentimentIntensityAnalyzer):  # type: ignore[misc]
        def __init__(self) -> None:
            self.lexicon_file = lexicon_text("vader_lexicon.txt")
            self.lexicon = self.make_lex_dict()
            self.constants = VaderConstants()

    analyser = Analyser()
    return lambda text: float(analyser.polarity_scores(text)["compound"])


def sentence_accuracies(path: Path) -> dict[str, Any]:
    """Return how often each engine is right about the sentences, on which none was trained."""
    from django.conf import settings

    from reviews.engines import engine_named
    from reviews.sentiment.measuring import accuracy, calibration_error, probabilities

    texts, liked = read_sentences(path)
    found = {name: probabilities(engine_named(name), texts) for name in settings.SENTIMENT_ENGINES}
    first = next(iter(found))
    return {
        "accuracy_sentence_polarity": accuracy(found[first], liked),
        "ece_sentence_polarity": calibration_error(found[first], liked),
        "sentence_polarity_by_engine": {name: accuracy(p, liked) for name, p in found.items()},
    }


def read_sentences(path: Path) -> tuple[list[str], Any]:
    """Return the sentences of ``sentence_polarity.zip`` and which of them praise."""
    import zipfile

    with zipfile.ZipFile(path) as file:
        parts = [
            file.read(f"sentence_polarity/rt-polarity.{kind}").decode("latin-1").splitlines()
            for kind in ("pos", "neg")
        ]
    return parts[0] + parts[1], np.repeat([True, False], [len(part) for part in parts])


def held_out(reviews: Any, options: argparse.Namespace) -> dict[str, Any]:
    """Return how right the default engine is about reviews that it was not trained on."""
    from reviews.sentiment.measuring import accuracy, calibration_error
    from reviews.sentiment.training import film_folds, plain_folds, train

    def say(step: str) -> None:
        print(f"training: {step}", flush=True)

    liked, films, seed = reviews.liked, reviews.film_numbers, options.seed
    p = train(reviews.texts, liked, films, plain_folds(len(liked), seed), seed, say).p
    horror = np.isin(reviews.films, films_of("Horror", options.data / GENRES))
    facts = {
        "accuracy_cv": accuracy(p, liked),
        "ece": calibration_error(p, liked),
        "horror_reviews": int(horror.sum()),
        "accuracy_horror": accuracy(p[horror], liked[horror]),
        "accuracy_not_horror": accuracy(p[~horror], liked[~horror]),
    }
    facts["horror_gap"] = abs(facts["accuracy_horror"] - facts["accuracy_not_horror"])
    if options.by_film:
        p = train(reviews.texts, liked, films, film_folds(films, seed), seed, say).p
        facts |= {
            "accuracy_cv_by_film": accuracy(p, liked),
            "ece_by_film": calibration_error(p, liked),
        }
    return facts


def films_of(genre: str, path: Path) -> list[str]:
    """Return the IMDb ids of a genre's films in a file of movies."""
    import polars

    movies = polars.read_csv(path, columns=["imdb_id", "genres"], infer_schema=False)
    named = movies.filter(polars.col("genres").str.split("|").list.contains(genre))
    return named["imdb_id"].drop_nulls().to_list()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench sentiment", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of real files")
    parser.add_argument("--reviews", type=int, default=5_000, help="reviews to score for speed")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument(
        "--by-film", action="store_true", help="train also with no film in two folds"
    )
    parser.add_argument("--without-training", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print JSON in the last line")
    return parser


def _print(facts: dict[str, Any]) -> None:
    per_second = facts["reviews_per_s"]
    nltk_speed = per_second["NLTK's VADER"]
    print_table(
        ("", "reviews/s", "of NLTK's"),
        [(name, f"{n:,.0f}", f"{n / nltk_speed:.1f} x") for name, n in per_second.items()],
    )
    print(
        f"Of {facts['reviews']:,} reviews, {facts['vader_mismatches']} have another compound from "
        "our VADER than from NLTK's."
    )
    for name, right in facts["sentence_polarity_by_engine"].items():
        print(f"sentence_polarity: {name} is right about {right:.1%}")
    if "accuracy_cv" in facts:
        print(
            f"Held out, five folds: {facts['accuracy_cv']:.2%} right, calibration error "
            f"{facts['ece']:.4f}; horror {facts['accuracy_horror']:.2%} of "
            f"{facts['horror_reviews']:,}, the rest {facts['accuracy_not_horror']:.2%}."
        )
    if "accuracy_cv_by_film" in facts:
        print(f"No film in two folds: {facts['accuracy_cv_by_film']:.2%} right.")
    print_facts({name: facts[name] for name in (*machine(), "load_average")})
