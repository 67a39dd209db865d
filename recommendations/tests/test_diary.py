"""What a person says of titles: the verbs, and putting back what was."""

from datetime import UTC, datetime
from itertools import chain, combinations
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User

from catalog.tests.factories import make_title
from recommendations.diary import Entry, entry_of, mark, put_back, rate, unmark, viewer_of
from recommendations.diary.changes import change
from recommendations.diary.signals import about_to_rate
from recommendations.models import Mark, Rating, Viewer

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2001, 2, 3, tzinfo=UTC)


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada")


@pytest.fixture
def viewer(ada) -> Viewer:
    return viewer_of(ada, create=True)


@pytest.fixture
def heard():
    """Return what the signal told, and what was stored at that moment."""
    told = []

    def listen(viewer, title, value, **_):
        told.append((value, entry_of(viewer.user_id, title).value))

    about_to_rate.connect(listen)
    yield told
    about_to_rate.disconnect(listen)


def marks_of(viewer: Viewer) -> set[str]:
    return set(Mark.objects.filter(viewer=viewer).values_list("kind", flat=True))


def test_there_is_a_viewer_from_the_first_word_on(ada):
    assert viewer_of(ada) is None
    made = viewer_of(ada, create=True)
    assert (made.source, made.source_id, made.user) == ("account", str(ada.pk), ada)
    assert viewer_of(ada) == viewer_of(ada, create=True) == made


def test_nobody_is_no_viewer():
    assert viewer_of(AnonymousUser()) is None
    with pytest.raises(ValueError, match="nobody"):
        viewer_of(AnonymousUser(), create=True)


def test_listeners_hear_of_a_rating_before_it_changes_and_only_if_it_does(ada, viewer, heard):
    title = make_title()
    assert rate(viewer, title, 7) is None
    assert rate(viewer, title, 7) == 7
    assert rate(viewer, title, 9) == 7
    assert rate(viewer, title, None) == 9
    assert heard == [(7, None), (9, 7), (None, 9)]
    assert not Rating.objects.exists()


def test_a_listener_that_fails_harms_no_rating(viewer):
    def fail(**_):
        raise RuntimeError("no model is trained")

    about_to_rate.connect(fail)
    try:
        rate(viewer, make_title(), 3)
    finally:
        about_to_rate.disconnect(fail)
    assert Rating.objects.get().value == 3


@pytest.mark.parametrize("value", [0, 11, -1])
def test_a_rating_is_from_1_to_10(viewer, value):
    with pytest.raises(ValueError, match="from 1 to 10"):
        rate(viewer, make_title(), value)


def test_marks_that_contradict_each_other_end(viewer):
    title = make_title()
    mark(viewer, title, "not_interested")
    mark(viewer, title, "watchlist")
    assert marks_of(viewer) == {"watchlist"}
    mark(viewer, title, "seen")
    mark(viewer, title, "watchlist")  # to see it again
    assert marks_of(viewer) == {"seen", "watchlist"}
    rate(viewer, title, 8)
    assert marks_of(viewer) == {"seen"}
    assert unmark(viewer, title, "seen")
    assert not unmark(viewer, title, "seen")


def test_an_unknown_mark_is_refused(viewer):
    with pytest.raises(ValueError, match="loved"):
        mark(viewer, make_title(), "loved")


def test_what_was_said_is_put_back_with_its_times(ada, viewer, django_assert_num_queries):
    title = make_title()
    rate(viewer, title, 8, LONG_AGO)
    mark(viewer, title, "watchlist")
    mark(viewer, make_title("Heat"), "seen")
    with django_assert_num_queries(1):
        before = entry_of(ada.pk, title)
    assert before.rated_at == LONG_AGO
    rate(viewer, title, 2)
    mark(viewer, title, "not_interested")
    put_back(viewer, title, Entry.from_json(before.as_json()))
    assert entry_of(ada.pk, title) == before
    put_back(viewer, title, Entry())
    assert entry_of(ada.pk, title) == Entry()
    assert marks_of(viewer) == {"seen"}


SAID = [("rate", "3"), ("rate", "")] + [
    (f"{verb}:{kind}", "") for verb in ("mark", "unmark") for kind in Mark.Kind.values
]


@pytest.mark.parametrize("value", [None, 8])
def test_whatever_is_said_whatever_was_said_before_undo_puts_it_back(ada, viewer, value):
    title = make_title()
    session: dict[str, Any] = {}
    if value:
        rate(viewer, title, value, LONG_AGO)
    kinds = Mark.Kind.values
    for marked in chain.from_iterable(combinations(kinds, n) for n in range(len(kinds) + 1)):
        before = Entry(value, value and LONG_AGO, dict.fromkeys(marked, LONG_AGO))
        for asked, stars in SAID:
            put_back(viewer, title, before)
            change(viewer, title, asked, stars, session)
            if (after := entry_of(ada.pk, title)) != before:
                assert change(viewer, title, "undo", "", session) == "Undone.", (before, after)
            assert entry_of(ada.pk, title) == before, (asked, stars, marked)
