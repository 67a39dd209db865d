import re

import pytest
from django.core.management import call_command
from django.templatetags.static import static
from django.test import Client


@pytest.fixture
def root(settings, tmp_path):
    """Use the storage of a real site, with nothing collected into its folder yet."""
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_USE_FINDERS = True
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "movierec.static_files.HashedIfCollected"}
    }
    return tmp_path


def served(address: str) -> bytes:
    response = Client().get(address)
    assert response.status_code == 200
    return response.getvalue()


def test_a_file_that_is_not_collected_is_served_under_its_own_name(root, settings):
    address = static("css/tokens.css")
    assert address == "/static/css/tokens.css"
    assert served(address) == (settings.BASE_DIR / "static/css/tokens.css").read_bytes()


def test_a_collected_file_is_served_under_a_name_with_its_digest(root, settings):
    call_command("collectstatic", interactive=False, verbosity=0)
    address = static("css/tokens.css")
    assert re.fullmatch(r"/static/css/tokens\.[0-9a-f]{12}\.css", address)
    assert b"--accent" in served(address)
