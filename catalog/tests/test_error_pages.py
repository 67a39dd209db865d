"""Pages that say what went wrong, and help to go on."""

import pytest
from django.template.loader import render_to_string


@pytest.mark.django_db
def test_not_found_offers_a_search(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert 'id="main-search"' in response.content.decode()


@pytest.mark.parametrize("template", ["403.html", "403_csrf.html", "429.html", "500.html"])
def test_an_error_page_needs_neither_request_nor_database(template):
    assert "<h1>" in render_to_string(template)
