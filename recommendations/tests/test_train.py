"""Training, from ratings in the database to a model in use; the command, the job, the admin."""

import pkgutil
from dataclasses import replace

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from catalog.index_store import IndexMissing
from catalog.models import Title
from recommendations import collaborative, similarity
from recommendations.build import build_index
from recommendations.collaborative.learning import Parameters
from recommendations.index import current_index
from recommendations.models import ModelRun, Rating, Viewer
from recommendations.tests.evaluated import make_rated_catalogue
from recommendations.tests.rated_films import make_rated_films
from recommendations.training import train as training
from recommendations.training.current import current_model, home
from recommendations.training.reading import described, read_content, read_ratings
from recommendations.training.train import NothingToLearn, take_back, train

pytestmark = pytest.mark.django_db

#: So that 30 people are enough.
FEW = Parameters(ridge=5.0)


@pytest.fixture
def titles(db) -> list[Title]:
    return make_rated_films()


@pytest.fixture
def indexed() -> list[Title]:
    """Forty films of two tastes of which something is told, in an index of similar titles."""
    titles = make_rated_catalogue()
    build_index()
    return titles


def first_state() -> str:
    return ModelRun.objects.first().state


def test_a_trained_model_is_in_use_and_says_what_it_rests_on(titles):
    run = train(FEW)
    assert (run.state, run.reasons) == ("promoted", "")
    assert (run.people, run.titles, run.ratings) == (60, 60, Rating.objects.count())
    assert run.metrics["ndcg_10"]["model"] > 1.5 * run.metrics["ndcg_10"]["popularity"]
    assert run.cpu_seconds > 0 and run.size_bytes > 0 and run.folder == "000001"
    model = current_model()
    assert model.title_ids.tolist() == [title.pk for title in titles]
    liked = [title.pk for title in titles[:6:2]]  # of one taste, which are every other one
    scores = model.scores(liked)
    assert np.median(scores[0::2]) > scores[1::2].max()


def test_what_has_not_changed_is_not_trained_again(titles):
    assert train(FEW) is not None
    assert train(FEW) is None
    Rating.objects.filter(value=3).first().delete()
    assert train(FEW).folder == "000002"


def test_a_worse_model_is_refused_and_the_one_in_use_stays(titles):
    before = train(FEW)
    refused = train(Parameters(fewest_ratings=34))
    assert refused.state == "refused" and "popularity" in refused.reasons
    assert (home() / "current").read_text().startswith(before.folder)
    assert train(Parameters(fewest_ratings=34)) is None
    assert train(Parameters(fewest_ratings=34), force=True).state == "promoted"


def test_ratings_without_sense_make_no_model(titles):
    """Whoever shuffles the titles of the ratings has nothing to learn from."""
    rows = list(Rating.objects.all())
    values = np.random.default_rng(0).permutation([row.value for row in rows])
    for row, value in zip(rows, values.tolist(), strict=True):
        row.value = value
    Rating.objects.bulk_update(rows, ["value"])
    assert train(FEW).state == "refused"
    with pytest.raises(IndexMissing):
        current_model()


def test_measuring_only_leaves_everything_as_it_was(titles):
    assert train(FEW, dry_run=True).state == "measured"
    with pytest.raises(IndexMissing):
        current_model()


def test_a_model_is_taken_back_and_stays_so(titles):
    train(FEW)
    train(Parameters(ridge=6.0), force=True)
    assert current_model().weights.shape == (60, 60)
    assert take_back() == "000001"
    assert first_state() == "rolled_back"
    assert train(Parameters(ridge=6.0)) is None
    with pytest.raises(IndexMissing):
        take_back()


def test_nobody_is_learned_from_who_does_not_want_it(titles):
    Viewer.objects.filter(pk__in=Viewer.objects.values("pk")[:4]).update(is_training_data=False)
    read = read_ratings()
    assert read.ratings.n_people == 56
    assert read.data_hash != "" and len(read.ratings) < Rating.objects.count()


def test_adult_and_unreleased_titles_are_no_part_of_a_model(titles):
    Title.objects.filter(pk=titles[0].pk).update(is_adult=True)
    Title.objects.filter(pk=titles[1].pk).update(status=Title.Status.PLANNED)
    assert read_ratings().ratings.title_ids.tolist() == [title.pk for title in titles[2:]]


