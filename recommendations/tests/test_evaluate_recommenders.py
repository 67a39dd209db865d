"""The evaluation from ratings to figures, tables and charts, with the real model and index."""

import gzip
import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from catalog.tests.factories import make_title
from recommendations.build import build_index
from recommendations.evaluation.personal import reading, table
from recommendations.evaluation.personal.reading import read_file, read_source
from recommendations.models import Evaluation, Rating, Viewer
from recommendations.tests.evaluated import FILMS, PEOPLE, make_rated_catalogue
from recommendations.tests.test_commands import output_of

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


@pytest.fixture
def rated(db):
    """Films of two tastes, and people who rated each of them in an order of their own."""
    titles = make_rated_catalogue()
    build_index()
    rng = np.random.default_rng(1)
    ratings = list(Rating.objects.all())
    for rating in ratings:
        rating.rated_at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=int(rng.integers(999)))
    Rating.objects.bulk_update(ratings, ["rated_at"], batch_size=500)
    Viewer.objects.update(gender="female", age=30, occupation="writer")
    return titles


def rows_of(results, split):
    return {row["recommender"]: row for row in results["rows"] if row["split"] == split}


def test_all_figures_of_everybody_by_every_split_in_json_tables_and_charts(rated, admin_client):
    results = json.loads(output_of("evaluate_recommenders", "--json"))
    last, new = rows_of(results, "temporal"), rows_of(results, "new")
    assert {"hybrid", "EASE", "opaque blend", "popularity", "demographic", "user-kNN"} <= {*last}
    # Few titles are unseen, and half of them are of the other taste.
    assert last["hybrid"]["ndcg_10"] > last["random"]["ndcg_10"] + 0.05
    assert last["hybrid"]["ndcg_10_low"] <= last["hybrid"]["ndcg_10"] <= 1
    assert last["hybrid"]["over_baseline"] == pytest.approx(
        last["hybrid"]["ndcg_10"] / last["popularity"]["ndcg_10"]
    )
    assert last["popularity"]["rival"] in {"PureSVD", "user-kNN", "item-kNN cosine"} | {*last}
    assert new["hybrid"]["ndcg_10"] > 0.9 and "profile: soup" in new
    cold = [rows_of(results, f"cold {n}")["hybrid"] for n in (1, 3, 5, 10)]
    assert all(row["people"] == 2 * PEOPLE for row in cold)
    assert {row["split"] for row in results["ratings"]} == {"temporal", "random"}
    errors = {row["predictor"]: row["rmse"] for row in results["ratings"]}
    assert errors["item-kNN of residuals"] < 0.5 < errors["biases"]
    (source,) = results["sources"]
    assert source["parts_difference"] < 1e-6
    assert (source["source"], source["people"], source["titles"]) == ("ml-x", 30, 2 * FILMS)

    evaluation = Evaluation.objects.get()
    assert evaluation.kind == Evaluation.Kind.PERSONAL and evaluation.results == results
    page = admin_client.get(f"/admin/recommendations/evaluation/{evaluation.pk}/change/").text
    for shown in ("ml-x, temporal", "ml-x: newcomers", "peer: user-kNN", table.verdict(results)):
        assert shown in page
    assert page.count('<svg class="chart__drawing"') == 1
    assert page.count('<ol class="bars"') == 2
    assert '<span class="bars__name">hybrid</span>' in page  # words, not parts of a drawing
    assert page.count('tabindex="0" role="group" aria-label="Figures"') > 3  # they scroll
    assert "Titles asked about" not in page  # people were
    listed = admin_client.get("/admin/recommendations/evaluation/").text
    assert table.verdict(results) in listed


def test_the_command_prints_tables_and_what_they_rest_on(rated):
    text = output_of("evaluate_recommenders", "--split", "temporal", "ratings", "-n", "30")
    assert "ml-x, temporal" in text and "Predicted ratings, ml-x, random" in text
    assert "30 people are judged" in text
    assert text.splitlines()[-1].startswith("hybrid: ml-x nDCG@10 ")
    assert "peer: popularity" in text and "cold" not in text


