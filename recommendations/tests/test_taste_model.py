"""A model of taste: what it answers, and that the parts it shows are what it adds up."""

import dataclasses
import math
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.collaborative import formula, lift
from recommendations.collaborative.content import VAGUE, Near
from recommendations.collaborative.ease import ease, most_titles, weighed_titles
from recommendations.collaborative.files import open_model, save_model
from recommendations.collaborative.learning import Content, Parameters, learn
from recommendations.collaborative.lift import lifts
from recommendations.collaborative.model import DISLIKED_NEIGHBOUR, OWN_NEIGHBOUR, TasteModel
from recommendations.collaborative.ratings import Ratings
from recommendations.collaborative.weights import Factors, MethodMissing
from recommendations.taste import Taste

#: Ids that are no positions; two titles that nobody rated.
IDS, NEW_IDS = np.arange(100, 112), np.array([7, 300])
N = len(IDS)


def random_ratings(seed: int, people: int = 40) -> Ratings:
    rng = np.random.default_rng(seed)
    rated = rng.random((people, N)) < 0.5
    rated[:, 3] = False
    rated[0] = True  # so that each title has a column
    who, what = np.nonzero(rated)
    return Ratings.of(who, IDS[what], rng.integers(1, 11, len(who)), rng.integers(0, 9, len(who)))


def content(seed: int) -> Content:
    rng = np.random.default_rng(seed)
    pairs = np.argwhere(rng.random((N, N)) < 0.3)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    near = Near(pairs[:, 0], pairs[:, 1], rng.random(len(pairs)).astype(np.float32))
    new = np.argwhere(rng.random((len(NEW_IDS), N)) < 0.5)
    return Content(near, NEW_IDS, Near(new[:, 0], new[:, 1], rng.random(len(new))))


def model_of(seed: int = 0) -> TasteModel:
    return learn(random_ratings(seed), content(seed), Parameters(ridge=5.0))


@pytest.fixture(scope="module")
def model() -> TasteModel:
    return model_of()


def dense(model: TasteModel) -> list[np.ndarray]:
    """Return weights and lifts of all columns."""
    spread = []
    for values, columns in (
        (model.weights, model.weighed),
        (model.lifts, model.weighed[model.popular]),
    ):
        spread.append(np.zeros((N, N)))
        spread[-1][np.ix_(model.weighed, columns)] = values
    return spread


TITLES = st.lists(st.sampled_from([*IDS.tolist(), *NEW_IDS.tolist(), 9999]), unique=True)


@settings(max_examples=60)
@given(own=TITLES, n_liked=st.integers(0, N + 3), seed=st.integers(0, 3))
def test_what_is_shown_sums_to_the_score(own, n_liked, seed):
    model, liked, disliked = model_of(seed), own[:n_liked], own[n_liked:]
    parts = model.parts(liked, IDS, disliked)
    assert np.abs(parts.scores - model.scores(liked, disliked)).max() < 1e-9
    assert parts.own.shape == (N, len(own))
    assert (parts.own[:, len(liked) :] <= 0).all()
    new = model.new_parts(liked, NEW_IDS, disliked)
    assert np.abs(new.sum(axis=1) - model.new_scores(liked, disliked)).max() < 1e-9
    assert (new[:, len(liked) :] <= 0).all()


def test_the_score_is_the_formula(model):
    """Written out for one title, from the arrays."""
    liked, disliked = [100, 104, 105], [101, 107]
    weights, lifts = dense(model)
    alike = np.zeros((N, N))
    for column in range(N):
        others, cosines = model.content.posting(column)
        alike[column, others] = cosines
    i, n = 8, 3
    late = [1, 2**-0.15, 3**-0.15]
    worth = {j: 3 * w / sum(late) for j, w in zip([0, 4, 5], late, strict=True)}
    together, likeness, lift = (
        sum(w * each[j, i] for j, w in worth.items()) for each in (weights, alike, lifts)
    )
    known = n**2 / (n**2 + 20**2)
    against = sum(2 * w / (1 + late[1]) * alike[d, i] for d, w in zip([1, 7], late, strict=False))
    assert against > 0.1
    likeness -= 2 * against
    expected = known * together
    expected += (0.8 * known + 0.08 * (1 - known)) * likeness / math.sqrt(n + 1)
    expected += 0.08 * (1 - known) * (math.log(1 + model.likes[i]) + 0.75 / math.sqrt(n) * lift)
    assert abs(lift) > 1e-3
    assert model.scores(liked, disliked)[i] == pytest.approx(expected, abs=1e-9)


