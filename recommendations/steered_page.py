"""What the pages of similar titles show beside the titles: what can be steered, and what is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from catalog.filter_chips import Chip, WayOut, filter_chips, ways_out
from catalog.models import Title
from recommendations.answers import NOTHING_ALIKE, Answer, answer
from recommendations.asked import LESS, MORE, MOST_SHOWN, SHOWN, WEIGHT, Asked
from recommendations.filter_choices import filter_choices
from recommendations.forms import DIVERSITY_STEP, MOST_WEIGHT, WEIGHT_STEP
from recommendations.seeds import Seeds
from recommendations.steering import MOST_TERMS, SLIDERS, TermRef
from recommendations.steering_words import (
    LABELS,
    percent,
    slider_words,
    trade_off_words,
    unknown_words,
)
from recommendations.term_names import names_of

#: Filters without a control of their own: chips show them.
CARRIED = ("person", "keyword", "company", "collection", "praised")


@dataclass(frozen=True)
class Slider:
    """One slider of the form, in percent."""

    name: str
    label: str
    value: int
    most: int
    step: int


@dataclass(frozen=True)
class BlendedTitle:
    """One title of a blend, and the address of the blend without it."""

    title: Title
    address: str


@dataclass(frozen=True)
class Bar:
    """Two shares of 100, before and now."""

    label: str
    before: float
    now: float


@dataclass(frozen=True)
class Drop:
    """Something asked for, in words, and the address of the page without it."""

    words: str
    address: str


class SteeredPage:
    """One page of similar titles: ``asked`` at the address ``path``, from the titles ``seeds``.

    ``rated`` are what the person has rated.
    """

    def __init__(self, path: str, asked: Asked, seeds: Seeds, rated: frozenset[int]) -> None:
        self.path, self.n = path, asked.n
        self.asked = replace(asked, n=SHOWN)
        self.seeds = seeds
        self._query = asked.query(seeds.liked, seeds.disliked, rated)

    @cached_property
    def answer(self) -> Answer:
        """Return what fits; as many queries as ``recommend.ask``."""
        return answer(self._query, self.n)

    @property
    def sliders(self) -> list[Slider]:
        factors = self.asked.steering.sliders
        return [
            Slider(
                WEIGHT + name,
                LABELS[name],
                percent(factors.get(name, 1)),
                most=MOST_WEIGHT,
                step=WEIGHT_STEP,
            )
            for name in SLIDERS
        ]

    @property
    def dial(self) -> Slider:
        value = percent(self.asked.steering.diversity)
        return Slider("diversity", "Diversity", value, 100, DIVERSITY_STEP)

    @cached_property
    def choices(self) -> dict[str, list[tuple[str, str]]]:
        return filter_choices(self.asked.filters)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Return what the form keeps without showing it."""
        kept = {"plus", "minus", MORE, LESS, *CARRIED}
        return [pair for pair in self.asked.parameters if pair[0] in kept]

    @cached_property
    def drops(self) -> list[Drop]:
        """Return everything that is asked for beside titles, each to be dropped; 2 queries."""
        drops = [*self._term_drops(), *self._steering_drops()]
        return drops + [Drop(chip.words, self._filtered(chip.without)) for chip in self._chips]

    @property
    def reset(self) -> str:
        """Return the address with the titles alone."""
        return Asked(plus=self.asked.plus, minus=self.asked.minus).address(self.path)

    @property
    def unfiltered(self) -> str:
        """Return the address without any filter."""
        return replace(self.asked, filters={}, unseen=False).address(self.path)

    @property
    def chosen(self) -> list[tuple[str, BlendedTitle]]:
        """Return (sign, title) of every title of a blend."""
        signed = [("+", title) for title in self.seeds.liked]
        signed += [("−", title) for title in self.seeds.disliked]
        return [
            (sign, BlendedTitle(title, self.asked.without_seeds([title.slug]).address(self.path)))
            for sign, title in signed
        ]

    @property
    def notes(self) -> list[str]:
        """Return what was asked for in vain."""
        steering = self.asked.steering
        off = {part for part, factor in steering.factors.items() if factor == 0}
        mute = [ref for ref in (*steering.more, *steering.less) if off.issuperset(ref.families)]
        return [unknown_words(ref) for ref in self.answer.unknown] + [
            f"“{ref}” changes nothing, as its weight is 0 %." for ref in mute
        ]

    @property
    def trade_off(self) -> str:
        """Return what diversity costs and brings, in words; "" without diversity."""
        costs = self.answer.trade_off
        return trade_off_words(self.asked.steering.diversity, costs) if costs else ""

    @property
    def trade_off_bars(self) -> list[Bar]:
        """Return the same to be drawn."""
        costs = self.answer.trade_off
        if costs is None:
            return []
        return [
            Bar("Likeness", 100 * costs.plain_score, 100 * costs.score),
            Bar("Difference", 100 * costs.plain_unlikeness, 100 * costs.unlikeness),
        ]

    @property
    def problem(self) -> str:
        """Return why there is nothing: a problem of the answer, or "nothing-counts", "filtered"."""
        problem = self.answer.problem
        if problem != NOTHING_ALIKE:
            return problem
        factors = self.asked.steering.sliders
        if all(factors.get(name) == 0 for name in SLIDERS):
            return "nothing-counts"
        return "filtered" if self.asked.filters or self.asked.unseen else problem

    @cached_property
    def ways_out(self) -> list[tuple[WayOut, str]]:
        """Return which filter to drop where nothing passes, and the address; 1 query."""
        return [(way, self._filtered(way.chip.without)) for way in ways_out(self._chips)]

    @property
    def longer(self) -> str:
        """Return the address of the page with more titles; "" if there are none."""
        if len(self.answer.found) < self.n or self.n >= MOST_SHOWN:
            return ""
        n = min(self.n + SHOWN, MOST_SHOWN)
        return f"{replace(self.asked, n=n).address(self.path)}#place-{self.n + 1}"

    @cached_property
    def asking(self) -> Asking:
        return Asking(self.asked)

    @cached_property
    def _chips(self) -> list[Chip]:
        return filter_chips(self.asked.filters)

    def _filtered(self, filters: Mapping[str, Any]) -> str:
        return replace(self.asked, filters=filters).address(self.path)

    def _term_drops(self) -> Iterator[Drop]:
        steering = self.asked.steering
        names = names_of((*steering.more, *steering.less))
        for sign, refs in ((MORE, steering.more), (LESS, steering.less)):
            for ref in refs:
                words = f"{sign}: {names[ref]}"
                yield Drop(words, self.asked.without_term(ref).address(self.path))

    def _steering_drops(self) -> Iterator[Drop]:
        asked, steering = self.asked, self.asked.steering
        without: list[tuple[str, Asked]] = []
        for name in SLIDERS:
            if name in steering.sliders:
                others = {k: v for k, v in steering.sliders.items() if k != name}
                words = slider_words(name, steering.sliders[name])
                without.append((words, asked.steered(sliders=others)))
        if steering.diversity:
            words = f"diversity {percent(steering.diversity)} %"
            without.append((words, asked.steered(diversity=0.0)))
        if steering.one_per_collection:
            words = "at most one of a collection"
            without.append((words, asked.steered(one_per_collection=False)))
        if asked.unseen:
            without.append(("not rated by me", replace(asked, unseen=False)))
        for words, rest in without:
            yield Drop(words, rest.address(self.path))


class Asking:
    """The addresses that ask for more or less of a term, on the same page; each made once."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._made: dict[TermRef, dict[str, str]] = {}

    def links(self, ref: TermRef) -> dict[str, str]:
        """Return the addresses, by "more" and "less", of what can still be asked for.

        They are relative, without the path: a page has hundreds of them.
        """
        made = self._made.get(ref)
        if made is None:
            steering = self._asked.steering
            made = self._made[ref] = {
                sign: self._asked.with_term(sign, ref).address("")
                for sign, refs in ((MORE, steering.more), (LESS, steering.less))
                if ref not in refs and len(refs) < MOST_TERMS
            }
        return made
