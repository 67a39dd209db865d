import pytest

pytestmark = pytest.mark.any_database


def test_answers_are_exact_and_the_keys_are_there(run_bench, db):
    found = run_bench(
        "similar", "--titles", 1500, "--queries", 20, "--exact", 20, "--without-peers", "--db", db
    )
    assert found["db"] == db
    assert found["recall_at_10"] == 1
    assert 0 < found["rows"] <= found["titles"] <= 1500
    asked = ("p50_ms", "p99_ms", "build_titles_per_s", "build_peak_rss_mb", "index_mb")
    assert all(found[key] > 0 for key in asked)
