"""What the search page shows of a text: titles by name, and other titles by their plots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from catalog.forms import FOUND_SORTS
from catalog.index_store import IndexMissing
from catalog.models import Keyword, Title
from catalog.search import Found, search_all
from catalog.snippets import Piece, snippet, words_in
from catalog.text_query import without_exclusions
from catalog.text_search import FoundTexts, search_texts
from catalog.title_filters import filter_titles

#: Titles and people that are found by name, at most.
MOST_NAMES, MOST_PEOPLE = 60, 8
#: Keywords shown below a plot.
MOST_KEYWORDS = 3


@dataclass(frozen=True)
class Finds:
    """What a text found: by name, and by words of plots and keywords.

    ``texts`` is None where there is no index of texts.
    """

    by_name: Found
    texts: FoundTexts | None

    @classmethod
    def of(cls, text: str, n_names: int = MOST_NAMES, n_people: int = MOST_PEOPLE) -> Finds:
        """Search names, and texts; as many queries as both take."""
        by_name = search_all(without_exclusions(text), n_names, n_people)
        try:
            return cls(by_name, search_texts(text))
        except IndexMissing:
            return cls(by_name, None)

    @property
    def words(self) -> frozenset[str]:
        """Return the stems that were looked for."""
        return self.texts.words if self.texts else frozenset()

    @property
    def are_plots_first(self) -> bool:
        """Tell whether plots have all the words while names only resemble them."""
        has_all = self.texts is not None and self.texts.has_all
        return self.by_name.is_guess and has_all and bool(self.title_ids("plots"))

    @property
    def guess(self) -> int | None:
        """Return the title that may have been meant, where names only resemble the text.

        Where plots have all the words, nobody need have mistyped anything.
        """
        is_guess = self.by_name.is_guess and not self.are_plots_first
        return next(iter(self.by_name.titles), None) if is_guess else None

    def title_ids(self, only: str = "") -> tuple[int, ...]:
        """Return all that was found, best first, or ``only`` "names" or "plots"; each title once.

        What was found by name is not among the plots.
        """
        names, plots = self.by_name.titles, self.texts.title_ids if self.texts else []
        if only == "names":
            return tuple(names)
        both = tuple(dict.fromkeys([*names, *plots]))
        return both[len(names) :] if only == "plots" else both

    def passing(self, filters: Mapping[str, Any], sort: str) -> tuple[list[int], list[int]]:
        """Return the names and the plots that pass the filters and still exist, in order; 1 query.

        ``sort`` is one of ``FOUND_SORTS``, or "" for the first.
        """
        is_by_relevance = sort in ("", FOUND_SORTS[0][0])
        wanted = {**filters, "among": self.title_ids(), "sort": "" if is_by_relevance else sort}
        ids: Sequence[int] = list(filter_titles(wanted).values_list("pk", flat=True))
        if is_by_relevance:
            passing = set(ids)
            ids = [pk for pk in self.title_ids() if pk in passing]
        named = set(self.by_name.titles)
        return [pk for pk in ids if pk in named], [pk for pk in ids if pk not in named]


@dataclass(frozen=True)
class TextHit:
    """A title in whose texts words were found: a part of its overview or tagline, in pieces.

    ``keywords`` are the few that have most of the words.
    """

    title: Title
    snippet: list[Piece]
    keywords: list[Keyword]

    @classmethod
    def of(cls, title: Title, words: frozenset[str]) -> TextHit:
        """Look again where the words are; load ``title`` with ``for_snippets()``."""
        is_tagline = words_in(title.tagline, words) and not words_in(title.overview, words)
        text = title.tagline if is_tagline else title.overview
        found = [(-len(words_in(each.name, words)), each) for each in title.keywords.all()]
        keywords = [each for n, each in sorted(found, key=itemgetter(0)) if n]
        return cls(title, snippet(text, words), keywords[:MOST_KEYWORDS])


def text_hits(title_ids: Sequence[int], words: frozenset[str]) -> list[TextHit]:
    """Return titles in whose texts ``words`` were found, in this order; 3 queries."""
    titles = Title.objects.for_snippets().in_order(title_ids)
    return [TextHit.of(title, words) for title in titles]
