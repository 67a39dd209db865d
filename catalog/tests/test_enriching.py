"""Facts of TMDB and OMDb into titles: precedence, locks, idempotence, people."""

from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.canonical import CreditFact, RatingFact
from catalog.clients.payload import read
from catalog.clients.tmdb_payloads import MovieDetails
from catalog.enriching.asking import Answer
from catalog.enriching.facts import TitleFacts, facts_of_movie
from catalog.enriching.storing import source_file, store
from catalog.loading.precedence import created_by, holder
from catalog.models import (
    Credit,
    Enrichment,
    FactConflict,
    Keyword,
    Person,
    SourceFile,
    Title,
)
from catalog.tests.factories import make_credit, make_person, make_title
from catalog.tests.stand_in import answers

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 8, 3, 12, tzinfo=UTC)


def told(**changes: object) -> TitleFacts:
    return facts_of_movie(read(MovieDetails, answers.movie(603) | changes).payload)


def enrich(title: Title, facts: TitleFacts | None = None, *, at: datetime = NOW) -> bool:
    return store(title.pk, Answer(facts or told()), at)


def make_file(dataset: str = "tmdb_v11") -> SourceFile:
    return SourceFile.objects.create(dataset=dataset, source="tmdb", name=dataset, sha256=dataset)


def now_of(title: Title) -> Title:
    return Title.objects.get(pk=title.pk)


def test_an_empty_title_gets_everything_with_its_source():
    title = make_title("Film 603", start_year=None)
    assert enrich(title)
    title = now_of(title)
    assert (title.runtime_minutes, title.certification, title.tmdb_id) == (83, "PG-13", 603)
    assert (title.imdb_id, title.poster_path) == ("tt0000603", "/poster603.jpg")
    assert title.collection.name == "The Lighthouse 3 Collection"
    assert set(title.keywords.values_list("name", flat=True)) == {"lighthouse", "sea"}
    assert list(title.countries.values_list("code", flat=True)) == ["GB"]
    assert (title.average_rating, title.num_votes) == (5.3, 703)
    assert title.credits.count() == 6
    assert [trailer.kind for trailer in title.trailers.all()] == ["Trailer"]
    assert title.offers.count() == 4
    file = SourceFile.objects.get(dataset="tmdb_api")
    assert {holder(title.provenance, fact) for fact in ("runtime_minutes", "genres")} == {file.pk}
    assert (title.enrichment.outcome, title.enrichment.fetched_at) == ("fetched", NOW)


def test_the_same_answer_again_changes_nothing_on_any_day():
    title = make_title(start_year=None)
    enrich(title)
    before, credited_before = now_of(title), list(Credit.objects.order_by("pk").values())
    for days in (0, 1, 40):
        assert not enrich(title, at=NOW + timedelta(days=days))
    after = now_of(title)
    assert after.updated_at == before.updated_at
    assert after.provenance == before.provenance
    assert list(Credit.objects.order_by("pk").values()) == credited_before
    assert FactConflict.objects.count() == 0
    assert after.enrichment.asked_at == NOW + timedelta(days=40)


def test_what_has_changed_since_is_taken_over_from_that_day_on():
    title = make_title(start_year=None)
    enrich(title)
    before = now_of(title)
    assert enrich(title, told(runtime=90), at=NOW + timedelta(days=1))
    after = now_of(title)
    assert after.runtime_minutes == 90
    assert after.updated_at > before.updated_at
    changed = {
        fact for fact in after.provenance if after.provenance[fact] != before.provenance.get(fact)
    }
    assert changed == {"runtime_minutes"}


def test_tmdb_wins_over_files_and_the_conflict_is_recorded():
    file = make_file()
    title = make_title("Another Name", runtime_minutes=99, provenance=created_by(file.pk))
    enrich(title)
    assert now_of(title).runtime_minutes == 83
    conflicts = FactConflict.objects.filter(file=file).values_list("fact", "value")
    assert set(conflicts) == {
        ("name", "Another Name"),
        ("start_year", "1999"),
        ("runtime_minutes", "99"),
    }


def test_a_load_does_not_take_back_what_tmdb_said(load):
    load(high=[{"imdb_id": "tt0000603", "name": "Film 603", "kind": "movie", "runtime": 99}])
    title = Title.objects.get()
    enrich(title)
    load(high=[{"imdb_id": "tt0000603", "name": "Film 603", "kind": "movie", "runtime": 100}])
    assert now_of(title).runtime_minutes == 83


def test_what_an_analyst_locked_stays_even_where_it_is_empty():
    title = make_title("Mine", runtime_minutes=99, overview="", keywords=["my own"])
    title.mark_edited(["name", "runtime_minutes", "overview", "keywords"])
    title.save()
    enrich(title)
    enrich(title, at=NOW + timedelta(days=1))
    title = now_of(title)
    assert (title.name, title.runtime_minutes, title.overview) == ("Mine", 99, "")
    assert list(title.keywords.values_list("name", flat=True)) == ["my own"]
    refused = FactConflict.objects.filter(file__dataset="tmdb_api").with_state()
    assert {(row.fact, row.value, row.state) for row in refused} == {
        ("name", "Film 603", "decided"),
        ("runtime_minutes", "83", "decided"),
    }


def test_a_renamed_title_keeps_its_address():
    title = make_title("Old Name", start_year=1993)
    enrich(title)
    title = now_of(title)
    assert (title.name, title.name_key, title.slug) == ("Film 603", "film 603", "old-name-1993")


