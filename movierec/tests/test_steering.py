"""What must hold however the sample catalogue is steered: sums, zeros, filters, order."""

import random
import re

import pytest

from catalog.models import Title
from catalog.title_filters import filter_titles
from movierec.tests.sample_site import SampleSiteTestCase
from recommendations.explanations import KINDS
from recommendations.steering import SLIDERS

pytestmark = pytest.mark.any_database

N_TITLES = 100
#: Filters, and the values that the form would make of them.
FILTERS = [
    {"kind": "show"},
    {"genre": ["drama", "crime"]},
    {"genre": ["war", "western"], "match": "any"},
    {"not_genre": ["drama", "comedy"]},
    {"year_min": 1980, "year_max": 1989},
    {"runtime_min": 90, "runtime_max": 110},
    {"rating_min": 8.0, "votes_min": 500_000},
    {"language": "fr"},
    {"country": "JP"},
    {"certification": "PG-13"},
    {"person": "christopher-nolan"},
    {"keyword": "heist"},
    {"company": "warner-bros-pictures"},
]


class SteeringTests(SampleSiteTestCase):
    """The pages and the API over the sample catalogue."""

    def setUp(self) -> None:
        super().setUp()
        slugs = Title.objects.recommendable().order_by("slug").values_list("slug", flat=True)
        self.slugs = random.Random(7).sample(list(slugs), N_TITLES)

    def api(self, slug: str, **parameters: object) -> list[dict]:
        response = self.client.get(f"/api/v1/titles/{slug}/similar", parameters)
        assert response.status_code == 200, response.text
        return response.json()["items"]

    def random_query(self, chance: random.Random) -> dict[str, object]:
        weights = {f"weight_{name}": 25 * chance.randrange(13) for name in SLIDERS}
        terms = ["genre:drama", "genre:war", "keyword:heist", "person:tom-hanks", "language:fr"]
        return weights | {
            "diversity": 5 * chance.randrange(21),
            "more": chance.sample(terms[:3], 2),
            "less": chance.sample(terms[3:], 1),
        }

    def test_the_reasons_on_the_page_sum_to_the_score_on_the_page(self):
        chance = random.Random(8)
        explained = 0
        for slug in self.slugs:
            query = self.random_query(chance) if chance.random() < 0.5 else {}
            page = self.client.get(f"/titles/{slug}/similar/", query, follow=True).text
            for reasons in re.findall(r'<ul class="why__reasons">.*?</ul>', page, re.S):
                written = re.findall(r"<li[^>]*><span>(−?[\d.]+)<", reasons)
                points = [float(p.replace("−", "-")) for p in written]
                assert round(sum(points[:-1]), 6) == points[-1], (slug, query)
                explained += 1
        assert explained > 20 * N_TITLES

    def test_the_reasons_in_the_api_sum_to_the_score_by_which_titles_are_ordered(self):
        chance = random.Random(9)
        for slug in self.slugs[:40]:
            query = self.random_query(chance) | {"diversity": 0}
            items = self.api(slug, **query)
            for item in items:
                weights = sum(reason["weight"] for reason in item["reasons"])
                assert abs(weights - item["score"]) < 1e-6, (slug, query)
            scores = [item["score"] for item in items]
            assert scores == sorted(scores, reverse=True)

    def test_what_has_weight_0_is_no_reason_anywhere(self):
        for slider, parts in SLIDERS.items():
            kinds = {KINDS[part][0] if part in KINDS else part for part in parts}
            met = set()
            for slug in self.slugs[:12]:
                off = self.api(slug, **{f"weight_{slider}": 0}, more="genre:drama", n=30)
                assert not kinds & {r["kind"] for item in off for r in item["reasons"]}, slider
                met |= {r["kind"] for item in self.api(slug, n=30) for r in item["reasons"]}
            assert kinds & met, f"nothing had {slider} to begin with"
            page = self.client.get(f"/titles/{slug}/similar/?weight_{slider}=0").text
            assert not any(f'"is-{kind}"' in page for kind in kinds)

    def test_no_filter_lets_a_title_through_that_does_not_pass(self):
        for filters in FILTERS:
            passing = set(filter_titles(filters).values_list("slug", flat=True))
            found: set[str] = set()
            for slug in self.slugs[:10]:
                items = self.api(slug, **filters, n=50, diversity=20)
                found |= {item["title"]["slug"] for item in items}
                assert slug not in found or slug in self.slugs[:10]
            assert found, filters
            assert found <= passing, filters

    def test_the_order_of_titles_does_not_matter(self):
        chance = random.Random(10)
        for start in range(0, 30, 3):
            plus, minus = self.slugs[start : start + 2], self.slugs[start + 2 : start + 3]
            query = self.random_query(chance)
            answers = [
                self.client.get("/api/v1/blend", {**query, "plus": order, "minus": minus}).json()
                for order in (plus, plus[::-1])
            ]
            assert answers[0] == answers[1]

    def test_a_blend_of_one_title_is_what_is_similar_to_it(self):
        chance = random.Random(11)
        for slug in self.slugs[:20]:
            query = self.random_query(chance) | {"n": 20}
            blended = self.client.get("/api/v1/blend", {**query, "plus": slug}).json()
            similar = self.client.get(f"/api/v1/titles/{slug}/similar", query).json()
            assert blended == similar

    def test_at_most_one_of_a_collection(self):
        collection_of = dict(Title.objects.values_list("slug", "collection"))

        def most_of_one(items: list[dict]) -> int:
            seen = [collection_of[item["title"]["slug"]] for item in items]
            return max((seen.count(each) for each in seen if each), default=0)

        plain, limited = [], []
        for slug in Title.objects.exclude(collection=None).values_list("slug", flat=True)[:30]:
            plain.append(most_of_one(self.api(slug, n=20)))
            limited.append(most_of_one(self.api(slug, n=20, one_per_collection="on")))
        assert max(plain) > 1
        assert max(limited) == 1
