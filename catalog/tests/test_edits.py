"""What a person edits, in the admin or through the API, is marked so that loads leave it alone."""

import pytest
from django.contrib.auth.models import User
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


def test_a_change_in_the_admin_is_marked(client, staff):
    title = make_title(name="Heat", start_year=1995)
    client.force_login(staff)
    page = reverse("admin:catalog_title_change", args=[title.pk])
    form = client.get(page).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    values = {name: "" if value is None else value for name, value in values.items()}
    inlines = {
        f"{prefix}-{name}": 0
        for prefix in ("ratings", "identifiers")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    response = client.post(page, values | inlines | {"runtime_minutes": 170})
    title.refresh_from_db()
    assert response.status_code == 302
    assert (title.runtime_minutes, title.provenance) == (170, {"runtime_minutes": Title.EDITED})
