"""Cast and directors of the Netflix titles: ``credits.csv``.

    person_id,id,name,character,role
    501,tm1000001,Ada Lindqvist,Ferryman,ACTOR
    502,tm1000001,Emil Brandt,,DIRECTOR

One credit in each row; the ids are JustWatch's. The order of the rows is the order of billing.
"""

from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset
from catalog.datasets.credits import credit_in_row

DATASET = Dataset(
    name="netflix_credits",
    source="justwatch",
    label="Netflix credits",
    header=("person_id", "id", "name", "character", "role"),
    columns={
        "source_ids": read.source_id("justwatch", "id"),
        "credits": credit_in_row(
            title="id",
            person_id="person_id",
            name="name",
            character="character",
            role="role",
            roles={"ACTOR": "actor", "DIRECTOR": "director"},
        ),
    },
    required=("source_ids", "credits"),
)
