"""``POST /predict`` as its clients know it, whatever they send."""

import json
import random

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client

from catalog.models import TitleIdentifier
from catalog.tests.factories import make_title
from movierec import predict as module
from movierec.predict import MALFORMED, NO_USER, NOT_JSON, word_of
from recommendations.models import Rating, Viewer

pytestmark = pytest.mark.django_db
SWORD = "the+sword+in+the+stone+1963"


@pytest.fixture
def movies(db) -> list:
    titles = [
        make_title(
            f"Film {n}", start_year=1990 + n, num_votes=1_000 - n, weighted_rating=8 - n / 10
        )
        for n in range(14)
    ]
    titles.append(
        make_title("The Sword in the Stone", start_year=1963, num_votes=9_000, weighted_rating=9)
    )
    make_title("Night Trams", kind="show", start_year=2018, num_votes=99_000)
    return titles


@pytest.fixture
def person(movies) -> Viewer:
    """Number 42 of a file has rated the most popular movie."""
    viewer = Viewer.objects.create(source="ml-x", source_id="42")
    Rating.objects.create(viewer=viewer, title=movies[-1], value=9)
    return viewer


def send(client, body, kind="application/json"):
    raw = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post("/predict", raw, content_type=kind)


@pytest.mark.parametrize("number", [42, "42", " 42 ", "0042"])
def test_a_known_number_has_an_account_and_is_shown_nothing_it_has_rated(client, person, number):
    answer = send(client, {"user_id": number}).json()
    assert answer["account"] is True
    assert len(answer["movies"]) == 10
    assert SWORD not in answer["movies"]


@pytest.mark.parametrize(
    "user_id",
    [7, "7", "ada", "", "<user_id>", 0, -42, 4.5, 42.0, True, [], [42], {"a": 1}, "4 2", "٤٢",
     10**18, 10**400, "9" * 5_000, "42; DROP TABLE", "\u0000", "42\n\u0000", "\ud800"],
)  # fmt: skip
def test_any_other_id_is_no_account_and_gets_popular_movies(client, person, user_id):
    answer = send(client, {"user_id": user_id})
    assert answer.status_code == 200
    assert answer.json()["account"] is False
    assert answer.json()["movies"][0] == SWORD
    assert len(set(answer.json()["movies"])) == 10


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        ("", "text/plain", NOT_JSON),
        ('{"user_id": 42}', "text/plain", NOT_JSON),
        ("user_id=42", "application/x-www-form-urlencoded", NOT_JSON),
        ('{"user_id": 42}', "application/jsonp", NOT_JSON),
        (" ", "application/json", MALFORMED),
        ("{", "application/json", MALFORMED),
        ("{'user_id': 42}", "application/json", MALFORMED),
        ("[42]", "application/json", MALFORMED),
        ("42", "application/json", MALFORMED),
        ("null", "application/json", MALFORMED),
        (b"\xff\xfe\xfd", "application/json", MALFORMED),
        ("[" * 100_000, "application/json", MALFORMED),
        (b'{"user_id": "' + b"x" * 200_000 + b'"}', "application/json", MALFORMED),
        ('{"user_id": ' + "9" * 5_000 + "}", "application/json", MALFORMED),
        ("{}", "application/json", NO_USER),
        ('{"user": 42}', "application/json", NO_USER),
        ('{"user_id": null}', "application/json", NO_USER),
    ],
)
def test_what_makes_no_sense_is_told_in_the_sentence_that_clients_know(
    client, person, body, kind, message
):
    answer = send(client, body, kind)
    assert (answer.status_code, answer.json()) == (400, {"error": message})


@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_who_sends_too_much_is_heard_out_and_so_hears_the_answer(rf, movies, kind):
    request = rf.post("/predict", b"x" * 300_000, content_type=kind)
    assert module.predict(request).status_code == 400
    assert request.read(1) == b""


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "application/vnd.x+json"])
def test_json_may_be_named_more_precisely(client, person, kind):
    assert send(client, {"user_id": 42}, kind).json()["account"] is True


