"""Print the titles most like some titles, and why."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.datastructures import MultiValueDict

from catalog.forms import TitleFilterForm
from catalog.index_store import IndexMissing
from catalog.models import Title
from recommendations.asked import LESS, MORE, MOST_SEEDS, WEIGHT, Asked
from recommendations.forms import SteerForm
from recommendations.recommend import SimilarTitle, ask
from recommendations.recommenders.base import TooFewFacts
from recommendations.seeds import title_called
from recommendations.steering import SLIDERS
from recommendations.steering_words import trade_off_words, unknown_words

FILTERS = [name for name in TitleFilterForm.base_fields if name != "sort"]


class Command(BaseCommand):
    help = "Print the titles most like those that the given words find."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="as typed into the search box: matrix 1999, tt0133093")
        parser.add_argument("-n", type=int, default=10, help="how many (default 10)")
        parser.add_argument("--why", action="store_true", help="show all reasons")
        repeated: dict[str, Any] = {"action": "append", "default": []}
        for sign, what in (("plus", "like"), ("minus", "unlike")):
            parser.add_argument(
                f"--{sign}", metavar="NAME", help=f"{what} this title too; repeatable", **repeated
            )
        parser.add_argument(
            "--weight",
            metavar="NAME=PERCENT",
            help=f"0 to 300 in steps of 25 for one of {', '.join(SLIDERS)}; repeatable",
            **repeated,
        )
        for sign in (MORE, LESS):
            parser.add_argument(
                f"--{sign}",
                metavar="TERM",
                help=f"{sign} of this: genre:horror, keyword:heist, person:al-pacino; repeatable",
                **repeated,
            )
        parser.add_argument("--diversity", default="", metavar="PERCENT", help="0 to 100")
        parser.add_argument("--one-per-collection", action="store_true")
        parser.add_argument(
            "--filter",
            metavar="NAME=VALUE",
            help=f"only these titles; one of {', '.join(FILTERS)}; repeatable",
            **repeated,
        )

    def handle(self, *, name: str, n: int, why: bool, **options: Any) -> None:
        if n < 1:
            raise CommandError("-n must be at least 1.")
        asked = _asked(options)
        liked = _titles([name, *options["plus"]])
        disliked = [title for title in _titles(options["minus"]) if title not in liked]
        if len(liked) + len(disliked) > MOST_SEEDS:
            raise CommandError(f"At most {MOST_SEEDS} titles can be blended.")
        try:
            found = ask(asked.query(liked, disliked, frozenset()), n)
        except IndexMissing as error:
            raise CommandError(f"There is no similarity index: {error}") from error
        except TooFewFacts as error:
            names = " and ".join(map(str, liked))
            raise CommandError(f"Too little is known of {names} to compare it.") from error
        unlike = f", unlike {' and '.join(map(str, disliked))}" if disliked else ""
        self.stdout.write(f"Like {' and '.join(map(str, liked))}{unlike}:")
        for ref in found.unknown:
            self.stdout.write(unknown_words(ref))
        for rank, similar in enumerate(found.titles, start=1):
            self._print(rank, similar, why=why)
        if not found.titles:
            self.stdout.write("Nothing is.")
        if found.trade_off:
            self.stdout.write(trade_off_words(asked.steering.diversity, found.trade_off))

    def _print(self, rank: int, similar: SimilarTitle, *, why: bool) -> None:
        explanation = similar.explanation
        self.stdout.write(f"{rank:3}. {explanation.total_points:5.1f}  {similar.title}")
        if not why:
            self.stdout.write(f"            {explanation.headline}")
            return
        for line in explanation.lines:
            self.stdout.write(f"     {line.points:+5.1f}  {line.reason.text}")


def _asked(options: dict[str, Any]) -> Asked:
    """Read the options as a page reads its address. Raises CommandError."""
    given = MultiValueDict[str, str](
        {
            MORE: options["more"],
            LESS: options["less"],
            "diversity": [options["diversity"]],
            "one_per_collection": ["on" if options["one_per_collection"] else ""],
        }
    )
    for name, value in _pairs("weight", options["weight"]):
        given.appendlist(WEIGHT + name, value)
    for name, value in _pairs("filter", options["filter"]):
        if name not in FILTERS:
            raise CommandError(f"There is no filter “{name}”; there are {', '.join(FILTERS)}.")
        given.appendlist(name, value)
    form = SteerForm(given)
    form.is_valid()
    if form.ignored:
        raise CommandError(form.ignored[0].replace("Ignored:", "Not understood:"))
    return form.asked


def _pairs(option: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise CommandError(f"--{option} is NAME=VALUE, not “{text}”.")
        yield name, value


def _titles(names: Iterable[str]) -> list[Title]:
    """Return the titles that are called so, each once. Raises CommandError."""
    found: dict[int, Title] = {}
    for name in names:
        title = title_called(name)
        if title is None:
            raise CommandError(f"No title is called like “{name}”.")
        found[title.pk] = title
    return list(found.values())
