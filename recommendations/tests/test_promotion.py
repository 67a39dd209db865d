"""What keeps a model from coming into use."""

import pytest

from recommendations.training.promotion import reasons_against


def facts(model=0.2, popularity=0.1, item_knn=0.15, rmse=1.8, biases=1.9, people=400):
    ndcg = {"model": model, "popularity": popularity, "item_knn": item_knn}
    rmse = {"model": rmse, "biases": biases}
    above = model - item_knn + 0.02
    return {"people": people, "ndcg_10": ndcg, "rmse": rmse, "above_item_knn_at_best": above}


def same_split(at_best=0.01, **figures):
    return facts(**figures) | {"at_best": at_best}


def current(ratings=1000, **figures):
    return {"metrics": facts(**figures), "ratings": ratings}


def test_nothing_speaks_against_what_is_better_than_all():
    assert reasons_against(facts(), 1000, None) == []
    assert reasons_against(facts(), 1000, current(), same_split(model=0.19)) == []


@pytest.mark.parametrize(
    ("measured", "told"),
    [
        (facts(model=0.09), "popularity alone"),
        (facts(model=0.1, item_knn=0.1), "popularity alone"),
        (facts(model=0.12), "item-kNN"),
        (facts(rmse=1.95), "means alone"),
        (facts(people=19), "19 people"),
    ],
)
def test_no_model_comes_into_use_that_simple_ones_beat(measured, told):
    assert any(told in reason for reason in reasons_against(measured, 1000, None))


@pytest.mark.parametrize(
    ("in_use", "others", "told"),
    [
        (current(model=0.23), None, "2.00 times as good as popularity, the one in use was 2.30"),
        (current(rmse=1.65), None, "86.8%"),
        (current(ratings=2001), None, "1,000 ratings"),
        (current(), same_split(-0.001, model=0.21), "the parameters in use"),
        (current(), same_split(rmse=1.7), "0.850"),
    ],
)
def test_no_model_comes_into_use_that_is_worse_than_the_one_that_is(in_use, others, told):
    reasons = reasons_against(facts(), 1000, in_use, others)
    assert len(reasons) == 1 and told in reasons[0]


def test_figures_that_were_measured_otherwise_are_not_compared():
    in_use = current(model=0.4)
    in_use["metrics"]["protocol"] = "another"
    assert reasons_against(facts(), 1000, in_use) == []


def test_what_may_be_chance_speaks_not_against_it():
    assert reasons_against(facts(model=0.14), 1000, current(model=0.14), same_split()) == []


def test_other_ratings_may_vary_a_little():
    assert reasons_against(facts(), 1000, current(model=0.215)) == []


def test_half_the_ratings_and_twenty_people_are_enough():
    assert reasons_against(facts(people=20), 1000, current(ratings=2000)) == []


@pytest.mark.parametrize(
    ("mine", "others", "told"),
    [
        ({}, {}, []),
        (facts()["rmse"], {}, []),
        ({}, facts()["rmse"], ["Its RMSE is 100.0% of that of means alone"]),
    ],
)
def test_where_no_rating_could_be_predicted_it_is_as_good_as_means(mine, others, told):
    in_use, split = current(), same_split(model=0.19)
    in_use["metrics"]["rmse"] = split["rmse"] = others
    reasons = reasons_against(facts() | {"rmse": mine}, 1000, in_use, split)
    assert [reason.partition(",")[0] for reason in reasons] == told
