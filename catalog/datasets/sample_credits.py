"""The sample catalogue's credits: ``data/sample/credits.csv``.

    imdb_id,person,category,character,ordering
    tt9990001,Ada Lindqvist,actor,Ferryman,1
    tt9990002,Ada Lindqvist#2,director,,0

A name is one person throughout the file; ``#2`` marks another one of that name.
"""

from catalog.canonical import CreditFact
from catalog.datasets import parsing as read
from catalog.datasets import values
from catalog.datasets.base import Dataset
from catalog.datasets.cleaning import clean
from catalog.datasets.errors import RowError

_CATEGORIES = frozenset({"director", "creator", "writer", "actor"})


def credit(person: str, category: str, character: str, ordering: str) -> list[CreditFact]:
    """Return the row's one credit."""
    person_id, category = clean(person), category.strip()
    if not person_id:
        raise RowError("person is blank")
    if category not in _CATEGORIES:
        raise RowError("unknown category")
    place = values.positive_integer(ordering, largest=values.SMALLINT) or 0
    name = person_id.partition("#")[0]
    return [CreditFact(name, category, person_id, "", clean(character), place)]


DATASET = Dataset(
    name="sample_credits",
    source="sample",
    label="the sample's credits",
    header=("imdb_id", "person", "category", "character", "ordering"),
    columns={
        "imdb_id": read.imdb_id("imdb_id"),
        "credits": read.each(credit, "person", "category", "character", "ordering"),
    },
    required=("imdb_id", "credits"),
)
