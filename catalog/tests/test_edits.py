"""What a person edits, in the admin or through the API, is marked so that loads leave it alone."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalog.models import Title
from catalog.models.tokens import issue_token
from catalog.tests.factories import make_title

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> User:
    return User.objects.create_superuser("ada", password="a-long-passphrase")


def test_a_change_through_the_api_is_marked(client, staff):
    title = make_title(name="Heat", start_year=1995)
    client.patch(
        f"/api/v1/titles/{title.slug}",
        {"overview": "A thief and a policeman."},
        content_type="application/json",
        headers={"authorization": f"Bearer {issue_token(staff)}"},
    )
    title.refresh_from_db()
    assert title.provenance == {"overview": Title.EDITED}


def form_of(client: Client, title: Title) -> dict[str, object]:
    """Return what the title's page in the admin holds, as it would be sent unchanged."""
    page = reverse("admin:catalog_title_change", args=[title.pk])
    context = client.get(page).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    fields = [form[name] for form in forms for name in form.fields]
    values = {field.html_name: field.value() for field in fields}
    return {name: "" if value is None else value for name, value in values.items()}


def test_a_change_in_the_admin_is_marked(client, staff):
    title = make_title(name="Heat", start_year=1995)
    client.force_login(staff)
    page = reverse("admin:catalog_title_change", args=[title.pk])
    response = client.post(page, form_of(client, title) | {"runtime_minutes": 170})
    title.refresh_from_db()
    assert response.status_code == 302
    assert (title.runtime_minutes, title.provenance) == (170, {"runtime_minutes": Title.EDITED})


def test_other_names_that_change_in_the_admin_are_marked(client, staff):
    title = make_title(name="Heat", start_year=1995)
    title.alternative_names.create(name="Fuego")
    title.alternative_names.create(name="Gluten")
    client.force_login(staff)
    page = reverse("admin:catalog_title_change", args=[title.pk])
    form = form_of(client, title)

    client.post(page, form)
    title.refresh_from_db()
    assert title.provenance == {}

    changes = {"alternative_names-0-name": "Fuego!", "alternative_names-1-DELETE": "on"}
    client.post(page, form | changes)
    title.refresh_from_db()
    assert title.provenance == {"other_names": Title.EDITED}
    assert [str(other) for other in title.alternative_names.all()] == ["Fuego!"]


def test_other_names_that_change_through_the_api_are_marked(client, staff):
    title = make_title(name="Heat", start_year=1995)
    title.alternative_names.create(name="Fuego")
    response = client.patch(
        f"/api/v1/titles/{title.slug}",
        {"other_names": ["Gluten", "Fuego", "Gluten"]},
        content_type="application/json",
        headers={"authorization": f"Bearer {issue_token(staff)}"},
    )
    title.refresh_from_db()
    assert response.json()["other_names"] == ["Fuego", "Gluten"]
    assert title.provenance == {"other_names": Title.EDITED}
