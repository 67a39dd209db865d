"""Titles that turn out to be one: of one name, year and kind, with no id that tells them apart.

A row meets its title by name if name and year are known when it comes. Where another file gave
the year later, two titles stand for one film; so what a load has touched is looked at once more
when all its files are in. So it matters little in which order files are loaded.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min

from catalog.loading.bulk import fetch, save_changed
from catalog.loading.facts import FACT_NAMES, FIELDS
from catalog.loading.identity import contradict
from catalog.loading.lists import LIST_NAMES, table_of
from catalog.loading.precedence import DEFAULTED, Precedence, holder, set_holder
from catalog.loading.run import Key
from catalog.loading.unite import unite_people
from catalog.models import (
    AggregateRating,
    Credit,
    FactConflict,
    Person,
    PersonIdentifier,
    Title,
    TitleIdentifier,
)
from catalog.ratings import SourceRating, summary_rating

#: Ids that a title and a person have in their own rows.
OWN_IDS = ("imdb_id", "tmdb_id")


def unite_namesakes(since: datetime, precedence: Precedence) -> int:
    """Unite pairs of titles of which one has changed ``since`` then; return how many there were.

    The older takes what the other has, unless people have reviewed or edited the other; where
    both were, they stay two. Of three namesakes none is united: one of them is another film.
    """
    united = 0
    for winner, loser in _pairs(since):
        _unite_people_of(winner, loser)
        _move_rows(winner, loser)
        _take_lists(winner, loser, precedence)
        _take_ratings(winner, loser, precedence)
        _take_facts(winner, loser, precedence)
        Title.objects.filter(pk=loser.pk).delete()  # first: ids are unique
        _take_own_ids(winner, loser)
        winner.save()
        united += 1
    return united


def _pairs(since: datetime) -> Iterator[tuple[Title, Title]]:
    """Yield (who stays, who goes)."""
    namesakes = Title.objects.filter(start_year__isnull=False).order_by()
    groups = namesakes.values("name_key", "start_year", "kind").annotate(
        n=Count("pk"),
        n_imdb=Count("imdb_id"),
        n_tmdb=Count("tmdb_id"),
        newest=Max("updated_at"),
        older=Min("pk"),
        younger=Max("pk"),
    )
    # Two that have ids of one kind have different ones.
    groups = groups.filter(n=2, n_imdb__lt=2, n_tmdb__lt=2, newest__gte=since)
    pairs = list(groups.values_list("older", "younger"))
    pks = [pk for pair in pairs for pk in pair]
    titles = {title.pk: title for title in fetch(Title.objects.all(), "pk", pks)}
    keys = _keys(titles)
    kept = _kept(titles)
    for older, younger in sorted(pairs):
        if contradict(keys[older], keys[younger]) or {older, younger} <= kept:
            continue
        stays, goes = (younger, older) if younger in kept else (older, younger)
        yield titles[stays], titles[goes]


def _keys(titles: dict[int, Title]) -> dict[int, set[Key]]:
    keys: dict[int, set[Key]] = {pk: set() for pk in titles}
    for pk, title in titles.items():
        if title.imdb_id:
            keys[pk].add(("imdb", title.imdb_id))
        if title.tmdb_id:
            keys[pk].add((f"tmdb-{title.kind}", str(title.tmdb_id)))
    for identifier in fetch(TitleIdentifier.objects.all(), "title_id", titles):
        keys[identifier.title_id].add((identifier.source, identifier.value))
    return keys


def _kept(titles: dict[int, Title]) -> set[int]:
    """Return the titles that people have edited, or that rows of other apps belong to."""
    kept = {pk for pk, title in titles.items() if Title.EDITED in title.provenance.values()}
    for relation in Title._meta.related_objects:
        field: Any = relation.field
        if field.model._meta.app_label != Title._meta.app_label:
            rows = field.model._default_manager.values_list(field.attname, flat=True).distinct()
            kept.update(fetch(rows, field.attname, titles))
    return kept


def _unite_people_of(winner: Title, loser: Title) -> None:
    """Unite people of one name whom both titles have, if no id tells them apart."""
    theirs = {person.name_key: person for person in _people(winner)}
    pairs: list[tuple[Person, Person]] = []
    for person in _people(loser):
        other = theirs.pop(person.name_key, person)
        if other.pk != person.pk and not contradict(_ids(other), _ids(person)):
            pairs.append((other, person))
    unite_people({goes.pk: stays.pk for stays, goes in pairs})
    for stays, goes in pairs:
        _take_own_ids(stays, goes)
    Person.objects.bulk_update([stays for stays, _ in pairs], OWN_IDS)


def _take_own_ids(stays: Title | Person, goes: Title | Person) -> None:
    for name in OWN_IDS:
        setattr(stays, name, getattr(stays, name) or getattr(goes, name))


def _people(title: Title) -> Sequence[Person]:
    return list(Person.objects.filter(credits__title=title).order_by("-pk").distinct())


def _ids(person: Person) -> set[Key]:
    own = {(name, str(getattr(person, name))) for name in OWN_IDS if getattr(person, name)}
    others = PersonIdentifier.objects.filter(person=person).values_list("source", "value")
    return own | set(others)


def _move_rows(winner: Title, loser: Title) -> None:
    """Move identifiers, the credits that the winner lacks, and characters that its own lack."""
    TitleIdentifier.objects.filter(title=loser).update(title=winner)
    FactConflict.objects.record(
        FactConflict.of(winner.pk, conflict.fact, conflict.file_id, conflict.value)
        for conflict in loser.conflicts.all()
    )
    held = {(c.person_id, c.category, c.job): c for c in winner.credits.all()}
    changed = []
    for credit in loser.credits.all():
        ours = held.get((credit.person_id, credit.category, credit.job))
        if ours is None:
            credit.title = winner
        elif credit.character and not ours.character:
            ours.character = credit.character
        else:
            continue
        changed.append(ours or credit)
    save_changed(Credit, changed, ("title", "character"))


def _take_lists(winner: Title, loser: Title, precedence: Precedence) -> None:
    for fact in LIST_NAMES:
        links = table_of(fact)[0]._default_manager
        ours, theirs = links.filter(title=winner), links.filter(title=loser)
        if theirs.exists() and _is_better(fact, winner, loser, ours.exists(), precedence):
            ours.delete()
            theirs.update(title=winner)
            _hold(winner, loser, fact)


def _take_ratings(winner: Title, loser: Title, precedence: Precedence) -> None:
    held = {rating.source: rating for rating in winner.ratings.all()}
    for rating in loser.ratings.all():
        ours = held.get(rating.source)
        if ours is None or (rating.file_id and precedence.allows(rating.file_id, ours.file_id)):
            AggregateRating.objects.filter(title=winner, source=rating.source).delete()
            AggregateRating.objects.filter(pk=rating.pk).update(title=winner)
    ratings = (SourceRating(r.source, r.average, r.votes) for r in winner.ratings.all())
    winner.average_rating, winner.num_votes, winner.weighted_rating = summary_rating(ratings)


def _take_facts(winner: Title, loser: Title, precedence: Precedence) -> None:
    for fact in FACT_NAMES:
        attribute = FIELDS[fact].attname
        value, held = getattr(loser, attribute), getattr(winner, attribute)
        is_known = _is_known(winner, fact, held)
        if _is_known(loser, fact, value) and _is_better(fact, winner, loser, is_known, precedence):
            _disagree(winner, fact, holder(winner.provenance, fact), held, value)
            setattr(winner, attribute, value)
            _hold(winner, loser, fact)
        else:
            _disagree(winner, fact, holder(loser.provenance, fact), value, held)


def _disagree(winner: Title, fact: str, file_id: int | None, value: Any, held: Any) -> None:
    """Note what a file says otherwise than the title does from now on."""
    is_listed = fact in FactConflict.Fact.values
    if is_listed and file_id and file_id != Title.EDITED and value and held and value != held:
        FactConflict.objects.record([FactConflict.of(winner.pk, fact, file_id, value)])


def _is_known(title: Title, fact: str, value: Any) -> bool:
    return (
        holder(title.provenance, fact) is not None if fact in DEFAULTED else value not in (None, "")
    )


def _is_better(
    fact: str, winner: Title, loser: Title, is_known: bool, precedence: Precedence
) -> bool:
    """Return whether the loser's value of a fact is to replace what the winner has, if anything."""
    ours, theirs = holder(winner.provenance, fact), holder(loser.provenance, fact)
    if ours == Title.EDITED or not is_known:
        return ours != Title.EDITED
    return theirs is not None and precedence.allows(theirs, ours)


def _hold(winner: Title, loser: Title, fact: str) -> None:
    if (file_id := holder(loser.provenance, fact)) is not None:
        set_holder(winner.provenance, fact, file_id)
