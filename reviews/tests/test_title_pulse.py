import pytest
from django.urls import reverse

from catalog.tests.factories import make_title
from reviews.models import AspectBaseline, Review
from reviews.pulses import mark_stale, refresh_pulses
from reviews.scoring import score_reviews
from reviews.tests.factories import make_review
from reviews.title_pulse import review_pulse

pytestmark = pytest.mark.django_db

PRAISE = "The acting is superb from the first scene on."
BLAME = "The pacing is dreadfully slow, sadly."


@pytest.fixture
def title():
    """Make a title whose acting is praised and whose pacing is blamed, of an average between."""
    title = make_title()
    for number in range(12):
        rating = 9 if number < 9 else 2
        make_review(title, f"{PRAISE} {BLAME} Seen {number} times.", rating=rating)
    for aspect in ("acting", "pacing"):
        AspectBaseline.objects.create(
            aspect=aspect, value=0.5, titles=9, n=900, measured_at="2020-01-01T00:00Z"
        )
    score_reviews(Review.objects.all())
    refresh_pulses()
    return title


def test_aspects_stand_beside_the_average_film(title):
    bars = {bar.aspect: bar for bar in review_pulse(title).bars}
    acting, pacing = bars["acting"], bars["pacing"]
    assert (acting.points, acting.verdict, acting.score.n) == (50, "positive", 12)
    assert (pacing.points, pacing.verdict) == (-50, "negative")
    assert acting.low_points < acting.points


def test_loved_and_disliked_are_told_in_the_words_of_reviews(title):
    pulse = review_pulse(title)
    assert [(n.bar.aspect, n.quote.text) for n in pulse.loved] == [("acting", PRAISE)]
    assert [(n.bar.aspect, n.quote.text) for n in pulse.disliked] == [("pacing", BLAME)]


def test_every_quote_is_a_sentence_of_its_review(title):
    pulse = review_pulse(title)
    quotes = [*pulse.quotes, *(q for bar in pulse.bars for q in (*bar.praise, *bar.blame))]
    assert quotes
    for quote in quotes:
        assert quote.text == quote.review.text[quote.start : quote.end]


def test_one_speaks_for_it_and_one_against(title):
    pulse = review_pulse(title)
    assert (pulse.quote_for.text, pulse.quote_against.text) == (PRAISE, BLAME)
    assert pulse.quote_against.review.rating == 2


def test_a_text_that_was_edited_is_not_quoted(title):
    for review in Review.objects.all():
        review.body = "Something else altogether, and longer than what was there before."
        review.forget_score().save()
    pulse = review_pulse(title)
    assert not pulse.quotes
    assert not any(bar.praise or bar.blame for bar in pulse.bars)


def test_below_five_reviews_there_is_not_enough_evidence():
    title = make_title()
    for number in range(4):
        make_review(title, f"{PRAISE} Seen {number} times.")
    AspectBaseline.objects.create(
        aspect="acting", value=0.5, titles=9, n=900, measured_at="2020-01-01T00:00Z"
    )
    score_reviews(Review.objects.all())
    refresh_pulses()
    pulse = review_pulse(title)
    assert (pulse.bars, [bar.aspect for bar in pulse.unsure]) == ([], ["acting"])
    assert pulse.loved == []


def test_it_takes_few_queries(title, django_assert_num_queries):
    nothing = make_title("Nothing")
    with django_assert_num_queries(4):
        review_pulse(title)
    with django_assert_num_queries(3):
        review_pulse(title, with_quotes=False)
    with django_assert_num_queries(1):
        review_pulse(nothing)


def test_the_title_page_shows_bars_quotes_and_what_it_is_made_of(client, title):
    html = " ".join(client.get(title.get_absolute_url()).content.decode().split())
    for fact in (
        'Loved it for</strong> the <a href="#aspect-acting">acting</a>: <q>' + PRAISE,
        'Disliked it for</strong> the <a href="#aspect-pacing">pacing</a>',
        'id="aspect-acting"',
        "+50",
        "−50",
        "From 12 reviews, scored",
        "?aspect=acting&amp;said=praise",
    ):
        assert fact in html


def test_the_reviews_of_an_aspect_are_listed_with_their_sentences_marked(client, title):
    page = reverse("reviews:list", args=[title.slug])
    html = client.get(page, {"aspect": "acting", "said": "praise"}).content.decode()
    assert "12 of 12 reviews match" in html
    assert "about--positive" in html
    assert (
        "No review meets all"
        in client.get(page, {"aspect": "acting", "said": "blame"}).content.decode()
    )


def test_signs_of_organising_are_said_with_both_scores(client):
    title = make_title()
    for number in range(30):
        make_review(title, f"Seen it {number} times now.", rating=1 if number % 2 else 10)
    mark_stale([title.pk])
    refresh_pulses()
    for address in (title.get_absolute_url(), reverse("reviews:list", args=[title.slug])):
        html = " ".join(client.get(address).content.decode().split())
        assert "30 of 30 ratings are 1 or 10." in html
        assert "<strong>5.5</strong> with them, <strong>none</strong> without." in html
        assert "70 % are 1 or 10" in html


def test_the_api_tells_the_same(client, title):
    told = client.get(f"/api/v1/titles/{title.slug}/sentiment").json()
    assert (told["loved_for"], told["disliked_for"]) == (["acting"], ["pacing"])
    acting = next(each for each in told["aspects"] if each["aspect"] == "acting")
    assert (acting["n"], acting["is_enough"], acting["praise"]) == (12, True, 1)
    assert acting["low"] < acting["difference"] < acting["high"]
    assert acting["praise_quotes"][0]["text"] == PRAISE
    assert told["quotes"][0]["text"] == PRAISE
    reviews = client.get(f"/api/v1/titles/{title.slug}/reviews", {"aspect": "pacing"}).json()
    assert reviews["total"] == 12
    said = reviews["items"][0]["sentiment"]["sentences"][0]["aspects"]
    assert [(each["aspect"], each["polarity"]) for each in said] == [("acting", "positive")]
