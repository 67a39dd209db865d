import pytest

from catalog import jobs
from catalog.models import Job
from catalog.tests.factories import make_title
from reviews import scoring, scoring_job
from reviews.models import AspectBaseline, Review, TitlePulse
from reviews.tests.factories import GOOD, make_review

pytestmark = pytest.mark.django_db(transaction=True)


def work() -> Job:
    while jobs.work_next():
        pass
    return Job.objects.get(kind="score")


def test_the_job_reads_what_is_unread_sums_it_up_and_measures_the_average():
    make_review(make_title(), "The acting is superb.")
    jobs.ask("score")
    assert work().state == Job.State.DONE
    assert Review.objects.get().is_scored
    assert not TitlePulse.objects.get().is_stale
    assert AspectBaseline.objects.get().aspect == "acting"


def test_it_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr(scoring, "BATCH", 2)
    for _ in range(5):
        make_review(make_title(), GOOD)
    jobs.ask("score")
    job = work()
    assert (job.done_units, job.all_units) == (5, 5)


def test_others_have_their_turn_between_its_parts(monkeypatch):
    monkeypatch.setattr(scoring, "BATCH", 2)
    monkeypatch.setattr(scoring_job, "MOST_AT_ONCE", 2)
    for _ in range(5):
        make_review(make_title(), GOOD)
    jobs.ask("score")
    assert jobs.work_next() == "put back"
    assert Review.objects.scored().count() == 2
    assert work().state == Job.State.DONE
    assert Review.objects.scored().count() == 5


def test_a_job_about_one_title_reads_that_title():
    heat, alien = make_title("Heat"), make_title("Alien")
    for title in (heat, alien):
        make_review(title)
    jobs.ask("score", heat.pk)
    work()
    assert [review.title for review in Review.objects.scored()] == [heat]


def test_what_another_version_read_is_read_again():
    make_review(make_title(), GOOD)
    jobs.ask("score")
    work()
    Review.objects.update(scored_by="older-1", compound=0)
    Job.objects.all().delete()
    jobs.ask("score")
    work()
    assert Review.objects.get().compound > 0
