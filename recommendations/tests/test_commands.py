from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from catalog.staleness import mark_stale, stale_things
from catalog.tests.factories import make_title
from recommendations import build_all
from recommendations.management.commands import build_index as build_index_command
from recommendations.models import IndexBuild

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


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
        broken.setattr(build_all, "build_search_index", fail)
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
        broken.setattr(build_all, "build_search_index", fail)
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


def test_similar_is_steered_as_the_page_is(indexed):
    output = output_of(
        "similar", "the vault 2001", "--plus", "june wedding", "--minus", "night shift",
        "--weight", "director=0", "--weight", "plot=150", "--more", "keyword:wedding",
        "--less", "genre:romance", "--diversity", "30", "--one-per-collection",
        "--filter", "language=en", "--filter", "year_min=1980", "--why", "-n", "20",
    )  # fmt: skip
    first, *rest = output.splitlines()
    assert first == ("Like The Vault (2001) and June Wedding (2002), unlike Night Shift (1974):")
    assert "May Wedding (2005)" in output
    assert "you asked for more: wedding" in output
    assert "as you asked for less: Romance" in output
    assert "Ann Ray" not in output
    assert "Night Shift" not in "".join(rest)
    assert rest[-1].startswith("Diversity 30 %")


def test_similar_names_what_no_title_has_and_says_when_nothing_is_left(indexed):
    lines = output_of("similar", "vault 2001", "--more", "keyword:nope", "--filter", "genre=war")
    assert lines.splitlines()[1:] == [
        "No title has the keyword “nope”: it changes nothing.",
        "Nothing is.",
    ]


def test_similar_takes_five_titles_at_most(indexed):
    for year in range(1991, 1996):
        make_title(f"Heist {year}", start_year=year)
    more = [word for year in range(1991, 1996) for word in ("--plus", f"heist {year}")]
    with pytest.raises(CommandError, match="At most 5 titles"):
        call_command("similar", "vault", *more)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["xqzw"], "No title is called"),
        (["vault", "-n", "0"], "at least 1"),
        (["vault", "--plus", "xqzw"], "No title is called like “xqzw”"),
        (["vault", "--weight", "genre"], "--weight is NAME=VALUE, not “genre”"),
        (["vault", "--weight", "genre=350"], "percentage from 0 to 300"),
        (["vault", "--weight", "sound=50"], "no weight called “sound”"),
        (["vault", "--more", "heist"], "“heist” cannot be asked for"),
        (["vault", "--diversity", "x"], "percentage from 0 to 100"),
        (["vault", "--filter", "sort=name"], "There is no filter “sort”; there are kind, genre"),
        (["vault", "--filter", "year_min=soon"], "whole number"),
    ],
)
def test_similar_says_in_one_sentence_what_is_wrong(indexed, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("similar", *arguments)


def test_similar_without_an_index_says_so(catalogue):
    with pytest.raises(CommandError, match="no similarity index"):
        call_command("similar", "the vault")
