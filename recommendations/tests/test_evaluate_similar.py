"""The evaluation from ratings in the database to tables, with the real recommender and index."""

import json

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from recommendations.build import build_index
from recommendations.evaluation import table
from recommendations.evaluation.asking import RecommenderRanker
from recommendations.evaluation.blocks import current_setting, read_blocks
from recommendations.evaluation.fitting import Objective, Task
from recommendations.evaluation.run import all_candidates, ask, choose_queries, read_sources
from recommendations.evaluation.truth import FITTING, HELD_OUT
from recommendations.index import current_index
from recommendations.models import Evaluation, Rating, Viewer
from recommendations.recommenders.base import Query, recommender
from recommendations.tests.evaluated import FILMS, make_film, make_rated_catalogue
from recommendations.tests.test_commands import output_of

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


@pytest.fixture
def rated(db):
    """Forty films of two tastes, the people who like them, and the index."""
    titles = make_rated_catalogue()
    build_index()
    return titles


def rows_of(output: str) -> dict[str, dict]:
    rows = [json.loads(line) for line in output.splitlines()]
    return {row["recommender"]: row for row in rows}


def test_content_finds_what_the_same_people_like_and_chance_does_not(rated):
    rows = rows_of(output_of("evaluate_similar", "--json"))
    content, chance = rows["content"], rows["random"]
    assert content["ndcg_10_by_truth"].keys() == {"ml-x A", "ml-x B"}
    # Twenty films are of the other taste: by chance half of a list is right.
    assert content["ndcg_10"] == pytest.approx(1)
    assert 0.3 < chance["ndcg_10"] < 0.7
    assert content["recall_20"] == 1
    assert content["ndcg_10_low"] == pytest.approx(1)
    assert chance["ndcg_10_low"] < chance["ndcg_10"] < chance["ndcg_10_high"]
    assert content["ratio"] >= 1 and content["best_peers"]["ml-x A"] in rows
    assert content["diversity_10"] == 0 and chance["diversity_10"] > 0.3


def test_every_recommender_and_every_peer_has_a_row_with_all_figures(rated, settings):
    rows = rows_of(output_of("evaluate_similar", "--json"))
    assert {name for name, row in rows.items() if not row["is_peer"]} == {*settings.RECOMMENDERS}
    assert len({frozenset(row) for row in rows.values()}) == 1
    (source,) = rows["content"]["sources"]
    assert (source["candidates"], source["people"], source["source"]) == (2 * FILMS, 30, "ml-x")


def test_halves_make_up_the_whole(rated):
    queries = {
        half: rows_of(output_of("evaluate_similar", "--json", "--half", half))["random"]["sources"]
        for half in (FITTING, HELD_OUT, "all")
    }
    counts = {half: sources[0]["queries"] for half, sources in queries.items()}
    assert counts[FITTING] + counts[HELD_OUT] == counts["all"] == 2 * FILMS
    assert counts[FITTING] and counts[HELD_OUT]


def test_the_table_says_the_same_as_the_json_and_what_it_rests_on(rated):
    text = output_of("evaluate_similar")
    results = Evaluation.objects.get().results
    assert f"content: nDCG@10 {results['recommenders'][0]['ndcg_10']:.4f}" in text
    assert "peer: name counts" in text
    assert "40 candidates" in text and "30 people" in text
    assert len(table.figures(results).rows) == len(results["recommenders"])


def test_a_page_of_the_admin_shows_the_tables(rated, admin_client):
    output_of("evaluate_similar", "-n", "30")
    evaluation = Evaluation.objects.get()
    address = "/admin/recommendations/evaluation/"
    assert table.verdict(evaluation.results) in admin_client.get(address).text
    page = admin_client.get(f"{address}{evaluation.pk}/change/").text
    assert "peer: 20 words + one-hot" in page and "ml-x A" in page
    assert admin_client.get(f"{address}add/").status_code == 403


def test_only_the_newest_evaluations_are_kept(rated, monkeypatch):
    monkeypatch.setattr(Evaluation, "KEPT", 2)
    for _ in range(3):
        output_of("evaluate_similar", "-n", "12", verbosity=0)
    assert Evaluation.objects.count() == 2


