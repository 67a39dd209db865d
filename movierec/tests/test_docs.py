"""What is written about the project is true: variables, commands, files."""

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]


def test_env_example_names_exactly_the_variables_that_settings_read():
    settings = (ROOT / "movierec/settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    documented = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert read == documented


def test_readme_names_only_make_targets_that_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", (ROOT / "README.md").read_text(), re.M))
    assert named <= targets
    assert {"demo", "test"} <= named


def commands() -> set[str]:
    return {
        path.stem
        for path in ROOT.glob("*/management/commands/*.py")
        if not path.stem.startswith("_")
    }


@pytest.mark.parametrize(
    "document",
    ["README.md", *(f"docs/{name}.md" for name in ("architecture", "data", "operations"))],
)
def test_documents_name_only_commands_that_exist(document):
    named = set(re.findall(r"manage\.py ([a-z_]+)", (ROOT / document).read_text()))
    from_django = {
        "migrate",
        "createsuperuser",
        "collectstatic",
        "check",
        "runserver",
    }
    assert named <= commands() | from_django


def test_every_command_is_documented():
    text = "".join((ROOT / name).read_text() for name in ("README.md", "docs/operations.md"))
    assert {name for name in commands() if f"manage.py {name}" not in text} == set()


@pytest.mark.parametrize("document", sorted(ROOT.glob("docs/**/*.md")), ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document):
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
        assert (document.parent / target).exists(), f"{document.name} links to {target}"


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_locks_name_the_extras_that_their_packages_ask_for(lock):
    """pip, checking hashes, takes ``coverage[toml]`` from nowhere but the lock's own such line."""
    text = (ROOT / lock).read_text()
    locked = [Requirement(line) for line in re.findall(r"^([a-z0-9].*==[^ ;\\]+)", text, re.M)]
    extras = {canonicalize_name(package.name): package.extras for package in locked}
    for package in locked:
        for line in metadata.requires(package.name) or []:
            needed = Requirement(line)
            if needed.extras and (not needed.marker or needed.marker.evaluate({"extra": ""})):
                assert needed.extras <= extras[canonicalize_name(needed.name)], (
                    f"{package.name} needs {line}"
                )