def test_popularity_counts_less_the_more_is_known():
    shares = [formula.popularity_share(n) for n in (0, 10, 20, 180)]
    assert shares == pytest.approx([0.08, 0.064, 0.04, 0.08 / 82])
    assert [formula.together_share(n) for n in (0, 20, 180)] == pytest.approx([0, 0.5, 81 / 82])


def test_a_lift_is_how_much_likelier_a_title_is_liked():
    """Of 40 people all numbers are counted out."""
    ratings = random_ratings(1)
    likes = ratings.matrix(np.ones(len(ratings)))
    dense = likes.toarray()
    popular = np.array([0, 2, 5])
    found = lifts(likes, popular)
    for j in range(N):
        for place, i in enumerate(popular.tolist()):
            share = dense[:, i].mean()
            both = (dense[:, j] * dense[:, i]).sum()
            raised = math.log((both + 50 * share) / (dense[:, j].sum() + 50) / share)
            assert found[j, place] == pytest.approx(0 if i == j else raised, abs=2e-3)


def test_only_the_most_liked_have_lifts(monkeypatch):
    monkeypatch.setattr(lift, "MOST_LIKED", 3)
    assert lift.most_liked(np.array([1, 7, 7, 9, 7])).tolist() == [1, 2, 3]
    model = model_of(0)
    assert model.lifts.shape == (len(model.weighed), 3)
    most = np.sort(model.likes[model.weighed])[-3:]
    assert np.sort(model.likes[model.weighed[model.popular]]).tolist() == most.tolist()


def test_of_nobody_known_popularity_alone_ranks(model):
    assert np.array_equal(np.argsort(-model.scores([]), kind="stable"),
                          np.argsort(-model.likes, kind="stable"))  # fmt: skip


def test_titles_that_the_model_does_not_know_add_nothing_but_count_as_known(model):
    parts = model.parts([100, 9999], IDS)
    assert not parts.own[:, 1].any()
    alone, newest = model.parts([100], IDS), formula.recency(2)[0]
    weights, lifts = dense(model)
    shares = formula.together_share(2), formula.lift_share(2)
    expected = newest * (shares[0] * weights[0] + shares[1] * lifts[0])
    assert np.allclose(parts.together[:, 0], expected) and expected.any()
    more = newest * formula.content_share(2) / formula.content_share(1)
    assert np.allclose(parts.alike[:, 0], more * alone.alike[:, 0])


def test_what_was_liked_lately_counts_more_and_all_of_it_as_much():
    worth = formula.recency(101)
    assert worth.sum() == pytest.approx(101) and (np.diff(worth) < 0).all()
    assert worth[0] / worth[100] == pytest.approx(2, rel=0.01)
    assert formula.recency(0).tolist() == []


def test_a_candidate_that_is_not_known_is_a_mistake(model):
    with pytest.raises(KeyError):
        model.parts([100], np.array([9999]))
    with pytest.raises(KeyError):
        model.new_parts([100], np.array([100]))


def test_a_new_title_is_scored_as_what_it_is_like(model):
    """One bridge, to one title: its score is a share of what liked titles say of that one."""
    near = Near(np.array([0]), np.array([5]), np.array([0.4]))
    told = Content(content(0).near, NEW_IDS, near)
    model = learn(random_ratings(0), told, Parameters(ridge=5.0))
    scores = model.new_scores([100, 105])
    newest, older = formula.recency(2)
    said = newest * dense(model)[0][0, 5]
    share = 0.4**3 / (0.4**3 + VAGUE)
    assert scores.tolist() == pytest.approx([share * (said + older * OWN_NEIGHBOUR), 0])
    against = model.new_scores([100], [105]) - model.new_scores([100])
    assert against.tolist() == pytest.approx([-share * DISLIKED_NEIGHBOUR, 0])


def test_likes_are_four_stars_or_the_own_mean():
    ratings = Ratings.of([1] * 3 + [2] * 3, [1, 2, 3] * 2, [8, 9, 10, 5, 6, 2])
    assert ratings.liked().tolist() == [True, True, True, True, True, False]