def test_ids_that_another_title_has_are_left_to_it():
    make_title("Other", tmdb_id=603)
    make_title("Third", imdb_id="tt0000603")
    title = make_title("Film 603")
    enrich(title)
    assert (now_of(title).tmdb_id, now_of(title).imdb_id) == (None, None)


def test_an_end_before_a_locked_start_is_not_taken():
    title = make_title(start_year=2020)
    title.mark_edited(["start_year"])
    title.save()
    facts = TitleFacts(603, None, {"end_year": 2018, "start_year": 2015}, {})
    enrich(title, facts)
    assert (now_of(title).start_year, now_of(title).end_year) == (2020, None)


def test_a_title_that_is_gone_is_no_error():
    assert not store(12345, Answer(told()), NOW)


def test_a_title_unknown_to_tmdb_is_remembered_and_keeps_what_was_fetched():
    title = make_title()
    enrich(title)
    store(title.pk, Answer(None), NOW + timedelta(days=1))
    enrichment = Enrichment.objects.get()
    assert (enrichment.outcome, enrichment.fetched_at) == ("unknown", NOW)
    assert title.trailers.count() == 1


def test_names_that_exist_already_are_used():
    Keyword.objects.create(name="lighthouse", slug="lighthouse")
    other = make_title("Other", keywords=["sea"])
    title = make_title("Film 603")
    enrich(title)
    assert Keyword.objects.count() == 2
    assert other.keywords.get() in title.keywords.all()


def test_a_slug_that_is_taken_gets_a_number():
    Keyword.objects.create(name="Sea!", slug="sea")
    enrich(make_title())
    assert Keyword.objects.get(name="sea").slug == "sea-2"


# People -------------------------------------------------------------------------------------------
def credited(*people: tuple[str, str], **how: str) -> TitleFacts:
    facts = [
        CreditFact(name, "actor", number, ordering=place, **how)
        for place, (number, name) in enumerate(people)
    ]
    return TitleFacts(603, None, {}, {}, facts)


def test_people_are_known_by_their_number():
    known = make_person("Ada Lovelace", tmdb_id=7)
    enrich(title := make_title(), credited(("7", "A. Lovelace"), ("8", "Ada Lovelace")))
    assert [credit.person_id == known.pk for credit in title.credits.all()] == [True, False]
    assert Person.objects.get(tmdb_id=8).slug == "ada-lovelace-2"


def test_a_namesake_on_the_title_gets_the_number_and_keeps_the_credit():
    title = make_title(cast=["Ada Lovelace"])
    enrich(title, credited(("7", "Ada Lovelace"), character="Herself"))
    credit = title.credits.get()
    assert (credit.person.tmdb_id, credit.character) == (7, "Herself")


def test_a_namesake_with_another_number_is_somebody_else():
    title = make_title()
    make_credit(title, make_person("Ada Lovelace", tmdb_id=6), "actor")
    enrich(title, credited(("7", "Ada Lovelace")))
    assert title.credits.count() == 2


def test_a_namesake_without_a_number_and_whom_it_belongs_to_are_united():
    older = make_person("Ada Lovelace")
    younger = make_person("Ada Lovelace", tmdb_id=7)
    title, other = make_title("One"), make_title("Two")
    make_credit(title, older, "actor")
    make_credit(other, younger, "actor")
    enrich(title, credited(("7", "Ada Lovelace")))
    person = Person.objects.get()
    assert (person.pk, person.tmdb_id) == (older.pk, 7)
    assert [one.credits.get().person_id for one in (title, other)] == [older.pk, older.pk]


def test_credits_of_files_stay_and_characters_known_stay():
    title = make_title(directors=["Grace Hopper"])
    make_credit(title, make_person("Ada", tmdb_id=7), "actor", character="Known")
    enrich(title, credited(("7", "Ada"), character="Told"))
    assert set(title.credits.values_list("category", "character")) == {
        ("director", ""),
        ("actor", "Known"),
    }


# Ratings ------------------------------------------------------------------------------------------
def test_ratings_of_omdb_fill_gaps_and_do_not_replace_those_of_files():
    file = make_file("imdb_ratings")
    title = make_title()
    title.ratings.create(source="imdb", average=8.8, votes=50, file=file)
    ratings = (RatingFact("imdb", 7.3, 12_345), RatingFact("metacritic", 6.8))
    store(title.pk, Answer(told(), ratings), NOW)
    said = dict(title.ratings.values_list("source", "average"))
    assert said == {"imdb": 8.8, "metacritic": 6.8, "tmdb": 5.3}
    assert not store(title.pk, Answer(told(), ratings), NOW + timedelta(days=3))


def test_omdb_renews_its_own_ratings():
    title = make_title()
    store(title.pk, Answer(None, (RatingFact("imdb", 7.3, 100),)), NOW)
    store(title.pk, Answer(None, (RatingFact("imdb", 7.4, 120),)), NOW + timedelta(days=1))
    title = now_of(title)
    assert (title.average_rating, title.num_votes) == (7.4, 120)


def test_one_file_stands_for_a_day():
    assert source_file("tmdb", NOW) == source_file("tmdb", NOW + timedelta(hours=11))
    assert source_file("tmdb", NOW) != source_file("tmdb", NOW + timedelta(hours=12))


def test_a_fact_of_a_date_is_a_date():
    enrich(title := make_title())
    assert now_of(title).release_date == date(1993, 5, 17)
