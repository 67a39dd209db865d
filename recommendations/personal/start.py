"""A start for whoever has rated nothing: groups of well-known films, of which three are chosen."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.core.cache import caches
from django.db import transaction

from catalog.models import Title
from recommendations.models import StartingTitle, Viewer

#: Groups that are shown and how many of them are chosen; titles of a group.
SHOWN, CHOSEN, TITLES = 12, 3, 4
#: The most voted films, among which the groups find theirs.
POOL = 1200
REMEMBERED_SECONDS = 900


@dataclass(frozen=True)
class Facts:
    """What tells whether a film belongs to a group."""

    genres: frozenset[str]
    year: int
    language: str


@dataclass(frozen=True)
class Theme:
    """A group before it is filled: its key, its name, and which films are of it."""

    key: str
    name: str
    has: Callable[[Facts], bool]


@dataclass
class Group:
    """A group with its films, the best known first."""

    key: str
    name: str
    titles: list[Title]


def _of(*wanted: str, without: Collection[str] = ()) -> Callable[[Facts], bool]:
    return lambda facts: facts.genres.issuperset(wanted) and facts.genres.isdisjoint(without)


#: What is particular comes first, as a film is in one group only. More than are shown: a catalogue
#: may have no films of some.
THEMES = (
    Theme("animation", "Drawn and animated", _of("animation")),
    Theme("classics", "Before 1960", lambda facts: 0 < facts.year < 1960),
    Theme("other-languages", "In other languages", lambda f: f.language not in ("", "en")),
    Theme("horror", "With the lights on", _of("horror")),
    Theme("western", "Out West", _of("western")),
    Theme("war", "War and its traces", _of("war")),
    Theme("music", "Music and song", _of("music")),
    Theme("documentary", "As it really was", _of("documentary")),
    Theme("other-worlds", "Other worlds", _of("science-fiction")),
    Theme("magic", "Magic and legend", _of("fantasy")),
    Theme("crime", "Cops and robbers", _of("crime")),
    Theme("love", "Love, mostly", _of("romance")),
    Theme("riddles", "Riddles and twists", _of("mystery")),
    Theme("laughs", "A good laugh", _of("comedy", without=("romance",))),
    Theme("adventure", "Far away", _of("adventure")),
    Theme("action", "Fast and loud", _of("action")),
    Theme("drama", "Close to life", _of("drama")),
    Theme("family", "For everybody", _of("family")),
)


def starting_groups() -> list[Group]:
    """Return up to ``SHOWN`` groups that have ``TITLES`` films each, by name.

    4 queries, 2 of them only every quarter of an hour.
    """
    chosen: dict[str, list[int]] | None = caches["memory"].get("starting-groups")
    if chosen is None:
        chosen = _choose()
        caches["memory"].set("starting-groups", chosen, REMEMBERED_SECONDS)
    ids = [pk for group in chosen.values() for pk in group]
    titles = Title.objects.recommendable().for_cards().in_bulk(ids)
    names = {theme.key: theme.name for theme in THEMES}
    return [
        Group(key, names[key], [titles[pk] for pk in group if pk in titles])
        for key, group in chosen.items()
    ]


def _choose() -> dict[str, list[int]]:
    popular = Title.objects.recommendable().filter(kind=Title.Kind.MOVIE).popular()
    rows = popular.only("start_year", "original_language_id").prefetch_related("genres")[:POOL]
    chosen: dict[str, list[int]] = {theme.key: [] for theme in THEMES}
    for title in rows:
        genres = frozenset(genre.slug for genre in title.genres.all())
        facts = Facts(genres, title.start_year or 0, title.original_language_id or "")
        fitting = (theme.key for theme in THEMES if theme.has(facts))
        key = next((key for key in fitting if len(chosen[key]) < TITLES), None)
        if key:
            chosen[key].append(title.pk)
    full = [key for key, group in chosen.items() if len(group) == TITLES]
    return {key: chosen[key] for key in full[:SHOWN]}


@transaction.atomic
def start_with(viewer: Viewer, keys: Collection[str]) -> int:
    """Let a person start with the films of these groups; return how many films there are.

    What was chosen before goes. Raises ValueError unless ``CHOSEN`` groups that exist are named.
    """
    groups = [group for group in starting_groups() if group.key in keys]
    if len(groups) != min(CHOSEN, len(starting_groups())) or len(set(keys)) != len(groups):
        raise ValueError(f"Please choose {CHOSEN} groups.")
    # A button may be pressed twice: the second one waits, and finds what to replace.
    Viewer.objects.select_for_update().get(pk=viewer.pk)
    StartingTitle.objects.filter(viewer=viewer).delete()
    rows = [
        StartingTitle(viewer=viewer, title=title, group=group.key)
        for group in groups
        for title in group.titles
    ]
    return len(StartingTitle.objects.bulk_create(rows))
