from datetime import UTC, datetime, timedelta

import pytest

from catalog.models import Praise
from catalog.tests.factories import make_title
from reviews import pulses
from reviews.evidence import ENOUGH
from reviews.models import AspectBaseline, AspectMention, AspectScore, Review, TitlePulse
from reviews.praise import measure_baselines, publish_all_praise, publish_praise
from reviews.pulses import mark_stale, refresh_pulses, refresh_titles
from reviews.scoring_job import score_title, sum_up
from reviews.tests.factories import make_scored

pytestmark = pytest.mark.django_db

LONG_ENOUGH = "A sentence that is long enough to be quoted."


def mention(review, compound=0.5, aspect="acting", start=0, is_masked=False):
    return AspectMention.objects.create(
        title=review.title,
        review=review,
        aspect=aspect,
        start=start,
        end=len(LONG_ENOUGH),
        compound=compound,
        sentence_compound=compound,
        is_masked=is_masked,
    )


def reviews_of(title, praise: int, blame: int = 0, aspect="acting"):
    """Make reviews that each praise or blame one aspect in one sentence."""
    for sign in [0.5] * praise + [-0.5] * blame:
        label = "positive" if sign > 0 else "negative"
        mention(make_scored(title, sign, label, body=LONG_ENOUGH), sign, aspect)
    mark_stale([title.pk])


def test_each_review_counts_once_however_much_it_says():
    title = make_title()
    reviews_of(title, praise=3)
    talker = make_scored(title, -0.5, "negative", body=LONG_ENOUGH)
    for start in range(5):
        mention(talker, -0.5, start=start)
    refresh_pulses()
    score = AspectScore.objects.get()
    assert (score.n, score.sentences, score.praised, score.blamed) == (4, 8, 3, 1)
    assert score.value == 0.75


def test_who_praises_and_blames_as_much_is_on_neither_side():
    review = make_scored(make_title(), 0, "mixed")
    mention(review, 0.5)
    mention(review, -0.5)
    refresh_titles(_marked(review.title))
    score = AspectScore.objects.get()
    assert (score.n, score.value, score.praised, score.blamed) == (1, 0.5, 0, 0)


def test_what_says_neither_is_no_opinion():
    review = make_scored(make_title(), 0, "mixed")
    mention(review, 0.01)
    refresh_titles(_marked(review.title))
    assert not AspectScore.objects.exists()


def _marked(title):
    mark_stale([title.pk])
    return [title.pk]


def test_quotes_are_places_in_reviews_and_never_likely_spoilers():
    title = make_title()
    review = make_scored(title, 0.5, "positive", body=LONG_ENOUGH)
    mention(review, 0.75)
    mention(make_scored(title, 0.5, "positive"), 0.9, is_masked=True)
    refresh_titles(_marked(title))
    assert AspectScore.objects.get().praise_quotes == [[review.pk, 0, len(LONG_ENOUGH), 0.75]]


def test_the_middle_of_words_and_stars_is_kept():
    title = make_title()
    for compound, rating in ((0.9, 9), (0.8, 8), (-0.9, 1)):
        make_scored(title, compound, "positive", rating=rating)
    refresh_titles(_marked(title))
    pulse = TitlePulse.objects.get()
    assert (pulse.median_compound, pulse.median_rating, pulse.is_stale) == (0.8, 8, False)


def test_signs_of_organising_are_kept_with_both_scores():
    title = make_title()
    for rating in [1] * 15 + [10] * 15 + [5] * 2:
        make_scored(title, 0.1, "mixed", rating=rating)
    refresh_titles(_marked(title))
    (sign,) = TitlePulse.objects.get().anomalies
    assert (sign["kind"], sign["n"], sign["of"]) == ("bimodal", 30, 32)
    assert (sign["rating"], sign["rating_without"]) == (5.47, 5)


