import pytest

from bench import for_you
from recommendations.build import build_index
from recommendations.tests.personal_builders import (
    make_titles,
    make_viewer,
    publish_model,
    rated,
)


@pytest.mark.django_db
def test_everybody_is_asked_by_the_hybrid_and_the_others():
    titles = make_titles(12)
    build_index()
    publish_model(titles[:10], titles[10:])
    rated(make_viewer(), (titles[0], 9))
    facts = for_you.ask_everybody(3)
    assert (facts["people"], facts["by"], facts["ratings"]) == (1, "hybrid", 1)
    for times in facts["ms"].values():
        assert times["p99"] >= times["p50"] > 0
