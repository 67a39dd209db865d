from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalog.models import ApiToken, Title
from catalog.models.tokens import issue_token, user_of_token
from catalog.tests.api_client import ApiClient

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

TITLE = {"kind": "movie", "name": "Alien"}


def make_user(**facts) -> User:
    return User.objects.create_user("ada", **facts)


def status_and_code(response):
    return response.status_code, response.json()["error"]["code"]


def test_nobody_writes_without_saying_who():
    response = ApiClient().call("post", "titles", TITLE)
    assert status_and_code(response) == (401, "not_authenticated")
    assert response["WWW-Authenticate"] == "Bearer"
    assert not Title.objects.exists()


def test_a_wrong_token_is_nobodys():
    assert ApiClient("wrong").call("post", "titles", TITLE).status_code == 401


def test_a_token_of_somebody_who_is_not_staff_may_not_write():
    response = ApiClient(issue_token(make_user())).call("post", "titles", TITLE)
    assert status_and_code(response) == (403, "forbidden")


def test_the_token_of_a_user_who_left_is_nobodys():
    token = issue_token(make_user(is_staff=True, is_active=False))
    assert ApiClient(token).call("post", "titles", TITLE).status_code == 401


def test_a_session_needs_the_csrf_token():
    client = ApiClient(enforce_csrf_checks=True)
    client.force_login(make_user(is_staff=True))
    assert status_and_code(client.call("post", "titles", TITLE)) == (403, "forbidden")


def test_a_session_of_staff_with_the_csrf_token_writes():
    client = ApiClient(enforce_csrf_checks=True)
    client.force_login(make_user(is_staff=True))
    client.get("/api/v1/docs")
    client.defaults["HTTP_X_CSRFTOKEN"] = client.cookies["csrf"].value
    assert client.call("post", "titles", TITLE).status_code == 201


def test_a_session_of_others_may_not_write():
    client = ApiClient()
    client.force_login(make_user())
    assert status_and_code(client.call("post", "titles", TITLE)) == (403, "forbidden")


def test_only_the_digest_of_a_token_is_kept():
    secret = issue_token(make_user())
    kept = ApiToken.objects.values().get()
    assert secret not in map(str, kept.values())
    assert secret.startswith(kept["prefix"])


def test_use_is_noted_at_most_once_a_minute():
    secret, start = issue_token(make_user()), timezone.now()
    for seconds in (0, 59, 61):
        user_of_token(secret, at=start + timedelta(seconds=seconds))
        seen = ApiToken.objects.get().last_used_at - start
        assert seen == timedelta(seconds=61 if seconds == 61 else 0)


def test_the_command_prints_a_token_that_works(capsys):
    user = make_user(is_staff=True)
    call_command("create_api_token", "ada")
    assert user_of_token(capsys.readouterr().out.strip()) == user


def test_the_command_names_a_user_that_is_not_there():
    with pytest.raises(CommandError, match="no user eve"):
        call_command("create_api_token", "eve")
