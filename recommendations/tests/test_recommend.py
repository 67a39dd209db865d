import pytest

from catalog.models import Title
from catalog.tests.factories import make_title
from recommendations.build import build_index
from recommendations.features import FAMILIES
from recommendations.ranking import SMALLEST_POOL
from recommendations.recommend import ask, similar_titles
from recommendations.recommenders.base import Query, TooFewFacts, recommender
from recommendations.steering import SHARES, SLIDERS, Steering, TermRef

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


def names(found) -> list[str]:
    return [each.title.name for each in found]


def blend(*liked: Title, disliked: tuple[Title, ...] = (), n: int = 10, **steering):
    plus, minus = (tuple(title.pk for title in titles) for titles in (liked, disliked))
    return ask(Query(plus, minus, Steering(**steering)), n).titles


def test_the_nearest_come_first_and_never_the_title_itself(indexed, vault):
    assert names(similar_titles(vault))[:2] == ["The Second Vault", "Night Shift"]
    assert vault.name not in names(similar_titles(vault))


def test_the_reasons_say_what_is_shared(indexed, vault):
    first = similar_titles(vault)[0]
    texts = [reason.text for reason in first.explanation.reasons]
    assert "both directed by Ann Ray" in texts
    assert "both with Bo Lund" in texts
    assert "both about heist, safe" in texts
    assert abs(first.explanation.score - first.score) < 1e-9


@pytest.mark.parametrize("is_fresh", [False, True])
def test_what_sets_titles_apart_is_said_before_what_all_share(is_fresh):
    one, two, *_ = (
        make_title(f"{i}", genres=["Crime"], companies=["Regency"] if i < 2 else [])
        for i in range(12)
    )
    build_index()
    if is_fresh:
        two.save()
    company, genre, *_ = similar_titles(one)[0].explanation.reasons
    assert (company.kind, genre.kind) == ("company", "genre")
    assert genre.weight > company.weight
    assert genre.telling < 0.01


def test_a_blend_of_one_is_similar_titles(indexed, vault):
    assert blend(vault) == similar_titles(vault)
    assert blend(vault, vault) == similar_titles(vault)


def test_a_title_too_bare_to_compare_does_not_change_a_blend(indexed, vault):
    bare = make_title("Bare")
    assert blend(vault, bare) == similar_titles(vault)
    assert blend(vault, disliked=(bare,)) == similar_titles(vault)


def test_a_blend_lies_between_its_titles(indexed):
    found = blend(indexed["the-vault-2001"], indexed["june-wedding-2002"], n=2)
    assert set(names(found)) == {"The Second Vault", "May Wedding"}
    texts = [reason.text for each in found for reason in each.explanation.reasons]
    assert "about wedding" in texts
    assert not [text for text in texts if text.startswith("both")]


def test_what_is_like_a_disliked_title_falls(indexed, vault):
    shift = indexed["night-shift-1974"]
    before = {each.title.name: each.score for each in blend(vault)}
    after = {each.title.name: each.score for each in blend(vault, disliked=(shift,))}
    assert after["The Second Vault"] < before["The Second Vault"]
    assert "Night Shift" not in after


def test_a_title_liked_and_disliked_finds_what_is_like_it(indexed, vault):
    assert names(blend(vault, disliked=(vault,))) == names(blend(vault))


def reasons(found) -> dict[str, set[str]]:
    return {each.title.name: {r.text for r in each.explanation.reasons} for each in found}


def test_more_of_a_term_brings_what_shares_nothing_else(indexed):
    wedding = indexed["june-wedding-2002"]
    assert "The Vault" not in names(blend(wedding))
    found = blend(wedding, more=(TermRef("genre", "crime"),))
    assert "you asked for more: Crime" in reasons(found)["The Vault"]


def test_less_of_a_term_takes_away(indexed, vault):
    less = (TermRef("person", "ann-ray"), TermRef("kind", "movie"))
    found = blend(vault, less=less)
    assert found[0].score < blend(vault)[0].score
    against = {text for text in reasons(found)["The Second Vault"] if "less" in text}
    assert against == {f"against it, as you asked for less: {x}" for x in ("Ann Ray", "movies")}


def test_a_family_that_is_off_does_not_count(indexed, vault):
    off = {"director": 0, "cast": 0, "plot": 0, "collection": 0, "popularity": 0, "rating": 0}
    first = blend(vault, sliders=off)[0]
    kinds = {reason.kind for reason in first.explanation.reasons}
    assert not kinds & {"director", "cast", "plot", "name", "popularity", "rating"}
    assert abs(first.explanation.score - first.score) < 1e-9


def test_with_everything_off_nothing_is_found(indexed, vault):
    assert blend(vault, sliders=dict.fromkeys(SLIDERS, 0)) == []


FACTS = {
    "genres": ["Crime"],
    "keywords": ["heist"],
    "overview": "Thieves empty a vault.",
    "directors": ["Ann Ray"],
    "writers": ["Wi Ter"],
    "cast": ["Bo Lund"],
    "companies": ["Regency"],
    "countries": ["GB"],
    "collection": "Vaults",
    "language": "en",
    "start_year": 2000,
}
#: Fact -> the slider of its families.
SLIDER_OF = {
    "genres": "genre",
    "keywords": "theme",
    "overview": "plot",
    "directors": "director",
    "writers": "writer",
    "cast": "cast",
    "companies": "company",
    "countries": "origin",
    "collection": "collection",
    "language": "origin",
    "start_year": "era",
}


