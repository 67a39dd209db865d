"""What is in deploy/ fits the project: commands exist, variables are documented, no secret.

No container engine is at hand: the files are read, and their commands were run by hand.
"""

import re
import shlex
import subprocess
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from movierec.tests.test_docs import ROOT, commands

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
COMPOSE_TEXT = (DEPLOY / "compose.yaml").read_text()
COMPOSE = yaml.safe_load(COMPOSE_TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "movierec"}
SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|KEY")
FROM_DJANGO = {"migrate", "collectstatic"}


def variables(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", path.read_text(), re.M))


def words_of(service: dict[str, Any]) -> list[str]:
    """Return the words of all commands of a service, of its health check, too."""
    check = service.get("healthcheck", {}).get("test", [])[1:]
    words = [*service.get("entrypoint", []), *service.get("command", []), *check]
    return [part for word in words for part in shlex.split(word.replace(";", " ; "))]


def test_there_is_everything_that_runs():
    assert set(SERVICES) == {"db", "redis", "setup", "web", "worker", "beat"}
    assert set(OURS) == {"setup", "web", "worker", "beat"}


def test_images_have_a_version_and_ours_has_the_python_of_the_project():
    for service in SERVICES.values():
        assert service["image"] == "movierec" or re.search(r":\d", service["image"])
    [base] = re.findall(r"^FROM (\S+)", DOCKERFILE, re.M)
    target = re.search(r'target-version = "py3(\d+)"', (ROOT / "pyproject.toml").read_text())
    assert re.match(rf"python:3\.{target[1]}-", base)


def test_what_the_image_copies_and_installs_is_there():
    for source in re.findall(r"^COPY (\S+)", DOCKERFILE, re.M):
        assert (ROOT / source).exists()
    assert "--require-hashes -r requirements.txt" in DOCKERFILE


def test_the_image_leaves_out_secrets_and_what_was_built():
    for path in (".env", "deploy/.env", "data/secret_key", "data/movierec.sqlite3", ".git/config"):
        assert is_left_out(path), path


def test_the_image_leaves_out_files_that_others_have_terms_for():
    """Whoever loads through the folder ``import`` has them lie there at the next build."""
    for path in ("deploy/import/titles.csv.gz", "data/ml-25m/ratings.csv", "data/index/texts"):
        assert is_left_out(path), path
    for path in ("data/sample/titles.csv", "deploy/setup.sh", "catalog/apps.py"):
        assert not is_left_out(path), path


def is_left_out(path: str) -> bool:
    """Tell what the ignore file does with a path: of the lines that match, the last one counts."""
    left_out = False
    parts = Path(path).parts
    folders = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
    for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines():
        pattern = line.removeprefix("!").removeprefix("**/")
        named = parts if "**/" in line else folders
        if line and not line.startswith("#") and any(fnmatch(name, pattern) for name in named):
            left_out = not line.startswith("!")
    return left_out


@pytest.mark.parametrize("text", [COMPOSE_TEXT, DOCKERFILE, (DEPLOY / "setup.sh").read_text()])
def test_commands_of_the_project_exist(text):
    named = set(re.findall(r"manage\.py ([a-z_]+)", text))
    assert named
    assert named <= commands() | FROM_DJANGO


@pytest.mark.parametrize("name", OURS)
def test_programs_of_our_services_are_installed(name):
    programs = {"sh", "python", "gunicorn", "celery"}
    service = SERVICES[name]
    first = [service[what][0] for what in ("entrypoint", "command") if what in service]
    assert set(first) <= programs
    assert first or name == "web", "the command of the image serves the web"
    assert re.search(r'^CMD \["gunicorn", "movierec\.wsgi"', DOCKERFILE, re.M)


def test_files_that_commands_name_exist():
    assert (ROOT / SERVICES["setup"]["entrypoint"][1]).is_file()
    subprocess.run(["/bin/sh", "-n", DEPLOY / "setup.sh"], check=True)  # noqa: S603


def test_variables_that_compose_wants_are_documented_beside_it():
    wanted = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", COMPOSE_TEXT))
    documented = set(variables(DEPLOY / ".env.example"))
    assert wanted <= documented
    of_settings = set(variables(ROOT / ".env.example"))
    assert documented - wanted <= of_settings, "the rest goes into the containers"


def test_variables_that_are_set_for_our_services_are_read_by_settings():
    of_settings = set(variables(ROOT / ".env.example"))
    for service in OURS.values():
        assert set(service["environment"]) <= of_settings


def test_no_secret_is_written_down():
    for name, value in variables(DEPLOY / ".env.example").items():
        assert not SECRET.search(name) or value == ""
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            assert not SECRET.search(name) or value.startswith("${"), name
            filled_in = re.sub(r"\$\{[^}]*\}", "VARIABLE", value)
            assert not re.search(r"://[^/:@]+:(?!VARIABLE@)[^/@]*@", filled_in), name
    assert not SECRET.search(re.sub(r"^#.*", "", DOCKERFILE, flags=re.M))


def test_a_service_waits_for_what_it_needs():
    for name in ("web", "worker", "beat"):
        needs = SERVICES[name]["depends_on"]
        assert needs["setup"] == {"condition": "service_completed_successfully"}
    assert SERVICES["setup"]["restart"] == "no"


def test_redis_keeps_bells_and_nothing_is_open_to_the_world():
    words = words_of(SERVICES["redis"])
    for option, value in (("--appendonly", "yes"), ("--maxmemory-policy", "noeviction")):
        assert words[words.index(option) + 1] == value
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports and all(port.startswith("127.0.0.1:") for port in ports)
    assert SERVICES["db"]["networks"] == SERVICES["redis"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_a_silent_worker_is_ended_but_not_for_a_database_that_is_away():
    for name in ("worker", "beat"):
        words = words_of(SERVICES[name])
        at = words.index("check_worker")
        assert words[at + 1 : at + 7] == [";", "[", "$$?", "-ne", "1", "]"]
        assert words[-3:] == ["kill", "-KILL", "-1"]


def test_a_worker_may_finish_what_it_does():
    assert SERVICES["worker"]["stop_grace_period"] == "100s"