@pytest.fixture
def people(db):
    """Thirty people who rated seven titles, each in another order."""
    titles = [make_title(f"Film {n}", genres=["Drama"]) for n in range(7)]
    for number in range(30):
        viewer = Viewer.objects.create(source="ml-x", source_id=str(number))
        for place, title in enumerate(titles):
            day = 1 + (place * (number % 6 + 1) + number) % 7
            at = datetime(2020, 1, day, tzinfo=UTC)
            Rating.objects.create(viewer=viewer, title=title, value=day, rated_at=at)
    return titles


def test_ratings_of_the_database_are_in_the_order_of_time(people):
    ground = read_source("ml-x")
    history = ground.history
    for person in range(30):
        assert history.values[history.rated_by(person)].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert ground.genres.tolist() == [[True]] * 7


def test_of_very_many_people_an_even_part_is_taken_and_few_say_nothing(people, monkeypatch):
    assert read_source("ml-x", most_people=10) is None
    monkeypatch.setattr(reading, "FEWEST_PEOPLE", 5)
    assert read_source("ml-x", most_people=10).history.n_people == 10


def test_people_who_are_no_training_data_take_no_part(people):
    left = Viewer.objects.order_by("pk")[:8]
    Viewer.objects.filter(pk__in=[viewer.pk for viewer in left]).update(is_training_data=False)
    assert read_source("ml-x").history.n_people == 22
    Viewer.objects.update(is_training_data=False)
    with pytest.raises(CommandError, match="too few ratings"):
        call_command("evaluate_recommenders")


@pytest.fixture
def folder(tmp_path, rated):
    """MovieLens 100K in small: ten of the films, and one that the catalogue does not have."""
    home = tmp_path / "ml-tiny"
    home.mkdir()
    films = [f"{n}|{t.name} ({t.start_year})|" for n, t in enumerate(rated[:10], 1)]
    movies = "\n".join([*films, "99|Unheard Of (1950)|"])
    rows = [
        f"{person}\t{movie}\t{4 + (person + movie) % 2}\t{900 + movie * 10 - person}"
        for person in range(1, 26)
        for movie in [*range(1, 11), 99]
    ]
    people = "\n".join(f"{person}|{20 + person}|F|writer|0" for person in range(1, 26))
    for name, text in (("u.data", "\n".join(rows)), ("u.item", movies), ("u.user", people)):
        with gzip.open(home / f"{name}.gz", "wt") as file:
            file.write(f"{text}\n")
    return home


def test_files_are_read_without_loading_them(folder, rated):
    before = Rating.objects.count()
    ground = read_file(folder)
    assert (ground.name, len(ground.history), ground.history.n_people) == ("ml-tiny", 275, 25)
    # What the catalogue does not have takes part, under a number below 0.
    assert ground.title_ids[0] < 0 and set(ground.title_ids[1:]) == {t.pk for t in rated[:10]}
    assert ground.traits.ages.tolist() == [20 + person for person in range(1, 26)]
    assert {*ground.traits.genders.tolist()} == {"female"}
    assert ground.history.values.max() == 10
    text = output_of("evaluate_recommenders", "--movielens", str(folder), "--split", "ratings")
    assert "Predicted ratings, ml-tiny, temporal" in text
    assert Rating.objects.count() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-n", "0"], "at least 1"),
        (["--source", "ml-y"], "no ratings of ml-y. There are: ml-x"),
        (["--movielens", "x", "--source", "ml-x"], "--movielens files"),
        (["--movielens", "/nowhere/ml"], "nowhere"),
    ],
)
def test_it_says_in_one_sentence_what_is_wrong(db, arguments, message):
    Viewer.objects.create(source="ml-x", source_id="1")
    with pytest.raises(CommandError, match=message):
        call_command("evaluate_recommenders", *arguments)


def test_without_ratings_it_says_what_to_do(db):
    with pytest.raises(CommandError, match="load_ratings first"):
        call_command("evaluate_recommenders")
