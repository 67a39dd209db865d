import pytest

from catalog.tests.factories import make_title
from reviews import scoring
from reviews.models import Review
from reviews.scoring import score_reviews
from reviews.tests.factories import BAD, GOOD, WordEngine, make_review

pytestmark = pytest.mark.django_db


def test_a_score_is_stored_with_its_engine_and_time():
    review = make_review(make_title(), "a good film")
    assert score_reviews(Review.objects.all(), WordEngine()) == 1
    review.refresh_from_db()
    assert (review.compound, review.label, review.scored_by) == (1, "positive", "words-1")
    assert review.scored_at is not None


def test_the_engine_reads_the_headline_too():
    make_review(make_title(), "No comment.", headline="Plain bad")
    score_reviews(Review.objects.all(), WordEngine())
    assert Review.objects.get().label == "negative"


def test_a_second_run_scores_nothing():
    make_review(make_title())
    engine = WordEngine()
    score_reviews(Review.objects.all(), engine)
    assert score_reviews(Review.objects.all(), engine) == 0
    assert len(engine.texts) == 1


def test_another_version_scores_everything_again():
    make_review(make_title())
    score_reviews(Review.objects.all(), WordEngine())
    newer = WordEngine()
    newer.version = "words-2"
    assert score_reviews(Review.objects.all(), newer) == 1


def test_only_the_given_reviews_are_scored():
    title = make_title()
    chosen, other = make_review(title), make_review(title)
    assert score_reviews(Review.objects.filter(pk=chosen.pk), WordEngine()) == 1
    other.refresh_from_db()
    assert not other.is_scored


def test_progress_is_told_batch_by_batch(monkeypatch):
    monkeypatch.setattr(scoring, "BATCH", 2)
    title = make_title()
    for _ in range(5):
        make_review(title)
    told: list[int] = []
    assert score_reviews(Review.objects.all(), WordEngine(), told.append) == 5
    assert told == [2, 2, 1]


def test_a_text_that_is_edited_meanwhile_keeps_no_stale_score():
    review = make_review(make_title(), "a good film")

    class SlowEngine(WordEngine):
        def score(self, text):
            Review.objects.filter(pk=review.pk).update(body="a bad film")
            return super().score(text)

    score_reviews(Review.objects.all(), SlowEngine())
    review.refresh_from_db()
    assert (review.body, review.label, review.scored_by) == ("a bad film", "", "")


def test_the_default_engine_tells_good_from_bad_and_keeps_its_sentences():
    title = make_title()
    good, bad = make_review(title, GOOD, headline="Yes"), make_review(title, BAD)
    score_reviews(Review.objects.all())
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.label, bad.label) == ("positive", "negative")
    assert [good.text[start:end] for start, end, *_ in good.sentence_scores] == [
        "Yes",
        "A wonderful film.",
        "I loved every brilliant minute of it.",
    ]
    assert all(compound < 0 for _, _, compound, _ in bad.sentence_scores)


def test_what_the_engine_cannot_read_is_not_scored_and_not_asked_for_again():
    review = make_review(make_title(), "Ein guter Film, aber leider viel zu lang geraten.")
    engine = WordEngine()
    assert score_reviews(Review.objects.all(), engine) == 1
    assert score_reviews(Review.objects.all(), engine) == 0
    review.refresh_from_db()
    assert (review.language, review.compound, review.label) == ("de", None, "")
    assert not review.is_scored
    assert review.is_unreadable
    assert review.language_name == "German"
    assert engine.texts == []


def test_the_language_of_what_is_scored_is_stored():
    review = make_review(make_title())
    score_reviews(Review.objects.all(), WordEngine())
    review.refresh_from_db()
    assert review.language == "en"
    assert review.is_scored


def test_an_edit_forgets_the_language():
    assert Review(language="de").forget_score().language == ""


@pytest.mark.parametrize(
    ("code", "name"), [("fr", "French"), ("und", "an unknown language"), ("qx", "qx"), ("", "")]
)
def test_what_a_language_is_called(code, name):
    assert Review(language=code).language_name == name
