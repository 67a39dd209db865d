"""The index and what is fresh, as one: many ask at once while titles and builds change."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.db.models.signals import m2m_changed

from catalog.models import Title
from catalog.tests.factories import make_title
from recommendations.build import build_index
from recommendations.fresh import FreshTitles
from recommendations.index import current_index
from recommendations.live_index import LiveIndex, live_index
from recommendations.recommend import ask, similar_titles
from recommendations.recommenders.base import Query, recommender
from recommendations.similarity import Vector
from recommendations.steering import Steering, TermRef

pytestmark = pytest.mark.any_database

THREADS = 4


def live_and_fresh() -> tuple[LiveIndex, FreshTitles]:
    index = current_index()
    fresh = FreshTitles(index)
    return LiveIndex(index, fresh), fresh


@pytest.mark.django_db
class TestAlone:
    """Asked by one, one question after the other."""

    def test_an_index_of_nothing_serves_what_was_added_since(self):
        build_index()
        one = make_title("One", genres=["Crime"], language="ko", cast=["A"])
        make_title("Two", genres=["Crime"], language="ko", cast=["A"])
        (found,) = similar_titles(one)
        assert found.title.name == "Two"
        assert abs(found.explanation.score - found.score) < 1e-9
        steered = Query(
            (one.pk,), steering=Steering({"cast": 0}, more=(TermRef("genre", "crime"),))
        )
        assert [each.title.name for each in ask(steered).titles] == ["Two"]

    def test_ties_are_in_the_order_of_ids_whether_fresh_or_not(self):
        twins = [make_title("T", genres=["Crime"], slug=f"t-{i}") for i in range(5)]
        build_index()
        twins[1].save()
        twins[3].save()
        found = [each.title.pk for each in similar_titles(twins[0])]
        assert found == [twin.pk for twin in twins[1:]]

    def test_a_title_is_found_once(self, indexed, vault):
        for title in indexed.values():
            title.save()
        ids = [each.title.pk for each in similar_titles(vault)]
        assert len(ids) == len(set(ids)) == 2

    def test_terms_of_the_index_and_those_behind_it_are_named(self, indexed):
        make_title("Rain", keywords=["monsoon"])
        live, fresh = live_and_fresh()
        assert live.find("keyword", "monsoon") == len(current_index().terms)
        assert fresh.terms[live.find("keyword", "monsoon")].label == "monsoon"
        assert fresh.terms[live.find("keyword", "heist")].label == "heist"
        assert live.find("keyword", "no-such") is None

    def test_what_only_fresh_titles_have_can_be_asked_for(self, indexed, vault):
        make_title("Rain", genres=["Crime"], keywords=["monsoon"], language="ko")
        refs = (TermRef("keyword", "monsoon"), TermRef("language", "ko"))
        found = ask(Query((vault.pk,), steering=Steering(more=refs)))
        assert (found.titles[0].title.name, found.unknown) == ("Rain", ())
        texts = [reason.text for reason in found.titles[0].explanation.reasons]
        assert "you asked for more: monsoon" in texts
        assert "you asked for more: Korean" in texts

    def test_terms_that_no_title_has_are_told(self, indexed, vault):
        refs = (TermRef("keyword", "no-such"), TermRef("language", "zz"), TermRef("kind", "x"))
        found = ask(Query((vault.pk,), steering=Steering(less=refs)))
        assert found.unknown == refs
        assert [each.title for each in found.titles] == [e.title for e in similar_titles(vault, 20)]

    def test_titles_old_and_fresh_are_compared_with_each_other(self, indexed, vault):
        built, _ = live_and_fresh()
        vault.save()
        fresh, _ = live_and_fresh()
        one, other = (live.neighbours(live.vector(vault.pk), 9, {}) for live in (built, fresh))
        assert [each.title_id for each in one] == [each.title_id for each in other]
        assert len({each.segment for each in one}) == 1
        assert len({each.segment for each in other}) == 2
        assert np.allclose(built.pairwise(one)[0], fresh.pairwise(other)[0], atol=1e-6)

    def test_collections_are_told_apart_old_and_fresh(self):
        one = make_title("1", genres=["Crime"], collection="Vaults")
        make_title("2", genres=["Crime"], collection="Vaults")
        make_title("3", genres=["Crime"])
        build_index()
        make_title("4", genres=["Crime"], collection="Vaults")
        make_title("5", genres=["Crime"], collection="New")
        query = Query((one.pk,), steering=Steering(one_per_collection=True))
        names = [each.title.name for each in ask(query).titles]
        assert sorted(names) == ["2", "3", "5"] or sorted(names) == ["3", "4", "5"]

    def test_a_title_of_a_language_that_is_new_is_steered_like_any_other(self, indexed):
        one = make_title("Rain", genres=["Crime"], language="ko")
        make_title("Flood", genres=["Crime"], language="ko")
        only = Steering(dict.fromkeys(("plot", "cast"), 0.0) | {"origin": 3.0})
        assert ask(Query((one.pk,), steering=only)).titles[0].title.name == "Flood"

    def test_a_question_is_put_to_one_moment(self, indexed, vault):
        live = live_index()
        new = make_title("Third Vault", genres=["Crime"], keywords=["monsoon"], language="ko")
        assert live_index().vector(new.pk)
        assert live.vector(new.pk) is None
        assert new.pk not in {
            each.title_id for each in live.neighbours(live.vector(vault.pk), 9, {})
        }
        assert "ko" in live_index().languages
        assert "ko" not in live.languages

    def test_scores_are_those_of_the_neighbours(self, indexed, vault):
        new = make_title("Third Vault", genres=["Crime"], keywords=["monsoon"])
        bare, second = make_title("Bare"), indexed["the-second-vault-2003"]
        second.save()
        live = live_index()
        query = live.vector(vault.pk)
        found = {each.title_id: each.score for each in live.neighbours(query, 9, {})}
        asked = [new.pk, bare.pk, 10**9, second.pk, vault.pk, new.pk]
        scores = live.scores(query, np.array(asked)).tolist()
        assert scores == pytest.approx([found.get(each, 0) for each in asked], abs=1e-12)
        assert found[new.pk] > 0 < found[second.pk]

    def test_terms_behind_the_last_are_simply_not_found(self, indexed):
        live = live_index()
        empty = live.vector(indexed["night-shift-1974"].pk)
        strange = replace(empty, terms=np.array([10**6]), weights=np.ones(1))
        assert live.neighbours(strange, 5, {}) == []

    def test_a_build_between_two_questions_is_noticed(self, indexed, vault):
        before = live_index()
        new = make_title("Third Vault", genres=["Crime"])
        build_index()
        assert new.pk in {each.title.pk for each in similar_titles(vault)}
        # Who asked before still has the arrays of the old build.
        assert isinstance(before.vector(vault.pk), Vector)
        assert len(before.neighbours(before.vector(vault.pk), 9, {})) == 3


@pytest.mark.django_db(transaction=True)
class TestTogether:
    """Asked by several threads, each with its own connection, while somebody writes."""

    def ask_until(self, stop: threading.Event, title_ids: list[int]) -> int:
        """Ask about titles in turn; return how many answers were checked."""
        content, checked = recommender("content"), 0
        query = Query((title_ids[0],), steering=Steering(diversity=0.3))
        try:
            while not stop.is_set() or not checked:
                query = Query((title_ids[checked % len(title_ids)],), steering=query.steering)
                for each in content.recommend(query, 10):
                    assert abs(each.explanation.score - each.score) < 1e-9
                checked += 1
        finally:
            connection.close()
        return checked

    @pytest.fixture
    def asking(self, indexed):
        """Ask in the background as long as the test runs."""
        stop = threading.Event()
        ids = [title.pk for title in indexed.values()]
        with ThreadPoolExecutor(THREADS) as pool:
            jobs = [pool.submit(self.ask_until, stop, ids) for _ in range(THREADS)]
            yield
            stop.set()
            assert all(job.result() for job in jobs)

    def test_a_title_that_is_half_made_is_seen_by_nobody(self, indexed):
        seen: list[bool] = []

        def look(**_: Any) -> None:
            with ThreadPoolExecutor(1) as pool:
                seen.append(pool.submit(self.is_there, "New").result())

        m2m_changed.connect(look, sender=Title.genres.through)
        try:
            make_title("New", genres=["Crime"])
        finally:
            m2m_changed.disconnect(look, sender=Title.genres.through)
        assert seen
        assert not any(seen)

    def is_there(self, name: str) -> bool:
        try:
            return Title.objects.filter(name=name).exists()
        finally:
            connection.close()

    def test_titles_change(self, asking, vault):
        for i in range(15):
            make_title(f"New {i}", genres=["Crime"], keywords=[f"word {i}"], language="ko")
            vault.overview = f"Thieves number {i} empty a bank vault."
            vault.save()
            Title.objects.filter(name=f"New {i - 3}").delete()
        names = {each.title.name for each in similar_titles(vault, 20)}
        assert names == {"The Second Vault", "Night Shift", "New 12", "New 13", "New 14"}

    def test_builds_change(self, asking, vault):
        for i in range(4):
            make_title(f"New {i}", genres=["Crime"])
            build_index()
        names = {each.title.name for each in similar_titles(vault, 20)}
        assert names >= {"New 0", "New 1", "New 2", "New 3"}
