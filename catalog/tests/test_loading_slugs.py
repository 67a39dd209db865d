"""Free slugs for many rows at once."""

import polars as pl

from catalog.loading.slugs import Slugs


def take(slugs: Slugs, *stems: str) -> list[str]:
    return slugs.take(pl.Series(stems, dtype=pl.String)).to_list()


def test_free_slugs_are_the_stems_if_nobody_has_them():
    assert take(Slugs(), "ada", "bo") == ["ada", "bo"]


def test_free_slugs_count_on_within_a_batch_and_from_batch_to_batch():
    slugs = Slugs()

    assert take(slugs, "ada", "ada", "ada") == ["ada", "ada-2", "ada-3"]
    assert take(slugs, "ada", "bo") == ["ada-4", "bo"]


def test_free_slugs_pass_over_those_that_exist():
    slugs = Slugs()
    slugs.add(pl.Series(["ada", "ada-2", "ada-4"]))

    assert take(slugs, "ada", "ada") == ["ada-3", "ada-5"]


def test_free_slugs_pass_over_a_name_that_ends_in_a_number():
    assert take(Slugs(), "ada-2", "ada", "ada") == ["ada-2", "ada", "ada-3"]


def test_two_slugs_of_one_hash_only_cost_a_number(monkeypatch):
    monkeypatch.setattr(
        pl.Series, "hash", lambda series: pl.Series([7] * len(series), dtype=pl.UInt64)
    )
    slugs = Slugs()
    slugs.add(pl.Series(["bo"]))
    assert slugs._are_taken(pl.Series(["ada"])).to_list() == [True]


def test_no_stems_take_no_slugs():
    assert take(Slugs()) == []
