import pytest
from django.db import IntegrityError

from catalog.facets import facet_counts
from catalog.filter_chips import filter_chips
from catalog.forms import TitleFilterForm
from catalog.models import Praise
from catalog.tests.factories import make_title
from catalog.title_filters import filter_titles

pytestmark = pytest.mark.django_db


def praise(title, aspect, **facts):
    facts = {"difference": 0.2, "low": 0.1, "high": 0.3, "n": 20} | facts
    return Praise.objects.create(title=title, aspect=aspect, **facts)


@pytest.fixture
def titles():
    made = [make_title(name) for name in ("Heat", "Alien", "Gigli")]
    praise(made[0], "acting")
    praise(made[0], "music")
    praise(made[1], "acting")
    return made


def names(**filters):
    return {title.name for title in filter_titles(filters)}


def test_titles_are_browsed_by_what_reviewers_praise(titles):
    assert names(praised="acting") == {"Heat", "Alien"}
    assert names(praised="music") == {"Heat"}
    assert names(praised="ending") == set()


def test_each_aspect_is_counted_and_the_chosen_one_is_always_listed(titles):
    counted = {v.value: (v.label, v.count) for v in facet_counts({})["praised"]}
    assert counted == {"acting": ("Acting", 2), "music": ("Music and sound", 1)}
    chosen = [v for v in facet_counts({"praised": "ending"})["praised"] if v.is_selected]
    assert [(v.label, v.count) for v in chosen] == [("Ending", 0)]


def test_among_titles_that_were_found_they_are_counted_too(titles):
    counted = facet_counts({"among": (titles[1].pk, titles[2].pk)})["praised"]
    assert [(v.value, v.count) for v in counted] == [("acting", 1)]


def test_a_chip_says_it_in_words(titles):
    assert [chip.words for chip in filter_chips({"praised": "music"})] == [
        "praised for music and sound"
    ]


def test_what_is_no_aspect_is_no_filter():
    form = TitleFilterForm({"praised": "catering"})
    assert not form.is_valid()
    assert "praised" not in form.cleaned_data


@pytest.mark.parametrize("facts", [{"low": 0.0}, {"n": 4}])
def test_what_is_not_sure_is_no_praise(facts):
    with pytest.raises(IntegrityError):
        praise(make_title(), "acting", **facts)


def test_the_page_offers_it_and_the_api_understands_it(client, titles):
    html = client.get("/titles/").content.decode()
    assert "Praised by reviewers for" in html
    assert "Acting (2)" in html
    found = client.get("/api/v1/titles", {"praised": "music"}).json()
    assert [item["name"] for item in found["items"]] == ["Heat"]
    assert client.get("/api/v1/titles", {"praised": "catering"}).status_code == 422
