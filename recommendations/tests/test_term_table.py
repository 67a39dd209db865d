import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.features import CODED, FAMILIES
from recommendations.string_table import StringTable
from recommendations.term_table import Term, TermTable

TERMED = [family for family in FAMILIES if family not in CODED]
#: Any text that is UTF-8; slugs are in the order of their characters.
slugs = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
vocabularies = st.dictionaries(st.sampled_from(TERMED), st.sets(slugs, max_size=4))


def table_of(vocabulary: dict[str, set[str]]) -> TermTable:
    terms = [(family, slug) for family in FAMILIES for slug in sorted(vocabulary.get(family, ()))]
    starts = np.cumsum([0, *(len(vocabulary.get(family, ())) for family in FAMILIES)])
    return TermTable(
        starts,
        StringTable.build(slug for _, slug in terms),
        StringTable.build(slug.upper() for _, slug in terms),
        np.ones(len(terms) + 1),
        np.zeros(len(terms)),
    )


@given(vocabularies)
def test_every_term_is_found_by_its_family_and_slug(vocabulary):
    table = table_of(vocabulary)
    assert len(table) == sum(map(len, vocabulary.values()))
    terms = [(family, slug) for family, slugs in vocabulary.items() for slug in slugs]
    for family, slug in terms:
        number = table.find(family, slug)
        assert table[number] == Term(family, slug, slug.upper())
        assert table.of_family(family).start <= number < table.of_family(family).stop


@given(vocabularies, st.sampled_from(FAMILIES), slugs)
def test_a_slug_of_another_family_is_not_found(vocabulary, family, slug):
    assert (table_of(vocabulary).find(family, slug) is not None) == (
        slug in vocabulary.get(family, ())
    )


@given(vocabularies)
def test_families_are_those_of_the_terms(vocabulary):
    table = table_of(vocabulary)
    numbers = np.arange(len(table))
    families = [FAMILIES[place] for place in table.families(numbers)]
    assert families == [table[number].family for number in numbers.tolist()]


@given(vocabularies)
def test_a_saved_table_opens_equal(tmp_path_factory, vocabulary):
    table, folder = table_of(vocabulary), tmp_path_factory.mktemp("terms")
    table.save(folder)
    opened = TermTable.open(folder)
    assert list(opened) == list(table)
    assert opened.starts.tolist() == table.starts.tolist()
    assert (opened.rarity.tolist(), opened.usual.tolist()) == (
        table.rarity.tolist(),
        table.usual.tolist(),
    )


def test_there_is_no_term_behind_the_last():
    with pytest.raises(IndexError):
        table_of({"genre": {"crime"}})[1]
