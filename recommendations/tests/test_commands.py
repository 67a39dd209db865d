from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from catalog.staleness import mark_stale, stale_things
from catalog.tests.factories import make_title
from recommendations.management.commands import build_index as build_index_command
from recommendations.models import IndexBuild

pytestmark = pytest.mark.django_db


def output_of(*args, **kwargs) -> str:
    out = StringIO()
    call_command(*args, stdout=out, **kwargs)
    return out.getvalue()


def test_build_index_prints_what_it_built(catalogue):
    assert "5 titles" in output_of("build_index")


def test_build_index_says_when_there_is_nothing_to_do(indexed):
    output_of("build_index")
    assert "up to date" in output_of("build_index")


def test_build_index_heals_a_search_index_that_is_broken(indexed, settings):
    output_of("build_index")
    (settings.INDEX_DIR / "search" / "current").write_text("gone")
    assert "names to search" in output_of("build_index")


def test_build_index_repeats_a_build_of_search_that_failed(catalogue, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("the database went away")

    output_of("build_index")
    make_title("Another")
    with monkeypatch.context() as broken:
        broken.setattr(build_index_command, "build_search_index", fail)
        with pytest.raises(CommandError, match="could not be built: the database went away"):
            output_of("build_index")
    assert "names to search" in output_of("build_index")


def test_build_index_says_in_one_sentence_that_it_cannot_write(catalogue, settings):
    settings.INDEX_DIR.write_text("a file where the folder should be")
    with pytest.raises(CommandError, match=r"^The index could not be built: .+ \(.+\)\. What was"):
        output_of("build_index")
    assert not IndexBuild.objects.exists()


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (OSError(28, "No space left on device", "x\ny.npy"), r"No space left on device (x\ny.npy)"),
        (
            OSError("1000 requested and 24 written"),
            "the disk is full, or files may not grow so large",
        ),
        (OSError("odd"), "odd"),
        (MemoryError(), "there is too little memory"),
        (OperationalError("server closed\n\tthe connection"), "server closed"),
    ],
)
def test_what_stops_a_build_is_a_phrase(error, problem):
    assert build_index_command.problem_of(error) == problem


def test_build_index_clears_the_mark_of_each_index_that_it_has_built(catalogue, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("the database went away")

    mark_stale(timezone.now())
    with monkeypatch.context() as broken:
        broken.setattr(build_index_command, "build_search_index", fail)
        with pytest.raises(CommandError):
            output_of("build_index")
    assert set(stale_things()) == {"search"}
    output_of("build_index")
    assert stale_things() == {}


def test_build_index_can_be_quiet(catalogue):
    assert output_of("build_index", verbosity=0) == ""


def test_similar_finds_the_title_as_the_search_box_does(indexed):
    lines = output_of("similar", "vault 2001").splitlines()
    assert lines[0] == "Like The Vault (2001):"
    assert "The Second Vault (2003)" in lines[1]


def test_similar_prints_reasons_that_sum_to_the_score(indexed):
    _, first, *reasons = output_of("similar", "the vault 2001", "-n", "1", "--why").splitlines()
    score = float(first.split()[1])
    assert len(reasons) > 4
    assert sum(float(reason.split()[0]) for reason in reasons) == pytest.approx(score)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["xqzw"], "No title is called"), (["vault", "-n", "0"], "at least 1")],
)
def test_similar_says_in_one_sentence_what_is_wrong(indexed, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("similar", *arguments)


def test_similar_without_an_index_says_so(catalogue):
    with pytest.raises(CommandError, match="no similarity index"):
        call_command("similar", "the vault")
