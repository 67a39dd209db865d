"""What likely gives a film away is on no page until it is asked for."""

import re

import pytest
from django.urls import reverse

from catalog.tests.factories import make_title
from reviews.models import Review
from reviews.scoring import score_reviews
from reviews.tests.factories import make_own, make_review, make_user

pytestmark = pytest.mark.django_db

SECRET = "In the end the gardener Oswald dies."
BODY = f"A wonderful film, all of it. {SECRET} I will see it again."


@pytest.fixture
def review():
    review = make_review(make_title(), BODY)
    score_reviews(Review.objects.all())
    review.refresh_from_db()
    return review


@pytest.fixture
def page(review):
    return reverse("reviews:list", args=[review.title.slug])


def html(client, address, **query):
    return client.get(address, query).content.decode()


def test_a_likely_spoiler_is_absent_from_every_page_and_the_api(client, review, page):
    api = f"/api/v1/titles/{review.title.slug}"
    addresses = [
        *(page, f"{page}?sort=critical", f"{page}?q=gardener", f"{page}?aspect=story"),
        *(review.get_absolute_url(), review.title.get_absolute_url()),
        *(f"{api}/reviews", f"{api}/sentiment", f"/api/v1/reviews/{review.pk}"),
    ]
    for address in addresses:
        content = client.get(address).content.decode()
        assert "Oswald" not in content, address
    assert "A wonderful film, all of it." in html(client, page)
    assert "Likely a spoiler: show" in html(client, page)


def test_its_link_shows_it_and_keeps_what_is_in_the_address(client, review, page):
    link = re.search(r'class="spoiler"[^>]*href="([^"]+)"', html(client, page, sort="oldest"))
    address = link.group(1).replace("&amp;", "&")
    assert address.startswith("?sort=oldest&reveal=")
    assert SECRET in html(client, page + address.partition("#")[0])


def test_one_sentence_is_shown_and_the_others_stay_masked(client, review, page):
    two = make_review(review.title, f"{BODY} Then the cook is killed by Ben.")
    score_reviews(Review.objects.all())
    start = BODY.index(SECRET)
    content = html(client, page, reveal=f"{two.pk}-{start}")
    assert content.count(SECRET) == 2  # in the text, and sentence by sentence
    assert "the cook is killed" not in content


def test_a_whole_review_is_shown_by_its_number(client, review, page):
    assert SECRET in html(client, page, reveal=review.pk)


@pytest.mark.parametrize("value", ["x", "-1", "1-", "1-2-3", "9" * 40, "٣", "1 OR 1=1", "\0"])
def test_what_names_no_spoiler_reveals_none(client, page, value):
    response = client.get(page, {"reveal": value})
    assert b"Oswald" not in response.content


def test_what_its_source_marks_is_masked_whole(client, review, page):
    Review.objects.update(is_spoiler=True)
    content = html(client, page)
    assert "A wonderful film" not in content
    assert "Sample marks this review as a spoiler: show it" in content
    assert "A wonderful film" in html(client, page, reveal=review.pk)
    told = client.get(f"/api/v1/reviews/{review.pk}").json()
    assert (told["is_spoiler"], told["body"]) == (True, "[likely a spoiler]")
    assert "wonderful" not in html(client, review.title.get_absolute_url())


def test_spoiler_free_reviews_can_be_asked_for(client, review, page):
    make_review(review.title, "A fine film.", author="ada")
    make_review(review.title, "Another fine film.", is_spoiler=True)
    score_reviews(Review.objects.all())
    shown = client.get(page, {"spoilers": "none"}).context["reviews"]
    assert [each.review.author for each in shown] == ["ada"]


def test_the_api_tells_them_when_asked(client, review):
    told = client.get(f"/api/v1/reviews/{review.pk}").json()
    assert told["body"] == BODY.replace(SECRET, "[likely a spoiler]")
    masked = told["sentiment"]["sentences"][1]
    assert (masked["text"], masked["is_spoiler"], masked["start"]) == ("", True, BODY.index(SECRET))
    asked = client.get(f"/api/v1/reviews/{review.pk}", {"show_spoilers": True}).json()
    assert asked["body"] == BODY
    assert asked["sentiment"]["sentences"][1]["text"] == SECRET


def test_who_wrote_it_sees_it(client):
    user = make_user()
    own = make_own(user, make_title(), BODY)
    score_reviews(Review.objects.all())
    client.force_login(user)
    for name in ("edit", "delete"):
        assert SECRET in client.get(reverse(f"reviews:{name}", args=[own.pk])).content.decode()