def test_scores_of_candidates_are_those_that_rank(rated):
    content, first = recommender("content"), rated[0]
    found = content.recommend(Query((first.pk,)), 15)
    ids = np.array([each.title_id for each in found])
    scores = content.scores_of(Query((first.pk,)), ids)
    assert scores.tolist() == pytest.approx([each.score for each in found], abs=1e-9)
    assert content.scores_of(Query((first.pk,)), np.array([0])).tolist() == [0]


def test_a_title_edited_since_the_build_is_scored_as_it_is_now(rated):
    edited = rated[0]
    edited.name_key, edited.overview = "crime 0", "A bride falls in love by the sea."
    edited.save()
    content = recommender("content")
    found = content.recommend(Query((rated[2].pk,)), 60)
    score = next(each.score for each in found if each.title_id == edited.pk)
    scores = content.scores_of(Query((rated[2].pk,)), np.array([edited.pk]))
    assert scores.tolist() == pytest.approx([score], abs=1e-9)


def test_a_recommender_without_scores_is_asked_until_enough_candidates_are_found(rated):
    class Asked:
        """Recommends as content does, and has nothing else."""

        def recommend(self, query, n):
            self.n = n
            return recommender("content").recommend(query, n)

    (source,) = read_sources()
    queries, ignore = choose_queries(source, 5), lambda n: None
    plain = ask(RecommenderRanker(Asked(), 20), source, queries, ignore)
    scored = ask(RecommenderRanker(recommender("content"), 20), source, queries, ignore)
    # It recommends nothing that shares no fact at all, which scores have no need to leave out.
    assert (plain.lists[:, :15] >= 0).all()
    assert plain.lists[plain.lists >= 0].tolist() == scored.lists[plain.lists >= 0].tolist()


def test_blocks_of_the_index_add_up_to_the_scores(rated):
    (source,) = read_sources()
    ids = all_candidates([source]).title_ids
    everything = np.arange(len(ids))
    task = Task(everything, everything, source.relevant)
    objective = Objective(read_blocks(current_index(), ids), [task])
    ((_, lists),) = objective._lists(current_setting())
    ranker = RecommenderRanker(recommender("content"), 20)
    asked = ask(ranker, source, everything, lambda n: None).lists[:, :10]
    for query, mine, theirs in zip(everything, lists, asked, strict=True):
        scores = ranker.scores(int(ids[query]), ids)
        # Not always the same titles, where scores are equal but for float32.
        assert scores[mine] == pytest.approx(scores[theirs], abs=1e-5)


def test_candidates_have_enough_ratings_and_something_that_is_told_of_them(rated):
    bare = make_film("Crime", 99)
    bare.overview = ""
    bare.save()
    bare.keywords.clear()
    bare.credits.all().delete()
    few = make_film("Crime", 98)
    viewers = Viewer.objects.all()
    for title, n in ((bare, 25), (few, 19)):
        Rating.objects.bulk_create(
            Rating(viewer=viewer, title=title, value=8) for viewer in viewers[:n]
        )
    (source,) = read_sources()
    assert not {bare.pk, few.pk} & {*source.title_ids.tolist()}
    assert len(source.title_ids) == 2 * FILMS


def test_who_is_no_training_data_is_not_evaluated_by(rated):
    (before,) = read_sources()
    some = Viewer.objects.order_by("pk")[:3]
    Viewer.objects.filter(pk__in=[viewer.pk for viewer in some]).update(is_training_data=False)
    (source,) = read_sources()
    assert source.people == before.people - 3
    assert source.ratings < before.ratings
    Viewer.objects.update(is_training_data=False)
    with pytest.raises(CommandError, match="no ratings"):
        call_command("evaluate_similar")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--source", "ml-y"], "no ratings of ml-y. There are: ml-x"),
        (["-n", "0"], "at least 1"),
        (["-n", "1"], "none in this half"),
    ],
)
def test_it_says_in_one_sentence_what_is_wrong(rated, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("evaluate_similar", *arguments)


@pytest.mark.parametrize("command", ["evaluate_similar", "fit_similar"])
def test_it_says_that_there_are_no_ratings_or_no_index(db, command):
    make_film("Crime", 1)
    with pytest.raises(CommandError, match=r"no similarity index|no ratings"):
        call_command(command)
    build_index()
    with pytest.raises(CommandError, match="no ratings"):
        call_command(command)
