import pytest
from django.urls import reverse

from catalog.tests.factories import make_title
from reviews.models import Review
from reviews.scoring import score_reviews
from reviews.tests.factories import BAD, GOOD, make_own, make_review, make_scored, make_user

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


@pytest.fixture
def title():
    return make_title()


@pytest.fixture
def page(title):
    return reverse("reviews:list", args=[title.slug])


@pytest.fixture
def write_page(title):
    return reverse("reviews:write", args=[title.slug])


def shown(client, address: str) -> list[str]:
    return [shown.review.author for shown in client.get(address).context["reviews"]]


def test_a_title_without_reviews_says_no_more_than_that(client, page):
    assert "No reviews yet." in client.get(page).content.decode()


def test_reviews_are_shown_with_polarity_score_and_sentences(client, title, page):
    make_review(title, "A wonderful film. I hate the ending.")
    score_reviews(Review.objects.all())
    html = client.get(page).content.decode()
    assert "sample review" in html
    assert "<span>I hate the ending.</span>" in html
    assert "▼</span>" in html


def test_filters_and_order_come_from_the_address(client, title, page):
    make_scored(title, 0.9, "positive", author="ada", rating=9)
    make_scored(title, 0.5, "positive", author="bob", rating=8)
    make_scored(title, -0.9, "negative", author="cyd", rating=2, source="imdb_dataset")
    assert shown(client, f"{page}?sentiment=positive&sort=lowest") == ["bob", "ada"]
    assert shown(client, f"{page}?rating=2") == ["cyd"]
    assert shown(client, f"{page}?source=imdb_dataset") == ["cyd"]


def test_a_search_marks_its_words_and_escapes_the_rest(client, title, page):
    make_review(title, "The <b>ending</b> is dull.")
    html = client.get(page, {"q": "ENDING"}).content.decode()
    assert "The &lt;b&gt;<mark>ending</mark>&lt;/b&gt; is dull." in html


def test_the_address_of_a_review_shows_it_whole_and_alone(client, title):
    make_review(title, author="bob")
    long = make_review(title, "word " * 400, author="ada")
    response = client.get(long.get_absolute_url())
    assert [shown.review.author for shown in response.context["reviews"]] == ["ada"]
    assert b"review--long" not in response.content


def test_a_long_review_is_folded_among_others(client, title, page):
    make_review(title, "word " * 400)
    assert b"review--long" in client.get(page).content


def test_a_filter_that_finds_nothing_offers_all_reviews(client, title, page):
    make_review(title)
    html = client.get(page, {"q": "zzz"}).content.decode()
    assert "No review meets all of these conditions." in html
    assert "Show all 1" in html


@pytest.mark.parametrize("value", ["\0", "-1", "9" * 40, "<script>", "٣", "a" * 5000, "' OR 1=1"])
def test_hostile_values_are_no_filters(client, title, page, value):
    make_review(title)
    names = ("q", "sentiment", "rating", "source", "sort", "page", "review", "reveal", "aspect")
    names += ("said", "spoilers")
    for name in names:
        response = client.get(page, {name: value})
        assert response.status_code == 200
        assert b"<script>" not in response.content


def test_twenty_reviews_are_on_a_page_and_the_filter_stays(client, title, page):
    for _ in range(21):
        make_review(title, "A film like any other.")
    assert len(shown(client, f"{page}?q=film")) == 20
    assert "q=film&amp;page=2" in client.get(f"{page}?q=film").content.decode()
    assert len(shown(client, f"{page}?q=film&page=2")) == 1


def test_the_page_takes_as_many_queries_for_twenty_reviews_as_for_one(
    client, title, page, django_assert_num_queries
):
    for _ in range(20):
        make_review(title)
    with django_assert_num_queries(9):
        client.get(page)


def test_the_reviews_of_a_hidden_title_are_not_found(client):
    hidden = make_title("Hidden", is_adult=True)
    client.force_login(make_user())
    for name in ("list", "write"):
        address = reverse(f"reviews:{name}", args=[hidden.slug])
        assert client.get(address).status_code == 404


def test_writing_needs_an_account(client, write_page):
    response = client.get(write_page)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=")


def test_a_review_is_written_and_shown(client, write_page):
    client.force_login(make_user("ada"))
    form = {"rating": 9, "headline": "Yes", "body": GOOD}
    response = client.post(write_page, form, follow=True)
    assert "Review published." in response.content.decode()
    review = Review.objects.get()
    assert (review.author, review.rating, review.body) == ("ada", 9, GOOD)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"body": "Short"}, "body"),
        ({"body": "a" * 10_001}, "body"),
        ({"body": "Nothing\0 at all"}, "body"),
        ({"body": GOOD, "rating": "11"}, "rating"),
        ({"body": GOOD, "headline": "a" * 201}, "headline"),
    ],
)
def test_a_review_out_of_bounds_is_refused_beside_its_field(client, write_page, form, field):
    client.force_login(make_user())
    response = client.post(write_page, form)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not Review.objects.exists()


def test_writing_a_second_time_leads_to_the_first(client, title, write_page):
    user = make_user()
    own = make_own(user, title)
    client.force_login(user)
    for response in (client.get(write_page), client.post(write_page, {"body": BAD})):
        assert response["Location"] == reverse("reviews:edit", args=[own.pk])
    assert Review.objects.get().body == GOOD


def test_editing_starts_from_what_is_there(client, title):
    user = make_user()
    own = make_own(user, title, rating=7)
    client.force_login(user)
    address = reverse("reviews:edit", args=[own.pk])
    html = client.get(address).content.decode()
    assert GOOD in html
    assert 'value="7" id="id_rating_6" checked' in html
    client.post(address, {"body": BAD, "rating": ""})
    own.refresh_from_db()
    assert (own.body, own.rating) == (BAD, None)


def test_deleting_asks_first(client, title):
    user = make_user()
    own = make_own(user, title)
    client.force_login(user)
    address = reverse("reviews:delete", args=[own.pk])
    assert "Delete for good" in client.get(address).content.decode()
    assert Review.objects.exists()
    assert client.post(address)["Location"] == title.get_absolute_url()
    assert not Review.objects.exists()


@pytest.mark.parametrize("name", ["edit", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_ones_own_is_not_found(client, title, name, method):
    reviews = [make_own(make_user("eve"), title).pk, make_review(title).pk, 9**30]
    client.force_login(make_user("ada"))
    for pk in reviews:
        address = reverse(f"reviews:{name}", args=[pk])
        assert getattr(client, method)(address, {"body": BAD}).status_code == 404
    assert Review.objects.filter(body=GOOD).count() == 2


def test_the_page_of_one_review_shows_that_review_first(client):
    review = make_review(make_title(), "A wonderful film that I will see again.")
    page = client.get(review.get_absolute_url()).content.decode()
    assert "A wonderful film" in page
    assert "Search in reviews" not in page
