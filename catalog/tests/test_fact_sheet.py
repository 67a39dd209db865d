"""The facts of a title, and the files they come from."""

from datetime import date

import pytest

from catalog.fact_sheet import FactSheet, fact_sheet
from catalog.models import AggregateRating, SourceFile
from catalog.tests.factories import make_title

pytestmark = pytest.mark.django_db


def make_source(name: str) -> SourceFile:
    return SourceFile.objects.create(dataset=name, source="tmdb", name=name, sha256=name)


def texts(sheet: FactSheet, label: str) -> list[str]:
    return [entry.text for fact in sheet.facts if fact.label == label for entry in fact.entries]


def test_known_facts_are_listed_and_unknown_ones_are_not():
    title = make_title(release_date=date(1999, 3, 31), budget=63_000_000, keywords=["hacker"])
    sheet = fact_sheet(title)
    assert texts(sheet, "First released") == ["31 March 1999"]
    assert texts(sheet, "Budget") == ["$63,000,000"]
    assert "Box office" not in [fact.label for fact in sheet.facts]


def test_other_names_are_among_the_facts():
    title = make_title()
    title.alternative_names.create(name="Matrix, la")
    assert texts(fact_sheet(title), "Also known as") == ["Matrix, la"]


def test_a_keyword_leads_to_the_titles_that_have_it():
    sheet = fact_sheet(make_title(keywords=["time travel"]))
    (entry,) = (fact for fact in sheet.facts if fact.label == "Keywords")
    assert entry.entries[0].address == "/titles/?keyword=time-travel"


def test_each_fact_names_the_file_it_comes_from():
    first, second = make_source("titles.csv"), make_source("keywords.csv")
    title = make_title(
        keywords=["hacker"], budget=1, provenance={"*": first.pk, "keywords": second.pk}
    )
    sheet = fact_sheet(title)
    source_of = {fact.label: sheet.sources[fact.note - 1] for fact in sheet.facts}
    assert source_of["Budget"] == first
    assert source_of["Keywords"] == second


def test_no_file_is_named_for_what_it_need_not_have_said():
    first = make_source("titles.csv")
    title = make_title(budget=1, imdb_id="tt0133093", provenance={"*": first.pk})
    notes = {fact.label: fact.note for fact in fact_sheet(title).facts}
    assert notes == {"Budget": 1, "Status": 0, "Elsewhere": 0}


def test_the_files_of_ratings_are_among_the_sources():
    title, source = make_title(), make_source("ratings.tsv")
    AggregateRating.objects.create(title=title, source="imdb", average=8, votes=9, file=source)
    assert fact_sheet(title).sources == [source]


def test_a_file_that_is_no_longer_known_is_not_named():
    sheet = fact_sheet(make_title(budget=1, provenance={"*": 999}))
    assert sheet.sources == []
    assert {fact.note for fact in sheet.facts} == {0}


@pytest.mark.parametrize(
    ("homepage", "is_shown"), [("https://a.example/", True), ("javascript:alert(1)", False)]
)
def test_only_web_addresses_become_links(homepage, is_shown):
    sheet = fact_sheet(make_title(homepage=homepage))
    assert ("Official site" in texts(sheet, "Elsewhere")) is is_shown
