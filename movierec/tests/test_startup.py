"""A process refuses to start where a setting would expose it; a command without tables says so."""

import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from movierec.startup import local_secret_key, origin_of, refuse_unsafe

KEY = "k" * 50
MANAGE = settings.BASE_DIR / "manage.py"


def test_a_local_key_is_made_once_and_kept_private(tmp_path):
    key = local_secret_key(tmp_path, ["localhost"])
    assert len(key) >= 50
    assert local_secret_key(tmp_path, ["localhost"]) == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_real_host_gets_no_key_of_its_own(tmp_path):
    assert local_secret_key(tmp_path, ["movierec.example"]) == ""


@pytest.mark.parametrize(
    ("debug", "hosts", "key"),
    [
        (False, ["*"], KEY),
        (True, ["movierec.example"], KEY),
        (False, ["movierec.example"], ""),
        (False, ["movierec.example"], "too short"),
    ],
)
def test_unsafe_settings_are_refused(debug, hosts, key):
    with pytest.raises(ImproperlyConfigured):
        refuse_unsafe(debug=debug, allowed_hosts=hosts, secret_key=key)


def test_safe_settings_start():
    refuse_unsafe(debug=False, allowed_hosts=["movierec.example"], secret_key=KEY)
    refuse_unsafe(debug=True, allowed_hosts=["localhost"], secret_key=KEY)


def test_processes_that_start_together_share_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: local_secret_key(tmp_path, ["localhost"]), range(64)))
    assert len(keys) == 1


def test_the_origin_of_an_address_is_scheme_and_host():
    assert origin_of("https://img.example.org/t/p/w342") == "https://img.example.org"


@pytest.mark.parametrize("command", ["work --once", "similar heat", "createsuperuser --noinput"])
def test_a_command_on_a_database_without_tables_says_so_in_one_sentence(tmp_path, command):
    variables = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
    variables |= {"DJANGO_SUPERUSER_USERNAME": "ada", "DJANGO_SUPERUSER_EMAIL": "a@example.org"}
    variables |= {"DJANGO_SUPERUSER_PASSWORD": "a-passphrase", "DATA_DIR": str(tmp_path)}

    def run(*options: str) -> tuple[int, str]:
        line = [sys.executable, str(MANAGE), *command.split(), *options]
        ended = subprocess.run(line, env=variables, capture_output=True, text=True)  # noqa: S603
        return ended.returncode, ended.stderr

    code, errors = run()
    assert code == 1
    assert re.fullmatch(
        r"The database refused: no such table: \w+\. \(--traceback shows where\.\)\n", errors
    )
    assert run("--traceback")[1].startswith("Traceback")
