import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalog.tests.factories import make_title
from reviews import scoring
from reviews.engines import default_engine
from reviews.models import Review
from reviews.tests.factories import make_review

pytestmark = pytest.mark.django_db

HEADER = "imdb_id,rating,text\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "reviews.csv"
    path.write_text(HEADER + "tt0000001,9,A wonderful film.\ntt0000009,9,Unknown.\n")
    return path


@pytest.fixture
def out():
    return StringIO()


def test_load_reviews_loads_scores_and_says_so(file, out):
    make_title(imdb_id="tt0000001")
    call_command("load_reviews", file, stdout=out)
    assert Review.objects.get().label == "positive"
    assert "1 skipped, no such title in the catalogue (line 3)" in out.getvalue()
    assert f"1 reviews scored by {default_engine().version}." in out.getvalue()
    assert "1 titles summed up." in out.getvalue()


def test_load_reviews_can_leave_the_scoring_for_later(file):
    make_title(imdb_id="tt0000001")
    call_command("load_reviews", file, "--no-score", verbosity=0)
    assert not Review.objects.get().is_scored


def test_load_reviews_writes_its_counts(file, tmp_path):
    make_title(imdb_id="tt0000001")
    report = tmp_path / "report.json"
    call_command("load_reviews", file, report=report, verbosity=0)
    (counts,) = json.loads(report.read_text())["files"]
    assert (counts["rows_read"], counts["created"], counts["skipped"]) == (2, 1, 1)


def test_load_reviews_never_writes_its_report_over_the_reviews(file):
    before = file.read_text()
    with pytest.raises(CommandError, match="would replace a file that is to be loaded"):
        call_command("load_reviews", file, report=file)
    assert file.read_text() == before


def test_load_reviews_without_a_path_loads_the_sample(settings, tmp_path):
    settings.SAMPLE_DIR = tmp_path
    make_title(imdb_id="tt0000001")
    (tmp_path / "reviews.csv").write_text(HEADER + "tt0000001,9,A wonderful film.\n")
    call_command("load_reviews", verbosity=0)
    assert Review.objects.count() == 1


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_load_reviews_refuses_what_is_no_file_in_one_sentence(tmp_path, name):
    with pytest.raises(CommandError) as refused:
        call_command("load_reviews", tmp_path / name, verbosity=0)
    assert "\n" not in str(refused.value)


def test_score_reviews_scores_what_is_new(out):
    make_review(make_title())
    call_command("score_reviews", stdout=out)
    assert Review.objects.get().is_scored
    call_command("score_reviews", stdout=out)
    assert out.getvalue().startswith("1 reviews scored")
    assert "\n0 reviews scored" in out.getvalue()


def test_score_reviews_all_scores_everything_again(out):
    make_review(make_title())
    call_command("score_reviews", verbosity=0)
    call_command("score_reviews", "--all", stdout=out)
    assert out.getvalue().startswith("1 reviews scored")


def test_score_reviews_refuses_an_unknown_engine():
    with pytest.raises(CommandError, match="crystal-ball"):
        call_command("score_reviews", "--engine", "crystal-ball")


def test_scoring_everything_goes_on_where_it_was_broken_off(out, monkeypatch):
    monkeypatch.setattr(scoring, "BATCH", 1)
    for _ in range(3):
        make_review(make_title())
    call_command("score_reviews", stdout=out)
    first = Review.objects.first()
    scoring.begin_anew()
    scoring.score_reviews(Review.objects.filter(pk=first.pk))
    read_at = Review.objects.get(pk=first.pk).scored_at
    call_command("score_reviews", "--all", stdout=out)
    assert "Going on where the last run was broken off." in out.getvalue()
    assert "2 reviews scored" in out.getvalue()
    assert Review.objects.get(pk=first.pk).scored_at == read_at


def test_reviews_show_what_was_read_before_until_they_are_read_again():
    make_review(make_title())
    call_command("score_reviews", verbosity=0)
    assert scoring.begin_anew()
    assert Review.objects.get().is_scored
    assert Review.objects.get().label == "positive"