def test_people_are_read_some_at_a_time(titles, monkeypatch):
    whole = read_ratings()
    monkeypatch.setattr("recommendations.training.reading.PEOPLE_AT_ONCE", 7)
    parts = read_ratings()
    assert np.array_equal(parts.ratings.people, whole.ratings.people)
    assert np.array_equal(parts.ratings.values, whole.ratings.values)


def test_titles_are_alike_as_the_index_says_without_its_prior(indexed, monkeypatch):
    """The blocks against the one-by-one arithmetic; small ones, so that there are several."""
    monkeypatch.setattr("recommendations.collaborative.content.ROWS_AT_ONCE", 7)
    monkeypatch.setattr("recommendations.collaborative.content.COMMON", 0.3)
    index, told = current_index(), described()
    ids = index.titles.title_ids
    near = told.near(ids, ids, 5)
    rows = index.titles.rows
    for row in range(0, len(ids), 9):
        query = similarity.vector_of(rows, row, index.self_cosines)
        query = replace(query, factors={"popularity": 0, "rating": 0})
        every = similarity.scores(query, rows, np.arange(len(ids))) / (1 - similarity.PRIOR_SHARE)
        every[row] = -1
        best = np.sort(every)[::-1][:5]
        mine = near.owners == row
        assert near.cosines[mine] == pytest.approx(best, abs=1e-5)
        assert every[near.others[mine]] == pytest.approx(best, abs=1e-5)


def test_titles_that_nobody_rated_are_new_and_score_by_their_like(indexed):
    titles = indexed
    Rating.objects.filter(title__in=[titles[38].pk, titles[39].pk]).delete()
    train(FEW, force=True)
    model = current_model()
    assert model.new_ids.tolist() == [titles[38].pk, titles[39].pk]
    liked = [title.pk for title in titles[:12:2]]
    of_taste, of_other = model.new_scores(liked)
    assert of_taste > of_other


def test_a_liked_title_that_nobody_rated_counts_by_what_is_told_about_it(indexed):
    titles = indexed
    unrated = titles[38].pk
    Rating.objects.filter(title=unrated).delete()
    train(FEW, force=True)
    model = current_model()
    parts = model.parts([unrated, 123456789], model.title_ids)
    assert np.abs(parts.scores - model.scores([unrated, 123456789])).max() < 1e-9
    assert not parts.together.any() and not parts.alike[:, 1].any()
    of_taste = np.array([title.pk for title in titles[:38:2]])
    likest = model.title_ids[np.argsort(-parts.alike[:, 0], kind="stable")[: len(of_taste)]]
    assert set(likest) == set(of_taste)
    near = described().near(np.array([unrated]), model.title_ids)
    known = dict(zip(near.others.tolist(), near.cosines.tolist(), strict=True))
    found = model.find_alike(unrated)
    assert len(found.columns) >= len(of_taste) and (np.diff(found.columns) > 0).all()
    same = [known[column] for column in found.columns.tolist()]
    assert found.cosines == pytest.approx(same, abs=1e-5)


def test_without_an_index_of_similar_titles_a_model_knows_likes_only(titles):
    about = read_content(read_ratings().ratings, 5)
    assert about.fingerprint == "" and not len(about.content.new_ids)
    assert train(FEW).state == "promoted"


def test_without_ratings_there_is_nothing_to_learn(db):
    with pytest.raises(NothingToLearn, match="No title has 5 ratings"):
        train()
    assert not ModelRun.objects.exists()


def test_what_fails_is_recorded_and_the_model_in_use_stays(titles, monkeypatch):
    train(FEW)

    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(training, "save_model", fail)
    with pytest.raises(CommandError, match=r"No space left on device .*The model in use stays"):
        call_command("train_recommenders", "--force", "--ridge", "6")
    failed = ModelRun.objects.first()
    assert failed.state == "failed" and "No space" in failed.error and failed.finished_at
    assert current_model().weights.shape == (60, 60)


def test_a_run_that_was_killed_counts_as_failed_when_the_next_begins(titles):
    killed = ModelRun.objects.create(started_at="2020-01-01T00:00Z")
    train(FEW)
    killed.refresh_from_db()
    assert killed.state == "failed" and "killed" in killed.error


def test_the_recipe_is_all_that_decides_what_a_model_is():
    """Or what was refused would not be tried again when the code has changed."""
    modules = {info.name for info in pkgutil.iter_modules(collaborative.__path__)}
    recipe = {module.__name__.rpartition(".")[2] for module in training.RECIPE}
    assert recipe == modules - {"files"} | {"promotion"}  # SCHEMA tells other files