def test_what_is_learned_as_liked_is_what_a_person_is_asked_by():
    random = np.random.default_rng(0)
    for values in [*random.integers(1, 11, (200, 7)), [7, 7, 7], [3], [6, 7, 7]]:
        titles = list(range(len(values)))
        learned = Ratings.of([1] * len(values), titles, np.array(values)).liked()
        taste = Taste(ratings=dict(zip(titles, map(int, values), strict=True)))
        assert set(taste.liked) == set(np.flatnonzero(learned).tolist())
        disliked = formula.is_disliked(np.array(values), float(np.mean(values)))
        assert set(taste.disliked_lately) == set(np.flatnonzero(disliked).tolist())
        assert not set(taste.liked) & set(taste.disliked)


def test_ease_solves_what_it_says():
    """The least squares of each column without itself, solved one by one."""
    ratings = random_ratings(1)
    likes = ratings.matrix(np.ones(len(ratings)))
    dense = likes.toarray().astype(float)
    weights = ease(likes, 5.0)
    for i in range(N):
        others = np.delete(np.arange(N), i)
        x, y = dense[:, others], dense[:, i]
        solved = np.linalg.solve(x.T @ x + 5 * np.eye(N - 1), x.T @ y)
        assert np.allclose(weights[others, i], solved, atol=1e-3)
    assert not np.diag(weights).any()


def test_factors_add_up_as_well_and_come_back_from_their_files(model, tmp_path):
    rng = np.random.default_rng(0)
    sides = rng.normal(size=(2, len(model.weighed), 3)).astype(np.float16)
    model = dataclasses.replace(model, weights=Factors(*sides))
    liked = [100, 9999, 104, 105]
    assert np.abs(model.parts(liked, IDS).scores - model.scores(liked)).max() < 1e-9
    new = model.new_parts(liked, NEW_IDS).sum(axis=1)
    assert np.abs(new - model.new_scores(liked)).max() < 1e-9
    save_model(tmp_path, model)
    assert np.array_equal(open_model(tmp_path).scores(liked), model.scores(liked))
    whole = dataclasses.replace(model, weights=sides[0].astype(float) @ sides[1].T.astype(float))
    assert np.allclose(whole.scores(liked), model.scores(liked))


def test_als_is_asked_as_the_library_wants_it(monkeypatch):
    """The library is an option: here one that gives back what liking costs it nothing to know."""

    class Als(SimpleNamespace):
        def fit(self, likes, show_progress):
            assert likes.shape == (40, N - 1) and self.num_threads == 1
            self.item_factors = np.eye(N - 1, self.factors, dtype=np.float32)

    fake = SimpleNamespace(AlternatingLeastSquares=Als)
    monkeypatch.setitem(sys.modules, "implicit", fake)
    monkeypatch.setitem(sys.modules, "implicit.als", fake)
    model = learn(random_ratings(0), parameters=Parameters(method="als", memory_mb=1))
    assert model.weights.left.shape == (N - 1, 64)
    assert model.parts([100], np.array([100])).together[0, 0] == pytest.approx(
        1 / 11 / 401, rel=1e-2
    )


def test_als_without_its_library_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "implicit.als", None)
    with pytest.raises(MethodMissing, match="implicit, which is not installed"):
        learn(random_ratings(0), parameters=Parameters(method="als"))


def test_memory_says_how_many_titles_are_weighed_and_ratings_which():
    assert most_titles(6) ** 2 * 6 <= 6 * 2**20 < (most_titles(6) + 1) ** 2 * 6
    counts = np.array([5, 9, 4, 7, 7, 8])
    assert weighed_titles(counts, 5, 100).tolist() == [0, 1, 3, 4, 5]
    assert weighed_titles(counts, 5, 3).tolist() == [1, 3, 5]


def test_a_model_comes_back_from_its_files_as_it_was(model, tmp_path):
    save_model(tmp_path, model)
    opened = open_model(tmp_path)
    liked = [100, 103, 111]
    assert np.array_equal(opened.scores(liked), model.scores(liked))
    assert np.array_equal(opened.new_scores(liked), model.new_scores(liked))
    rated = {100: 9.0, 102: 3.0}
    for one, other in zip(
        dataclasses.astuple(opened.predicted(rated, IDS)),
        dataclasses.astuple(model.predicted(rated, IDS)),
        strict=True,
    ):
        assert np.array_equal(one, other)
    assert not opened.weights.flags.writeable


def test_nothing_at_all_makes_a_model_that_says_nothing():
    nothing = np.zeros(0, np.int64)
    model = learn(Ratings.of(nothing, nothing, np.zeros(0)))
    assert model.scores([1]).tolist() == model.new_scores([1]).tolist() == []
    predicted = model.predicted({1: 9.0}, np.array([2]))
    assert 5 < predicted.values[0] < 10
