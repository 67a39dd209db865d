"""What is written about the project is true: variables, commands, files."""

import re
from pathlib import Path

import pytest

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
        "createcachetable",
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
