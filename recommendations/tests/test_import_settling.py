"""What was said later wins, and importing twice changes nothing."""

from copy import deepcopy
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importing.settling import Row, Said, settle

NOW = datetime(2026, 1, 1, tzinfo=UTC)
OLD, MIDDLE, NEW = (datetime(year, 1, 1, tzinfo=UTC) for year in (2010, 2015, 2020))

times = st.sampled_from([None, OLD, MIDDLE, NEW])
known_times = st.sampled_from([OLD, MIDDLE, NEW])
rated = st.builds(
    Said,
    value=st.integers(1, 10),
    rated_at=times,
    marks=st.dictionaries(st.sampled_from(["watchlist", "seen", "not_interested"]), known_times),
)
rows = st.lists(
    st.tuples(st.sampled_from(["rating", "seen", "watchlist"]), st.integers(1, 10), times),
    max_size=6,
).map(
    lambda found: [
        Row(key, what, value if what == "rating" else None, at)
        for key, (what, value, at) in enumerate(found)
    ]
)


@settings(max_examples=150)
@given(st.one_of(st.just(Said()), rated), rows)
def test_a_second_time_changes_nothing(said, about):
    said = deepcopy(said)
    settle(said, about, NOW)
    once = deepcopy(said)
    outcomes = settle(said, about, NOW)
    assert said == once
    assert not {"added", "changed"} & set(outcomes.values())
    assert set(outcomes) == {row.key for row in about}


@settings(max_examples=100)
@given(rated, rows)
def test_a_rating_given_here_is_never_replaced_by_an_older_one(said, about):
    said = deepcopy(said)
    before = (said.value, said.rated_at)
    settle(said, about, NOW)
    if (said.value, said.rated_at) != before:
        assert said.rated_at is not None
        assert before[1] is None or said.rated_at > before[1]


def test_the_newest_of_several_rows_counts_and_one_without_a_date_least():
    said = Said()
    about = [Row(1, "rating", 4, NEW), Row(2, "rating", 9, OLD), Row(3, "rating", 1, None)]
    assert settle(said, about, NOW) == {1: "added", 2: "older", 3: "older"}
    assert (said.value, said.rated_at) == (4, NEW)


def test_what_is_rated_later_is_off_the_watchlist_and_what_was_rated_earlier_is_not():
    said = Said(marks={"watchlist": MIDDLE})
    settle(said, [Row(1, "rating", 8, NEW)], NOW)
    assert said.marks == {}
    said = Said(marks={"watchlist": MIDDLE})
    settle(said, [Row(1, "rating", 8, OLD)], NOW)
    assert said.marks == {"watchlist": MIDDLE}


def test_who_is_not_interested_stays_so_unless_it_was_listed_later():
    for listed, outcome in ((OLD, "kept"), (NEW, "added")):
        said = Said(marks={"not_interested": MIDDLE})
        assert settle(said, [Row(1, "watchlist", at=listed)], NOW) == {1: outcome}
        assert ("not_interested" in said.marks) == (outcome == "kept")


def test_a_wish_from_before_the_rating_has_come_true():
    for rated_at, listed, outcome in (
        (MIDDLE, OLD, "kept"),
        (MIDDLE, None, "kept"),
        (MIDDLE, NEW, "added"),
        (None, NEW, "added"),
        (None, None, "kept"),
    ):
        said = Said(value=8, rated_at=rated_at)
        assert settle(said, [Row(1, "watchlist", at=listed)], NOW) == {1: outcome}
        assert said.marks == ({} if outcome == "kept" else {"watchlist": listed})


def test_marks_without_a_date_are_of_today():
    for what in ("watchlist", "seen"):
        said = Said()
        assert settle(said, [Row(1, what)], NOW) == {1: "added"}
        assert said.marks == {what: NOW}


def test_what_is_seen_later_is_off_the_watchlist():
    for seen, left in ((NEW, {"seen": NEW}), (OLD, {"seen": OLD, "watchlist": MIDDLE})):
        said = Said(marks={"watchlist": MIDDLE})
        assert settle(said, [Row(1, "seen", at=seen)], NOW) == {1: "added"}
        assert said.marks == left


def test_what_is_rated_counts_as_seen():
    said = Said()
    about = [Row(1, "rating", 8, OLD), Row(2, "seen", at=OLD)]
    assert settle(said, about, NOW) == {1: "added", 2: "rated"}
    assert said.marks == {}
