import numpy as np
import pytest

from bench.resampled import invented, resampled

pytestmark = pytest.mark.any_database


def test_training_and_lists_are_measured_and_the_keys_are_there(run_bench, db):
    sizes = ("--titles", 800, "--rated", 300, "--ratings", 4000, "--people", 10, "--rounds", 1)
    found = run_bench("recommend", *sizes, "--db", db)
    assert found["db"] == db
    training, serving = found["training_4000"], found["serving_4000"]
    assert training["ratings"] == 4000 and training["titles"] <= 300
    assert all(training[key] > 0 for key in ("cpu_seconds", "seconds", "peak_rss_mb"))
    assert serving["lists"] == 10 and 0 < serving["p50_ms"] <= serving["p99_ms"]
    assert serving["by_the_model"] == 1


def test_resampled_ratings_are_as_many_as_asked_and_nobody_has_a_title_twice():
    source = invented(20, np.arange(100, 200), each=10)
    people, titles, values = resampled(source, 1000)
    assert len(people) == len(titles) == len(values) == 1000
    assert len(set(zip(people.tolist(), titles.tolist(), strict=True))) == 1000
    given = {(title, value) for title, value in zip(*map(list, source[1:]), strict=True)}
    assert set(zip(titles.tolist(), values.tolist(), strict=True)) <= given
    assert resampled(source, 50)[1].tolist() == source[1][:50].tolist()
    assert [each.tolist() for each in resampled(source, 1000)] == [
        people.tolist(), titles.tolist(), values.tolist()
    ]  # fmt: skip
