"""The pages of "For you", without JavaScript: what they show, what they change, and for whom."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from catalog.models import Title
from catalog.tests.factories import make_title
from recommendations.diary import mark
from recommendations.models import LessOf, Membership, StartingTitle, WatchGroup
from recommendations.personal import recommend_for, wishes
from recommendations.personal.together import AVERAGE, LEAST, tastes_of, together
from recommendations.personal.wishes import say_less
from recommendations.tests.personal_builders import make_viewer, rated, titles_with_a_model

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]
PAGE, START, GROUPS = "/for-you/", "/for-you/start/", "/for-you/groups/"


@pytest.fixture
def titles(db) -> list[Title]:
    return titles_with_a_model(30)


@pytest.fixture
def ada(titles, client):
    """A person with ratings, who is signed in."""
    viewer = rated(make_viewer(), (titles[0], 10), (titles[1], 9), (titles[2], 3))
    client.force_login(viewer.user)
    return viewer


def text_of(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def names_on(text: str) -> list[str]:
    return re.findall(r'class="card__name"[^>]*>([^<]+)<', text)


def test_the_page_names_own_titles_as_reasons_and_leaves_them_out(ada, client):
    text = text_of(client.get(PAGE))
    assert "From 2 titles that you like and 1 that you do not" in text
    assert "you rated Film 000 ★★★★★" in text
    assert "people who like what you like, like it" in text
    assert not {"Film 000", "Film 001", "Film 002"} & {*names_on(text)}


def test_what_speaks_against_a_title_looks_and_counts_otherwise(ada, client):
    text = text_of(client.get(f"{PAGE}?n=96"))
    assert re.search(r'<li class="is-own is-against"><span>−\d+\.\d</span> <span>against it', text)
    assert re.search(r'<rect class="is-own is-against"[^>]* y="2" height="2" />', text)
    assert not re.search(r"<span>-\d", text)


def test_popularity_is_said_to_count_while_little_is_known(ada, titles, client):
    less = "and from what is popular, which counts less the more you rate"
    assert less in text_of(client.get(PAGE))
    rated(ada, *((title, 9) for title in titles[3:22]))
    text = text_of(client.get(PAGE))
    assert less not in text and "a little of what is popular" in text


def test_visitors_and_newcomers_see_popular_titles_labelled_as_such(titles, client):
    text = text_of(client.get(PAGE))
    assert "These are simply popular" in text
    assert f"/accounts/login/?next={START}" in text
    client.force_login(make_viewer("new").user)
    assert f'href="{START}"' in text_of(client.get(PAGE))


def test_who_opted_out_is_told_so(ada, client):
    ada.wants_recommendations = False
    ada.save()
    assert "turned personal recommendations off" in text_of(client.get(PAGE))
    assert "for-you" not in re.findall(r'id="row-([^"]+)"', text_of(client.get("/")))


def test_filters_are_in_the_address_and_can_be_dropped(ada, client):
    text = text_of(client.get(PAGE, {"genre": "crime", "votes_min": 500}))
    crime = {t.name for t in Title.objects.filter(genres__slug="crime", num_votes__gte=500)}
    assert names_on(text)
    assert {*names_on(text)} <= crime
    assert f'href="{PAGE}?genre=crime"' in text
    assert "Nothing that you do not know passes" in text_of(client.get(PAGE, {"year_min": 2050}))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("by=profile", "What is like the 2 titles you like most"),
        ("by=demographic", "does not say your age and gender"),
        ("by=popular", "What most people have rated"),
        ("by=person", "Name an actor or a director"),
        ("by=person&person=ann-ray&role=director", "What they did"),
        ("by=person&who=nobody+at+all+xyz", "Nobody is called like"),
        ("by=genre", "Choose a genre"),
        ("by=genre&genre=crime&target=6", "The best known first"),
        ("by=nonsense", "Ignored: go by."),
        ("target=-3&n=9999&year_min=%00&genre=" + "x" * 300, "Ignored"),
    ],
)
def test_what_one_goes_by_is_said_and_nonsense_is_ignored(ada, client, query, said):
    assert said in text_of(client.get(f"{PAGE}?{query}"))


def test_what_is_not_asked_yet_is_not_called_nothing_found(ada, client):
    text = text_of(client.get(f"{PAGE}?by=person")) + text_of(client.get(f"{PAGE}?by=genre"))
    assert "Whose titles?" in text and "Which genre, rated how?" in text
    assert "Nothing found" not in text and "Why is a title not here?" not in text


def test_a_name_that_is_typed_leads_to_the_address_of_the_person(ada, client):
    make_title("Directed", directors=["Ann Ray"], num_votes=9)
    response = client.get(PAGE, {"by": "person", "who": "Ann Ray", "genre": "crime"})
    assert response.url == f"{PAGE}?by=person&genre=crime&person=ann-ray"


def test_less_acts_on_the_next_page_and_is_taken_back(ada, client):
    before = {each.title.pk: each.score for each in recommend_for(ada, 30).titles}
    response = client.post("/for-you/less/", {"less": "genre:crime", "next": f"{PAGE}?genre=drama"})
    assert response.url == f"{PAGE}?genre=drama"
    assert "less: Crime" in text_of(client.get(PAGE))
    after = {each.title.pk: each.score for each in recommend_for(ada, 30).titles}
    assert before != after
    wish = LessOf.objects.get()
    client.post(reverse("recommendations:less-take-back", args=[wish.pk]))
    assert {each.title.pk: each.score for each in recommend_for(ada, 30).titles} == before


def test_one_wants_less_of_so_many_things_and_says_each_twice(ada, monkeypatch):
    monkeypatch.setattr(wishes, "MOST", 2)
    first, second = say_less(ada, "genre:crime"), say_less(ada, "genre:comedy")
    assert [say_less(ada, "genre:crime"), say_less(ada, "genre:comedy")] == [first, second]
    with pytest.raises(wishes.NotUnderstood, match="less of 2 things already"):
        say_less(ada, "genre:drama")


@pytest.mark.parametrize("text", ["genre:CRIME", "genre:western", "person:nobody", "language:xx"])
def test_there_is_no_less_of_what_no_title_has(ada, text):
    with pytest.raises(wishes.NotUnderstood, match=f"No title has {text}"):
        say_less(ada, text)
    assert not LessOf.objects.exists()


def test_an_own_title_that_is_adult_by_now_is_not_named(ada, client, titles):
    Title.objects.filter(pk__in=[titles[0].pk, titles[1].pk]).update(is_adult=True)
    client.post("/for-you/less/", {"less": f"own:{titles[1].pk}"})
    text = text_of(client.get(PAGE))
    assert "a title that is not shown" in text
    assert "not because of a title that is not shown" in text
    assert not re.search("Film 00[01]", text)


def test_an_own_title_is_no_reason_any_more(ada, client, titles):
    assert f'value="own:{titles[0].pk}"' in text_of(client.get(PAGE))
    client.post("/for-you/less/", {"less": f"own:{titles[0].pk}"})
    text = text_of(client.get(PAGE))
    assert "you rated Film 000" not in text
    assert "not because of Film 000" in text


@pytest.mark.parametrize(
    "less", ["", "genre", "genre:", "own:99999", "own:x", "rating:5", "genre:<b>", "x" * 5000, "\0"]
)
def test_what_cannot_be_less_changes_nothing_and_says_so(ada, client, less):
    response = client.post("/for-you/less/", {"less": less, "next": "https://elsewhere.example/"})
    assert response.status_code in (302, 400)  # a NUL is refused for the whole site
    assert response.status_code == 400 or response.url == PAGE
    assert not LessOf.objects.exists()


def test_a_start_is_three_groups_and_acts_at_once(titles, client, monkeypatch):
    viewer = make_viewer("new")
    client.force_login(viewer.user)
    keys = re.findall(r'name="group" value="([^"]+)"', text_of(client.get(START)))
    assert len(keys) == 3  # comedy, crime, drama are all there is
    response = client.post(START, {"group": keys[:1]})
    assert response.status_code == 422
    assert "you chose 1" in response.content.decode()
    assert client.post(START, {"group": ["nonsense", *keys]}).status_code == 422
    assert client.post(START, {"group": keys}).url == PAGE
    assert StartingTitle.objects.filter(viewer=viewer).count() == 12
    assert "you chose Film 0" in text_of(client.get(PAGE))
    client.post(START, {"group": keys})
    assert StartingTitle.objects.filter(viewer=viewer).count() == 12


@pytest.fixture
def bo(titles):
    return rated(make_viewer("bo"), (titles[4], 10), (titles[5], 8))


def make_group(owner, *members) -> WatchGroup:
    group = WatchGroup.objects.create(owner=owner, name="Friday")
    for viewer in (owner, *members):
        Membership.objects.create(group=group, viewer=viewer)
    return group


@pytest.mark.parametrize("way", [LEAST, AVERAGE])
def test_together_nobody_gets_what_anybody_knows_and_reasons_sum(ada, bo, titles, way):
    mark(bo, titles[9], "seen")
    found = together(tastes_of(make_group(ada, bo)), 30, way)
    assert found.counted == ["ada", "bo"]
    known = {titles[i].pk for i in (0, 1, 2, 4, 5, 9)}
    assert len(found.titles) == 24
    assert not known & {each.title.pk for each in found.titles}
    for each in found.titles:
        assert abs(each.explanation.score - each.score) < 1e-9
        assert 0 <= each.score <= 1
    alone = [together(tastes_of(make_group(one)), 30, way).titles for one in (ada, bo)]
    worth = [{each.title.pk: each.score for each in each_alone} for each_alone in alone]
    first = found.titles[0]
    if way == AVERAGE:
        assert first.score <= max(each[first.title.pk] for each in worth) + 1e-9
    else:
        assert first.score == pytest.approx(
            min(reason.weight for reason in first.explanation.reasons)
        )


def test_who_rated_nothing_or_opted_out_does_not_count_in_a_group(ada, bo):
    bo.wants_recommendations = False
    bo.save()
    found = together(tastes_of(make_group(ada, bo, make_viewer("cy"))), 5)
    assert (found.counted, found.silent) == (["ada"], ["bo", "cy"])
    assert together(tastes_of(make_group(make_viewer("di"))), 5).titles


def test_a_group_is_made_joined_by_consent_and_left(ada, bo, client):
    response = client.post(GROUPS, {"name": "Friday"})
    group = WatchGroup.objects.get()
    assert response.url == group.get_absolute_url()
    client.force_login(bo.user)
    found = client.get(f"{GROUPS}find/", {"code": f" https://movierec.example{response.url} "})
    assert found.url == response.url
    invitation = text_of(client.get(response.url))
    assert "Join “Friday”?" in invitation
    assert not names_on(invitation)
    assert bo not in group.members.all()
    client.post(f"{response.url}join/")
    page = text_of(client.get(response.url))
    assert "What fits <bdi>ada</bdi>, <bdi>bo</bdi>" in page
    assert "End it for everybody" not in page
    client.post(f"{response.url}leave/")
    assert [*group.members.all()] == [ada]
    client.force_login(ada.user)
    # Not with one slip: behind another button.
    ending = r"<details[^>]*> <summary>End this group</summary>.*End it for everybody.*</details>"
    assert re.search(ending, text_of(client.get(response.url)))
    client.post(f"{response.url}leave/")
    assert not WatchGroup.objects.exists()


def test_a_group_has_bounds(ada, bo, client, monkeypatch):
    monkeypatch.setattr(WatchGroup, "MOST_MEMBERS", 1)
    monkeypatch.setattr(WatchGroup, "MOST_GROUPS", 1)
    group = make_group(bo)
    client.post(f"{group.get_absolute_url()}join/")
    assert [*group.members.all()] == [bo]
    client.post(GROUPS, {"name": "One"})
    assert client.post(GROUPS, {"name": "Two"}).status_code == 422
    assert client.post(GROUPS, {"name": ""}).status_code == 422
    messages = get_messages(client.get(f"{GROUPS}find/", {"code": "none"}).wsgi_request)
    assert [str(message) for message in messages]


def test_nobody_changes_what_is_anothers(ada, bo, client):
    wish = LessOf.objects.create(viewer=bo, parameter="genre", value="crime")
    group = make_group(bo)
    assert client.post(f"/for-you/less/{wish.pk}/take-back/").status_code == 404
    assert client.post(f"{group.get_absolute_url()}leave/").status_code == 404
    assert LessOf.objects.filter(pk=wish.pk).exists()
    assert "less: Crime" not in text_of(client.get(PAGE))
    assert "What fits" not in text_of(client.get(group.get_absolute_url()))
    assert "Friday" not in text_of(client.get(GROUPS))


def test_pages_of_ones_own_ask_to_sign_in_and_changes_need_a_post(bo, client):
    address = make_group(bo).get_absolute_url()
    for path in (START, GROUPS, f"{GROUPS}find/", address):
        assert client.get(path).url.startswith("/accounts/login/")
    for path in ("/for-you/less/", "/for-you/less/1/take-back/", f"{address}join/"):
        assert client.post(path).url.startswith("/accounts/login/")
    client.force_login(bo.user)
    for path in ("/for-you/less/", "/for-you/less/1/take-back/", f"{address}leave/"):
        assert client.get(path).status_code == 405


def test_the_home_page_has_rows_of_ones_own(ada, client):
    rows = re.findall(r'id="row-([^"]+)"', text_of(client.get("/")))
    assert rows[:2] == ["for-you", "because"]
    client.logout()
    assert "for-you" not in re.findall(r'id="row-([^"]+)"', text_of(client.get("/")))
