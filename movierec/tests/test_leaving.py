"""Who leaves takes everything along: no row of any model is left, and none names the person."""

import json
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from catalog.models import ApiToken, Job, Title
from catalog.models.tokens import issue_token
from catalog.tests.factories import make_title
from movierec.accounts.leaving import delete_account
from movierec.accounts.own_data import OWNERS, WITHHELD, paths_to_owner
from movierec.accounts.session_rows import AccountSession
from movierec.pruning import PRUNE
from recommendations.diary import mark, rate, viewer_of
from recommendations.importing import runs
from recommendations.models import (
    Exposure,
    LessOf,
    Membership,
    Prediction,
    StartingTitle,
    Viewer,
    WatchGroup,
)
from reviews.models import AspectMention, Review
from reviews.writing import Opinion, write_review

pytestmark = pytest.mark.django_db
NAME, MAIL = "zebulonia", "zebulonia@movierec.example"
SessionStore = import_module(settings.SESSION_ENGINE).SessionStore


@pytest.fixture
def titles() -> list[Title]:
    return [make_title(f"Film {n}", genres=["Drama"]) for n in range(4)]


@pytest.fixture
def eve() -> User:
    return User.objects.create_user("eve", password="a-long-passphrase")


def everything_of(user: User, titles: list[Title]) -> None:
    """Give an account a row in every table in which it may have one."""
    Client().force_login(user)
    address = EmailAddress.objects.create(user=user, email=user.email)
    EmailConfirmation.create(address)
    issue_token(user)
    viewer = viewer_of(user, create=True)
    rate(viewer, titles[0], 7)
    mark(viewer, titles[1], "watchlist")
    about = {"viewer": viewer, "title": titles[0]}
    Prediction.objects.create(value=7, error=1, usual=6, **about)
    StartingTitle.objects.create(group="crime", **about)
    Exposure.objects.create(experiment="first", arm="a", place=1, **about)
    LessOf.objects.create(viewer=viewer, parameter="genre", value="drama")
    group = WatchGroup.objects.create(name=f"Films with {user.username}", owner=viewer)
    Membership.objects.create(group=group, viewer=viewer)
    run = runs.start_import(viewer, f"{user.username}.csv", b"Title,Year,Rating\nFilm 2,1999,4\n")
    runs.confirm(run)
    review = write_review(user, titles[0], Opinion("A fine film about fish.", "Fish", 7))
    AspectMention.objects.create(
        title=titles[0], review=review, aspect="plot", start=0, end=5, compound=0.5,
        sentence_compound=0.5,
    )  # fmt: skip
    for row in (user, address, review):
        LogEntry.objects.create(
            user=user,
            content_type=ContentType.objects.get_for_model(type(row)),
            object_id=str(row.pk),
            object_repr=str(row),
            action_flag=CHANGE,
        )


@pytest.fixture
def zeb(titles) -> User:
    user = User.objects.create_user(NAME, MAIL, "a-long-passphrase")
    everything_of(user, titles)
    return user


def models_of_people() -> set[type[Model]]:
    """Return the models whose rows hang on a person, however far away, and the account's own."""
    found: set[type[Model]] = set(OWNERS)
    while True:
        more = {
            model
            for model in apps.get_models(include_auto_created=False)
            if any(field.related_model in found for field in model._meta.fields)
        }
        if more <= found:
            return found
        found |= more


def test_the_person_of_these_tests_has_a_row_in_every_model(zeb):
    """A new model about people fails here until ``everything_of`` has a row of it."""
    withheld = {apps.get_model(label) for label in WITHHELD}
    assert models_of_people() == set(paths_to_owner()) | withheld | set(OWNERS)
    assert [model for model in models_of_people() if not model._default_manager.exists()] == []


def test_nothing_of_a_person_is_left(zeb, titles):
    delete_account(zeb)
    assert {
        model._meta.label: model._default_manager.count() for model in models_of_people()
    } == dict.fromkeys((model._meta.label for model in models_of_people()), 0)
    assert not Job.objects.filter(kind="import_ratings").exists()
    assert [label for label, text in all_rows() if NAME in text] == []


def test_what_the_admin_noted_about_a_person_goes_and_about_others_stays(zeb, eve):
    staff = User.objects.create_superuser("boss", password="a-long-passphrase")
    about = [zeb, eve, EmailAddress.objects.get(), Review.objects.get()]
    for row in about:
        kind = ContentType.objects.get_for_model(type(row))
        LogEntry.objects.create(
            user=staff, content_type=kind, object_id=row.pk, object_repr=str(row), action_flag=2
        )
    delete_account(zeb)
    assert [entry.object_repr for entry in LogEntry.objects.all()] == ["eve"]


def test_nothing_of_others_goes_with_a_person(zeb, eve, titles):
    group = WatchGroup.objects.create(name="Others", owner=viewer_of(eve, create=True))
    Membership.objects.create(group=group, viewer=viewer_of(zeb))
    everything_of(User.objects.create_user("bo", "bo@movierec.example"), titles[:])
    before = {model: model._default_manager.count() for model in models_of_people()}
    everything_of(another := User.objects.create_user("cy", "cy@movierec.example"), titles)
    delete_account(another)
    assert {model: model._default_manager.count() for model in models_of_people()} == before
    delete_account(zeb)
    assert WatchGroup.objects.filter(name="Others").exists()
    assert Viewer.objects.filter(user__username__in=["bo", "eve"]).count() == 2


