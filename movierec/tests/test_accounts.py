"""Accounts: people sign up, in and out; guessing is stopped before a password is hashed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import Permission, User

from movierec.forms import RULES

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def sign_in(client, username: str, password: str, path: str = "/accounts/login/"):
    return client.post(path, {"login": username, "password": password})


@contextmanager
def counted_hashing() -> Iterator[list[str]]:
    """Yield a list that gets an entry for each password that is hashed."""
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    with patch.object(MD5PasswordHasher, "encode", counted):
        yield hashed


def test_a_person_signs_up_and_is_signed_in(client):
    client.post(
        "/accounts/signup/", {"username": "ada", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert User.objects.get(username="ada").check_password(PASSWORD)
    assert "_auth_user_id" in client.session


def test_a_person_signs_in_and_out(client):
    User.objects.create_user("ada", password=PASSWORD)
    assert sign_in(client, "ada", PASSWORD).status_code == 302
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_the_eleventh_login_is_refused_before_hashing(client):
    User.objects.create_user("ada", password=PASSWORD)
    for _ in range(10):
        assert sign_in(client, "ada", "wrong").status_code == 200
    with counted_hashing() as hashed:
        response = sign_in(client, "ada", PASSWORD)
    assert response.status_code == 429
    assert hashed == []
    assert "_auth_user_id" not in client.session


def test_a_failed_login_hashes_once_whether_the_account_is_known_or_not(client):
    User.objects.create_user("ada", "ada@movierec.example", PASSWORD)
    for login in ("ada", "eve", "ada@movierec.example", "eve@movierec.example"):
        with counted_hashing() as hashed:
            sign_in(client, login, "wrong")
        assert len(hashed) == 1, login


def test_permissions_of_the_admin_are_those_of_django(client):
    User.objects.create_superuser("ada", password=PASSWORD)
    analyst = User.objects.create_user("eve", password=PASSWORD, is_staff=True)
    analyst.user_permissions.add(Permission.objects.get(codename="view_title"))
    sign_in(client, "eve", PASSWORD)
    assert client.get("/admin/catalog/title/").status_code == 200
    assert client.get("/admin/catalog/person/").status_code == 403
    client.post("/accounts/logout/")
    sign_in(client, "ada", PASSWORD)
    assert client.get("/admin/catalog/person/").status_code == 200


def test_the_admin_login_is_the_throttled_one(client):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/")


def test_unknown_and_known_accounts_get_the_same_answer(client):
    User.objects.create_user("ada", password=PASSWORD)
    known, unknown = sign_in(client, "ada", "wrong"), sign_in(client, "eve", "wrong")
    assert known.status_code == unknown.status_code
    assert known.context["form"].errors == unknown.context["form"].errors


def test_a_link_to_another_site_is_not_followed_after_login(client):
    User.objects.create_user("ada", password=PASSWORD)
    response = sign_in(client, "ada", PASSWORD, "/accounts/login/?next=https://evil.example/")
    assert response["Location"] == "/"


def test_a_name_longer_than_any_is_not_looked_up(client):
    response = sign_in(client, "x" * 60_000, PASSWORD)
    assert response.status_code == 200
    assert "at most 254 characters" in response.content.decode()


@pytest.mark.parametrize("login", ["ada", "ada@movierec.example", "Ada@movierec.example"])
def test_a_person_signs_in_by_name_or_email(client, login):
    User.objects.create_user("ada", "ada@movierec.example", PASSWORD)
    assert sign_in(client, login, PASSWORD).status_code == 302


def test_a_forgotten_password_is_reset_by_mail(client, mailoutbox):
    User.objects.create_user("ada", "ada@movierec.example", PASSWORD)
    assert "/accounts/password/reset/" in client.get("/accounts/login/").text
    client.post("/accounts/password/reset/", {"email": "ada@movierec.example"})
    [link] = re.findall(r"http://testserver(/accounts/password/reset/key/\S+)", mailoutbox[0].body)
    form = client.get(link, follow=True)
    new = {"password1": "another fine passphrase", "password2": "another fine passphrase"}
    client.post(form.redirect_chain[-1][0], new)
    assert sign_in(client, "ada", PASSWORD).status_code == 200
    assert sign_in(client, "ada", "another fine passphrase").status_code == 302


def test_a_reset_tells_nobody_whether_an_address_is_known(client, mailoutbox):
    User.objects.create_user("ada", "ada@movierec.example", PASSWORD)
    answers = [
        client.post("/accounts/password/reset/", {"email": f"{name}@movierec.example"})
        for name in ("ada", "eve")
    ]
    assert answers[0].headers == answers[1].headers
    assert [answer.status_code for answer in answers] == [302, 302]


@pytest.mark.parametrize(
    ("path", "sent", "said"),
    [
        ("/accounts/login/", {}, "Please fill this in."),
        ("/accounts/login/", {"login": "eve", "password": "x"}, "do not belong together"),
        ("/accounts/signup/", {"username": "a" * 151}, "Please write at most 150 characters"),
        ("/accounts/signup/", {"username": "a b!"}, "Please use only letters, digits"),
        ("/accounts/password/reset/", {"email": "x"}, "an address such as name@example.org"),
    ],
)
def test_mistakes_in_forms_are_told_in_the_words_of_this_site(client, path, sent, said):
    assert said in client.post(path, sent).text


def test_the_pages_of_an_account_speak_as_all_others_do(client):
    client.force_login(User.objects.create_user("ada", "ada@movierec.example", PASSWORD))
    email = client.get("/accounts/email/").text
    assert "Make it the main one" in email
    assert "Unverified" not in email
    password = client.get("/accounts/password/change/").text
    for label in ("Current password", "New password", "New password (again)"):
        assert f">{label}</label>" in password
    client.post("/accounts/email/", {"action_primary": "", "email": "ada@movierec.example"})
    assert "It is your main address now." in client.get("/accounts/email/").text


@pytest.mark.parametrize("password", ["short", "12345678901", "password", "ada-lovelace"])
def test_what_is_said_of_passwords_is_what_is_asked_of_them(client, password):
    sent = {"username": "ada-lovelace", "password1": password, "password2": password}
    page = client.post("/accounts/signup/", sent)
    assert page.context["form"].errors["password1"]
    assert RULES in page.text
    assert not User.objects.exists()


def test_who_may_not_do_something_is_told_who_it_is(client):
    client.force_login(User.objects.create_user("ada", is_staff=True))
    page = client.get("/admin/catalog/person/")
    assert page.status_code == 403
    assert "You are signed in as ada" in page.text
    assert "/accounts/logout/" in page.text


def test_an_address_is_confirmed_by_a_link(client, mailoutbox):
    client.force_login(User.objects.create_user("ada", "ada@movierec.example", PASSWORD))
    client.get("/accounts/email/")
    client.post("/accounts/email/", {"action_send": "", "email": "ada@movierec.example"})
    [link] = re.findall(r"http://testserver(/accounts/confirm-email/\S+)", mailoutbox[0].body)
    assert "Is ada@movierec.example an address of ada?" in client.get(link).text
    client.post(link)
    page = client.get("/accounts/email/").text
    assert "Thank you: ada@movierec.example is confirmed." in page
    assert "Confirmed</span>" in page
    assert "This link has expired" in client.get("/accounts/confirm-email/nothing/").text
