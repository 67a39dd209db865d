import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template

from catalog.tests.factories import make_title
from reviews.templatetags.reviews import shape, signed
from reviews.tests.factories import make_own, make_review, make_scored, make_user

PANEL = Template("{% load reviews %}{% review_pulse_panel title %}{% review_panel title %}")


def render(title, user=None) -> str:
    html = PANEL.render(Context({"title": title, "user": user or AnonymousUser()}))
    return " ".join(html.split())


@pytest.mark.django_db
def test_no_reviews_is_no_reviews_yet_and_nothing_else():
    html = render(make_title())
    assert html.count("No reviews yet.") == 1
    assert "What reviewers felt" not in html
    assert "Positive" not in html
    assert "Write a review" in html


@pytest.mark.django_db
def test_unscored_reviews_are_said_to_be_unscored():
    title = make_title()
    make_review(title)
    html = render(title)
    assert "The sentiment of these reviews is not measured yet." in html
    assert "Not scored yet" in html


@pytest.mark.django_db
def test_the_panel_shows_label_score_distribution_and_reviews():
    title = make_title()
    make_scored(title, 0.9, "positive", rating=9, headline="Splendid")
    make_scored(title, -0.3, "negative", rating=4, headline="Dreary")
    html = render(title)
    for fact in ("+0.30", "50 % positive, 0 % mixed, 50 % negative", "Splendid", "Dreary", "6.5"):
        assert fact in html
    assert "From 2 reviews, scored 1 Jan 2020: Sample (2)." in html


@pytest.mark.django_db
def test_who_has_written_may_edit():
    title, user = make_title(), make_user()
    own = make_own(user, title)
    assert f"/reviews/{own.pk}/edit/" in render(title, user)
    assert "/edit/" not in render(title, make_user("eve"))


@pytest.mark.django_db
def test_the_panels_take_few_queries(django_assert_max_num_queries):
    title = make_title()
    for _ in range(10):
        make_scored(title, 0.9, "positive")
        make_scored(title, -0.9, "negative")
    with django_assert_max_num_queries(5):
        render(title)


@pytest.mark.parametrize(
    ("compound", "text"), [(0.64, "+0.64"), (-0.3, "−0.30"), (0, "0.00"), (-0.004, "0.00")]
)
def test_signed(compound, text):
    assert signed(compound) == text


def test_each_polarity_has_its_own_shape():
    assert [shape(polarity) for polarity in ("positive", "mixed", "negative")] == ["▲", "●", "▼"]