def test_leaving_takes_as_many_queries_however_many_others_are_signed_in(
    titles, django_assert_max_num_queries
):
    for n in range(30):
        Client().force_login(User.objects.create_user(f"user{n}"))
    zeb = User.objects.create_user(NAME, MAIL)
    for _ in range(3):
        Client().force_login(zeb)
    with django_assert_max_num_queries(45) as asked:
        delete_account(zeb)
    assert AccountSession.objects.count() == 30
    read = [each["sql"] for each in asked.captured_queries if "session_data" in each["sql"]]
    assert [sql for sql in read if "account_id" not in sql] == []


def all_rows() -> list[tuple[str, str]]:
    """Return every row of the database as a text, sessions as what is in them."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.values():
            if "session_data" in row:
                row["session_data"] = SessionStore().decode(row["session_data"])
            found.append((model._meta.label, json.dumps(row, cls=DjangoJSONEncoder, default=str)))
    return found


class TestSessions:
    def test_a_session_says_whose_it_is(self, client, eve):
        client.get("/accounts/login/")
        client.force_login(eve)
        assert AccountSession.objects.get().account == eve
        client.logout()
        assert not AccountSession.objects.filter(account=eve).exists()

    def test_who_is_not_signed_in_has_a_session_of_nobody(self):
        store = SessionStore()
        store["seen"] = 1
        store.save()
        assert AccountSession.objects.get().account is None

    def test_who_signs_in_while_it_is_deleted_is_nobody(self, client, eve):
        store = SessionStore()
        store["_auth_user_id"] = str(eve.pk)
        User.objects.filter(pk=eve.pk).delete()
        store.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
        assert client.get("/you/").status_code == 302

    @pytest.mark.parametrize("by", ["job", "command"])
    def test_what_has_expired_is_deleted(self, client, eve, by, monkeypatch):
        monkeypatch.setattr("movierec.accounts.sessions.BATCH", 2)
        for _ in range(5):
            Client().force_login(eve)
        AccountSession.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
        client.force_login(eve)
        if by == "job":
            PRUNE.prepare(Job(), None)()
        else:
            call_command("clearsessions")
        assert AccountSession.objects.count() == 1

    def test_sessions_from_before_go_on(self, client, eve):
        """What the migration does with rows of Django's own table."""
        client.force_login(eve)
        row: Any = AccountSession.objects.get()
        gone = SessionStore().encode({"_auth_user_id": "987654"})
        for old, data, expires in (
            (row.session_key, row.session_data, row.expire_date),
            ("expired", row.session_data, timezone.now() - timedelta(days=1)),
            ("left", gone, row.expire_date),
        ):
            Session.objects.create(session_key=old, session_data=data, expire_date=expires)
        key = row.session_key
        row.delete()
        assert client.get("/you/").status_code == 302
        client.cookies[settings.SESSION_COOKIE_NAME] = key
        import_module("movierec.migrations.0002_sessions").bring_along(apps, None)
        assert AccountSession.objects.get().account == eve
        assert not Session.objects.exists()
        assert client.get("/you/").status_code == 200


def test_a_token_is_one_of_the_rows(zeb):
    assert ApiToken.objects.filter(user=zeb).exists()


class TestByTheAdmin:
    def test_an_account_goes_with_everything(self, admin_client, zeb):
        path = f"/admin/auth/user/{zeb.pk}/delete/"
        page = admin_client.get(path)
        assert f"{NAME}, with all that is theirs" in page.text
        keys = AccountSession.objects.values_list("session_key", flat=True)
        assert not [key for key in keys if key in page.text]
        admin_client.post(path, {"post": "yes"})
        self.is_gone()
        entry = LogEntry.objects.get()
        assert (entry.user.username, entry.object_repr) == ("admin", "an account")

    def test_several_accounts_go_with_everything(self, admin_client, zeb, eve):
        chosen = {"action": "delete_selected", "_selected_action": [zeb.pk, eve.pk]}
        admin_client.post("/admin/auth/user/", chosen | {"post": "yes"})
        self.is_gone()
        assert not User.objects.filter(pk=eve.pk).exists()
        assert LogEntry.objects.count() == 2

    def test_one_may_delete_oneself(self, client, zeb):
        User.objects.filter(pk=zeb.pk).update(is_staff=True, is_superuser=True)
        client.force_login(zeb)
        client.post(f"/admin/auth/user/{zeb.pk}/delete/", {"post": "yes"})
        self.is_gone()

    def test_a_session_is_never_named_by_its_key(self, client, eve):
        client.force_login(eve)
        session = AccountSession.objects.get()
        assert session.session_key not in str(session)

    def is_gone(self) -> None:
        assert not User.objects.filter(username=NAME).exists()
        assert not Viewer.objects.exists()
        assert [label for label, text in all_rows() if NAME in text] == []
