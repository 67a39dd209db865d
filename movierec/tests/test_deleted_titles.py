"""A hundred titles that are deleted and no index built since: they are shown nowhere."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus, urlsplit

import pytest
from django.test import override_settings
from django.urls import resolve

from catalog.models import Person, Title
from movierec.tests.sample_site import SampleSiteTestCase, links_in
from movierec.tests.test_pages import MATRIX
from recommendations.recommend import similar_titles

pytestmark = pytest.mark.any_database

N_DELETED, N_NEAREST = 100, 60
#: What the lists show at most, and so must show: the catalogue still has 383 titles.
PANEL, SIMILAR, BLENDED = 12, 24, 24


class DeletedTitlesTests(SampleSiteTestCase):
    """The site after The Matrix has lost those most like it, and others have gone as well."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        matrix = Title.objects.get(slug=MATRIX)
        with override_settings(INDEX_DIR=Path(cls.folder.name)):
            nearest = [each.title.pk for each in similar_titles(matrix, N_NEAREST)]
        others = Title.objects.exclude(pk__in=[matrix.pk, *nearest]).order_by("pk")
        n_others = N_DELETED - len(nearest)
        ids = random.Random(7).sample(list(others.values_list("pk", flat=True)), n_others)
        gone = Title.objects.filter(pk__in=nearest + ids)
        cls.gone = dict(gone.values_list("slug", "name"))
        cls.gone_pks = set(gone.values_list("pk", flat=True))
        gone.delete()
        cls.left = list(Title.objects.order_by("pk").values_list("slug", flat=True))

    def pages(self) -> Iterator[str]:
        """Yield pages on which a deleted title might be shown, or would have been."""
        rng = random.Random(8)
        yield from ("/", "/titles/", "/titles/?sort=newest", "/blend/")
        for slug in [MATRIX, *rng.sample(self.left, 15)]:
            yield from (f"/titles/{slug}/", f"/titles/{slug}/similar/", f"/blend/?plus={slug}")
        for one, other in zip(*[iter(rng.sample(self.left, 20))] * 2, strict=True):
            yield f"/blend/?plus={one}&minus={other}"
        for name in rng.sample(sorted(self.gone.values()), 15):
            yield f"/search/?q={quote_plus(name)}"
            yield f"/search/suggest/?q={quote_plus(name)}"
            yield f"/search/suggest/?q={quote_plus(name[:4])}"

    def api_answers(self) -> Iterator[str]:
        rng = random.Random(9)
        for slug in [MATRIX, *rng.sample(self.left, 15)]:
            yield f"/api/v1/titles/{slug}/similar?n=50"
            yield f"/api/v1/blend?plus={slug}&n=50"
        for name in rng.sample(sorted(self.gone.values()), 15):
            yield f"/api/v1/search?q={quote_plus(name)}"
            yield f"/api/v1/suggest?q={quote_plus(name)}"
            yield f"/api/v1/titles?q={quote_plus(name)}"

    def test_a_hundred_are_gone(self):
        assert (len(self.gone), len(self.left)) == (N_DELETED, 383)
        for slug in self.gone:
            self.text_of(f"/titles/{slug}/", 404)
            self.text_of(f"/titles/{slug}/similar/", 404)

    def test_no_page_shows_one_or_leads_to_one_and_no_link_is_dead(self):
        links = set()
        for path in self.pages():
            with self.subTest(path=path):
                found = links_in(self.text_of(path))
                shown = {link for link in found if link.startswith("/titles/")}
                assert not {f"/titles/{slug}/" for slug in self.gone} & shown
                assert not {f"/posters/{pk}.svg" for pk in self.gone_pks} & found
                links |= found
        self.check_links(links)

    def check_links(self, links: set[str]) -> None:
        """Ask for a sample of each kind of address; of the first two kinds look all up."""
        kinds: dict[str, list[str]] = {}
        for link in sorted(link for link in links if not link.startswith("/static/")):
            kinds.setdefault(resolve(urlsplit(link).path).view_name, []).append(link)
        assert {"catalog:title", "catalog:person", "recommendations:blend"} <= set(kinds)
        titles = {title.get_absolute_url() for title in Title.objects.visible()}
        people = {person.get_absolute_url() for person in Person.objects.visible()}
        assert set(kinds["catalog:title"]) <= titles
        assert {urlsplit(link).path for link in kinds["catalog:person"]} <= people
        for alike in kinds.values():
            for link in random.Random(1).sample(alike, min(12, len(alike))):
                with self.subTest(link=link):
                    assert self.client.get(link).status_code in (200, 302)

    def test_no_answer_of_the_api_names_one(self):
        for path in self.api_answers():
            with self.subTest(path=path):
                assert not set(self.gone) & set(slugs_in(json.loads(self.text_of(path))))

    def test_lists_of_others_are_as_long_as_ever(self):
        rng = random.Random(10)
        for slug in rng.sample([slug for slug in self.left if slug != MATRIX], 20):
            with self.subTest(slug=slug):
                self.check_lengths(slug)

    def test_lists_of_the_title_that_lost_its_nearest_are_as_long_as_ever(self):
        self.check_lengths(MATRIX)

    def test_the_api_gives_as_many_as_it_is_asked_for(self):
        for slug in self.left[::20]:
            for path in (f"/api/v1/titles/{slug}/similar?n=50", f"/api/v1/blend?plus={slug}&n=50"):
                assert len(json.loads(self.text_of(path))["items"]) == 50, path

    def check_lengths(self, slug: str) -> None:
        def count(path: str) -> int:
            return self.text_of(path).count('class="similar__item"')

        assert count(f"/titles/{slug}/") == PANEL
        assert count(f"/titles/{slug}/similar/") == SIMILAR
        assert count(f"/blend/?plus={slug}") == BLENDED


def slugs_in(answer: object) -> Iterator[str]:
    """Yield every ``slug`` in an answer of the API."""
    if isinstance(answer, dict):
        if "slug" in answer:
            yield answer["slug"]
        answer = list(answer.values())
    if isinstance(answer, list):
        for each in answer:
            yield from slugs_in(each)