def test_no_token_is_needed_and_nothing_but_post_is_answered(person):
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, {"user_id": 42}).status_code == 200
    for method in ("get", "put", "delete", "patch"):
        answer = getattr(strict, method)("/predict")
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        assert "error" in answer.json()


def test_a_person_with_an_account_here_is_nobody_to_programs(client, movies):
    user = User.objects.create_user("ada", password="a-long-passphrase")
    Viewer.objects.create(source="account", source_id=str(user.pk), user=user)
    assert send(client, {"user_id": user.pk}).json()["account"] is False


def test_of_several_people_with_a_number_the_source_in_settings_counts(
    client, person, movies, settings
):
    other = Viewer.objects.create(source="ml-y", source_id="42")
    Rating.objects.create(viewer=other, title=movies[0], value=9)
    assert SWORD not in send(client, {"user_id": 42}).json()["movies"]
    settings.PREDICT_SOURCE = "ml-y"
    theirs = send(client, {"user_id": 42}).json()["movies"]
    assert SWORD in theirs
    assert "film+0+1990" not in theirs


def test_a_title_keeps_the_word_that_its_file_gave_it(client, movies):
    TitleIdentifier.objects.create(title=movies[-1], source="movies_csv", value="sword+stone+1963")
    assert send(client, {"user_id": "x"}).json()["movies"][0] == "sword+stone+1963"


@pytest.mark.parametrize(
    ("name", "year", "word"),
    [
        ("The Sword in the Stone", 1963, SWORD),
        ("Schindler's List", 1993, "schindlers+list+1993"),
        ("The Curse of the Were-Rabbit", 2005, "the+curse+of+the+were-rabbit+2005"),
        ("Amélie", 2001, "amelie+2001"),
        ("WALL·E", 2008, "wall+e+2008"),
        ("Face/Off - ", None, "face+off"),
        ("M", 1931, "m+1931"),
    ],
)
def test_names_become_words(name, year, word):
    assert word_of(name, year) == word


def test_who_asks_too_often_waits(client, person, settings):
    settings.PREDICT_PER_MINUTE = 3
    answers = [send(client, {"user_id": 42}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert answers[-1].json() == {"error": "Too many requests"}
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert send(elsewhere, {"user_id": 42}).status_code == 200


def test_a_database_that_is_away_is_told_without_a_trace(client, person, monkeypatch):
    def away(*_: object, **__: object) -> None:
        raise OperationalError("connection refused at 10.1.2.3")

    monkeypatch.setattr(module, "recommend_for", away)
    answer = send(client, {"user_id": 42})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "10.1.2.3" not in answer.text


def odd_body(chance: random.Random) -> tuple[bytes, str]:
    """Return one hostile or odd body and its type."""
    values = [
        None, True, -1, 0, 1.5, 10**30, "", "x" * 300, "'; --", "\u202e", "\ud83c", [], {}, [[]],
        float("nan"), float("inf"), {"$ne": 1}, "../../etc/passwd", "%00", "٣", "4 2", "42e0",
    ]  # fmt: skip
    key = chance.choice(["user_id", "user_id", "user_id", "USER_ID", "", "id"])
    body = json.dumps({key: chance.choice(values)}).encode()
    match chance.randrange(8):
        case 0:
            body = chance.randbytes(chance.randrange(200))
        case 1:
            body = body[: chance.randrange(len(body))]
        case 2:
            spot = chance.randrange(len(body))
            body = body[:spot] + chance.randbytes(3) + body[spot:]
        case 3:
            body = b"[" * chance.randrange(3_000)
    kinds = ["application/json"] * 6 + [
        "text/html",
        "",
        "multipart/form-data; boundary=x",
        "\u2603",
    ]
    return body, chance.choice(kinds)


def test_a_thousand_odd_bodies_harm_nobody(client, person):
    chance = random.Random(6)
    before = send(client, {"user_id": 42}).json()
    statuses = [send(client, *odd_body(chance)).status_code for _ in range(1_000)]
    assert set(statuses) == {200, 400}
    assert statuses.count(400) > 300
    assert send(client, {"user_id": 42}).json() == before
