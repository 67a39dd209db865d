from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalog.datasets import DatasetError
from catalog.loading import FileReport
from catalog.loading.precedence import Precedence
from catalog.loading.unite_titles import unite_namesakes
from catalog.models import Load, Title, TitleIdentifier
from catalog.tests.factories import make_title
from reviews.loading import load_reviews
from reviews.models import Review
from reviews.tests.factories import make_review

pytestmark = pytest.mark.django_db

HEADER = "imdb_id,author,rating,published_on,headline,body\n"
GOOD = "tt0000001,Ada,8,2001-01-01,Yes,A good film.\n"
BAD = "tt0000001,Bob,2,2002-01-01,No,A bad film.\n"
ELSEWHERE = "tt0000009,Cyd,5,2003-01-01,Hm,Of another film.\n"


@pytest.fixture(autouse=True)
def title():
    return make_title(imdb_id="tt0000001")


def load(tmp_path: Path, *rows: str) -> FileReport:
    path = tmp_path / "reviews.csv"
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    (report,) = load_reviews([path]).files
    assert report.rows_read == len(rows)
    return report


def test_reviews_are_created_unscored(tmp_path, title):
    assert load(tmp_path, GOOD, BAD).created == 2
    review = title.reviews.get(author="Ada")
    assert (review.source, review.rating, review.headline) == ("sample", 8, "Yes")
    assert not review.is_scored


def test_a_second_run_changes_nothing(tmp_path):
    load(tmp_path, GOOD, BAD)
    before = list(Review.objects.order_by("pk").values())
    report = load(tmp_path, GOOD, BAD)
    assert (report.created, report.changed, report.unchanged) == (0, 0, 2)
    assert list(Review.objects.order_by("pk").values()) == before


def test_a_corrected_rating_is_taken_over_and_the_score_stays(tmp_path):
    load(tmp_path, GOOD)
    Review.objects.update(scored_by="words-1", compound=0.5, label="positive")
    report = load(tmp_path, GOOD.replace(",8,", ",9,"))
    assert (report.created, report.changed) == (0, 1)
    review = Review.objects.get()
    assert (review.rating, review.scored_by) == (9, "words-1")


def test_unknown_titles_and_repeats_are_skipped_with_their_lines(tmp_path):
    report = load(tmp_path, GOOD, ELSEWHERE, GOOD)
    assert {reason: list(tally.lines) for reason, tally in report.reasons.items()} == {
        "no such title in the catalogue": [3],
        "repeats an earlier row": [4],
    }
    assert Review.objects.count() == 1


def test_files_of_one_call_that_differ_about_a_text_take_no_turns(tmp_path):
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(HEADER + GOOD)
    second.write_text(HEADER + GOOD.replace(",8,", ",9,"))
    load_reviews([first, second])
    report = load_reviews([first, second])
    assert (report.totals["changed"], Review.objects.get().rating) == (0, 8)
    (tally,) = report.files[1].reasons.values()
    assert tally.examples == [(2, "line 2 of first.csv")]


def test_a_second_imdb_id_of_a_title_leads_to_it(tmp_path, title):
    TitleIdentifier.objects.create(title=title, source="imdb", value="tt0000009")
    assert load(tmp_path, ELSEWHERE).created == 1
    assert title.reviews.get().author == "Cyd"


def test_a_run_is_stored_and_says_what_the_file_was_read_as(tmp_path):
    load(tmp_path, GOOD, ELSEWHERE)
    stored = Load.objects.get()
    assert (stored.created, stored.skipped) == (1, 1)
    assert stored.report["files"][0]["encoding"] == "UTF-8"


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path):
    path = tmp_path / "reviews.csv"
    path.write_text(HEADER + GOOD)
    with pytest.raises(DatasetError, match="changed while it was read"):
        load_reviews([path], lambda progress: path.write_text(HEADER))
    assert not Review.objects.exists()


def test_a_file_that_breaks_off_leaves_the_database_as_it_was(tmp_path):
    whole, broken = tmp_path / "whole.csv", tmp_path / "broken.csv"
    whole.write_text(HEADER + GOOD)
    broken.write_text(HEADER + BAD + 'tt0000001,Eve,1,2001-01-01,Oh,"It never')
    with pytest.raises(DatasetError, match=r"broken\.csv"):
        load_reviews([whole, broken])
    assert not Review.objects.exists()


def test_progress_tells_the_rows_that_are_done(tmp_path):
    path = tmp_path / "reviews.csv"
    path.write_text(HEADER + GOOD + BAD)
    told = []
    load_reviews([path], lambda progress: told.append((progress.path.name, progress.rows)))
    assert told == [("reviews.csv", 2)]


def test_a_reviewed_title_is_the_one_that_stays_when_two_turn_out_to_be_one():
    make_title("Heat", start_year=1995)
    reviewed = make_title("Heat", start_year=1995, slug="heat-1995-2")
    make_review(reviewed)

    united = unite_namesakes(datetime(2020, 1, 1, tzinfo=UTC), Precedence([], []))

    heat = Title.objects.get(name="Heat")
    assert (united, heat, Review.objects.get().title) == (1, reviewed, reviewed)