def test_a_burst_is_kept_with_its_days():
    title, day = make_title(), datetime(2020, 1, 1, tzinfo=UTC)
    for days in [*range(0, 300, 10), *[365 + number % 3 for number in range(10)]]:
        make_scored(title, 0.1, "mixed", rating=7, published_at=day + timedelta(days=days))
    refresh_titles(_marked(title))
    (sign,) = TitlePulse.objects.get().anomalies
    assert (sign["kind"], sign["n"], sign["of"], sign["reviews"]) == ("burst", 10, 40, 10)
    assert (sign["first_on"], sign["last_on"]) == ("2020-12-31", "2021-01-02")


def test_only_stale_titles_are_summed_up():
    for title in (make_title("Heat"), make_title("Alien")):
        reviews_of(title, 1)
    assert refresh_pulses() == 2
    assert refresh_pulses() == 0


def test_the_average_title_is_neither_the_many_small_ones_nor_the_one_large():
    for number in range(3):
        reviews_of(make_title(f"Small {number}"), 0, blame=1)
    reviews_of(make_title("Large"), 30)
    refresh_pulses()
    measure_baselines()
    baseline = AspectBaseline.objects.get()
    assert (baseline.titles, baseline.n) == (4, 33)
    assert baseline.value == pytest.approx((30 / 40) / (30 / 40 + 3 * (1 / 11)))


@pytest.fixture
def average():
    """Make half of all that is said of acting praise."""
    AspectBaseline.objects.create(
        aspect="acting", value=0.5, titles=100, n=1000, measured_at="2020-01-01T00:00Z"
    )


def test_what_is_surely_better_than_average_is_published(average):
    loved, liked = make_title("Loved"), make_title("Liked")
    reviews_of(loved, 12, blame=1)
    reviews_of(liked, 7, blame=5)
    refresh_pulses()
    praise = Praise.objects.get()
    assert (praise.title, praise.aspect, praise.n) == (loved, "acting", 13)
    assert 0 < praise.low < praise.difference < praise.high


def test_below_five_reviews_nothing_is_published(average):
    reviews_of(make_title(), ENOUGH - 1)
    refresh_pulses()
    assert not Praise.objects.exists()


def test_praise_is_taken_back(average):
    title = make_title()
    reviews_of(title, 12)
    refresh_pulses()
    Review.objects.all().delete()
    refresh_titles(_marked(title))
    assert not Praise.objects.exists()
    assert not AspectScore.objects.exists()


def test_a_new_average_changes_what_is_published(average):
    reviews_of(make_title(), 12)
    refresh_pulses()
    AspectBaseline.objects.update(value=0.99)
    publish_all_praise()
    assert not Praise.objects.exists()


def test_summing_up_takes_as_many_queries_for_five_titles_as_for_one(django_assert_num_queries):
    titles = [make_title(f"Title {number}") for number in range(5)]
    for title in titles:
        reviews_of(title, 2)
    with django_assert_num_queries(14):
        refresh_titles([title.pk for title in titles])


def test_what_changes_while_it_is_summed_up_is_summed_up_again(monkeypatch):
    title = make_title()
    reviews_of(title, 2)
    sum_up_one = pulses._sum_up

    def slowly(*arguments):
        sum_up_one(*arguments)
        if Review.objects.count() == 2:
            reviews_of(title, 1)

    monkeypatch.setattr(pulses, "_sum_up", slowly)
    refresh_titles([title.pk])
    assert TitlePulse.objects.get().is_stale
    assert not AspectScore.objects.exists()
    refresh_pulses()
    assert AspectScore.objects.get().n == 3
    assert not TitlePulse.objects.get().is_stale


def test_without_an_average_nothing_is_published():
    title = make_title()
    reviews_of(title, 12)
    refresh_titles([title.pk])
    publish_praise([title.pk])
    assert not Praise.objects.exists()


def test_one_title_is_scored_alone():
    heat, alien = make_title("Heat"), make_title("Alien")
    for title in (heat, alien):
        Review.objects.create(
            title=title, source="t", source_id=title.name, body="Superb acting, truly superb."
        )
    score_title(heat.pk)
    assert list(AspectMention.objects.values_list("title__name", "aspect")) == [("Heat", "acting")]
    assert TitlePulse.objects.get().title == heat


def test_summing_up_measures_the_average_and_publishes():
    reviews_of(make_title(), 12)
    assert sum_up() == 1
    assert AspectBaseline.objects.get().value == 1
