"""What is written about the project is true: variables, commands, files."""

import re
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / name for name in ("README.md", "data/README.md", "deploy/README.md")]
DOCUMENTS += sorted(ROOT.glob("docs/**/*.md"))


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


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document):
    for path, heading in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)", document.read_text()):
        target = document.parent / path if path else document
        assert target.exists(), f"links to {path}"
        assert not heading or heading in anchors_of(target.read_text()), f"{path}#{heading}"


def anchors_of(text: str) -> set[str]:
    """Return the anchors that GitHub makes of a document's headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_name_only_options_and_modules_that_exist(document):
    text = document.read_text()
    for name, rest in re.findall(r"manage\.py ([a-z_]+)([^`\n]*)", text):
        parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        for option in re.findall(r"(?<!\S)\[?(--?[a-z][a-z-]*)", re.split("[;#]", rest)[0]):
            assert option in parser._option_string_actions, f"{name} {option}"
    for module in re.findall(r"python -m ([a-z_.]+)", text):
        assert find_spec(module.rstrip(".")), module


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