@pytest.mark.parametrize("fact", sorted(FACTS))
def test_what_is_not_known_costs_no_more_than_it_could_have_brought(fact):
    liked = make_title("The Vault", **FACTS)
    make_title("Whole", **FACTS)
    make_title("Gap", **(FACTS | {fact: None if fact == "start_year" else ""}))
    make_title("Other", **{name: FACTS[name] for name in ("genres", "keywords", "cast")})
    for i in range(20):
        make_title(f"Filler {i}", genres=["Drama"], overview=f"Story {i}")
    build_index()
    whole, gap, other = similar_titles(liked)[:3]
    assert [whole.title.name, gap.title.name, other.title.name] == ["Whole", "Gap", "Other"]
    brought = sum(SHARES[family] for family in SLIDERS[SLIDER_OF[fact]])
    assert whole.score - gap.score < brought


def test_a_hundred_deleted_titles_leave_no_gap():
    heists = [make_title(f"Heist {i}", genres=["Crime"], keywords=["heist"]) for i in range(130)]
    build_index()
    gone = {title.pk for title in heists[1:101]}
    Title.objects.filter(pk__in=gone).delete()
    for steering in (Steering(), Steering(diversity=0.5)):
        found = ask(Query((heists[0].pk,), steering=steering), 20).titles
        assert len(found) == 20
        assert not gone & {each.title.pk for each in found}
    assert len(similar_titles(heists[0], 50)) == 29


@pytest.mark.parametrize("change", [{"is_adult": True}, {"status": Title.Status.PLANNED}])
def test_a_title_that_was_hidden_unnoticed_disappears(indexed, vault, change):
    Title.objects.filter(name="The Second Vault").update(**change)
    assert "The Second Vault" not in names(similar_titles(vault))


def test_a_title_with_too_few_facts_cannot_be_compared(indexed):
    bare = make_title("The Vault", start_year=2001, language="en")
    with pytest.raises(TooFewFacts):
        similar_titles(bare)
    build_index()
    with pytest.raises(TooFewFacts):
        similar_titles(bare)


@pytest.mark.parametrize("n", [0, 1, 2])
@pytest.mark.parametrize("diversity", [0, 0.5])
def test_n_is_the_number_of_titles(indexed, vault, n, diversity):
    assert len(blend(vault, n=n, diversity=diversity)) == n


@pytest.mark.parametrize("n", [1, 4])
@pytest.mark.parametrize(
    ("steering", "queries"), [({}, 3), ({"diversity": 0.5, "one_per_collection": True}, 4)]
)
def test_the_number_of_queries_does_not_depend_on_n(
    indexed, vault, n, steering, queries, django_assert_num_queries
):
    with django_assert_num_queries(queries):
        blend(vault, n=n, **steering)


def franchise(n: int) -> Title:
    """Make a title with ``n`` sequels that resemble it most, and twelve that do not so much."""
    alike = {"genres": ["Crime"], "keywords": ["heist", "safe"], "cast": ["Bo Lund"]}
    first = make_title("The Vault 1", collection="Vaults", **alike)
    for i in range(n):
        make_title(f"The Vault {i + 2}", collection="Vaults", **alike)
    for i in range(12):
        make_title(f"Other {i}", genres=["Crime"])
    build_index()
    return first


def test_at_most_one_of_a_collection_however_large_it_is():
    first = franchise(SMALLEST_POOL + 10)
    found = blend(first, n=10, one_per_collection=True)
    assert [name.split()[0] for name in names(found)] == ["The"] + ["Other"] * 9


def test_diversity_brings_what_differs_and_says_what_it_costs():
    first = franchise(8)
    plain = ask(Query((first.pk,)), 5)
    diverse = ask(Query((first.pk,), steering=Steering(diversity=0.7)), 5)
    assert (plain.trade_off, len(diverse.titles)) == (None, 5)
    assert {name.split()[0] for name in names(plain.titles)} == {"The"}
    assert {name.split()[0] for name in names(diverse.titles)} == {"The", "Other"}
    cost = diverse.trade_off
    assert cost.score == pytest.approx(sum(each.score for each in diverse.titles) / 5)
    assert cost.plain_score == pytest.approx(sum(each.score for each in plain.titles) / 5)
    assert cost.score < cost.plain_score
    assert cost.unlikeness > cost.plain_unlikeness
    for each in diverse.titles:
        assert abs(each.explanation.score - each.score) < 1e-9


def test_recommenders_answer_with_reasons_that_sum(indexed, vault, settings):
    for name in settings.RECOMMENDERS:
        found = recommender(name).recommend(Query((vault.pk,)), 3)
        assert found
        assert all(abs(each.explanation.score - each.score) < 1e-9 for each in found)


def test_an_index_of_one_title_has_no_neighbours(db):
    only = make_title(genres=["Crime"], overview="Thieves.")
    build_index()
    assert similar_titles(only) == []
    assert blend(only, diversity=0.5) == []


def test_titles_without_year_language_or_telling_name_are_compared():
    one, two = (
        make_title(name, start_year=None, genres=["Drama"], overview="七人の侍 🎬 in\u2028Oslo")
        for name in ("…", "x" * 300)
    )
    build_index()
    (found,) = similar_titles(one)
    assert found.title == two
    kinds = {reason.kind for reason in found.explanation.reasons}
    assert kinds == {"genre", "plot", "kind"}


def test_every_family_can_be_a_reason():
    one = make_title("The Vault", ratings={"imdb": (7, 900_000)}, weighted_rating=7.0, **FACTS)
    make_title("The Vault 2", ratings={"imdb": (7, 800_000)}, weighted_rating=7.0, **FACTS)
    for i in range(9):
        make_title(f"Filler {i}", genres=["Drama"], overview=f"Story {i}", language="fr")
    build_index()
    kinds = {reason.kind for reason in similar_titles(one)[0].explanation.reasons}
    assert kinds == ({*FAMILIES} - {"theme"}) | {"popularity", "rating"}
