"""The contract that every dataset in the settings keeps."""

import csv
import gzip
import re

import pytest
from django.conf import settings

from catalog.canonical import COLUMNS
from catalog.datasets import recognise
from catalog.models import Credit, Title
from catalog.tests.dataset_fixtures import DATASETS, fixture, read, records_of

every_dataset = pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)


@every_dataset
def test_dataset_recognises_its_fixture(dataset):
    assert recognise(fixture(dataset), list(DATASETS.values())) is dataset


@every_dataset
def test_dataset_maps_to_canonical_columns_only(dataset):
    assert set(dataset.columns) <= set(COLUMNS)
    assert set(dataset.required) <= set(dataset.columns)


@every_dataset
def test_dataset_reads_only_columns_that_it_declares(dataset):
    raw = {cell for parser in dataset.columns.values() for cell in parser.cells}

    assert raw <= set(dataset.header) | set(dataset.optional)


@every_dataset
def test_dataset_accounts_for_every_row(dataset):
    path = fixture(dataset)
    with path.open(newline="", encoding="utf-8-sig") as lines:
        expected = sum(1 for _ in csv.DictReader(lines, delimiter=dataset.delimiter))

    chunks = list(dataset.read(path, chunk_rows=2))

    assert sum(chunk.rows_read for chunk in chunks) == expected
    for chunk in chunks:
        assert {len(chunk.column(name)) for name in chunk.names} <= {len(chunk)}


@every_dataset
def test_dataset_gives_values_of_the_canonical_types(dataset):
    for record in records_of(dataset.name):
        for name, value in record.items():
            assert value is None or type(value) is COLUMNS[name].type, name


@every_dataset
def test_dataset_gives_choices_that_the_models_know(dataset):
    for record in records_of(dataset.name):
        assert record.get("kind") in {None, *Title.Kind.values}
        assert record.get("status") in {None, *Title.Status.values}
        for credit in record.get("credits") or ():
            assert credit.category in Credit.Category.values


@every_dataset
def test_dataset_has_an_id_in_every_record(dataset):
    for record in records_of(dataset.name):
        assert any(record.get(name) for name in ("imdb_id", "tmdb_id", "source_ids"))


@every_dataset
def test_dataset_is_described_in_the_docs(dataset):
    headings = re.findall(r"^### `(\w+)`", (settings.BASE_DIR / "docs/data.md").read_text(), re.M)

    assert headings.count(dataset.name) == 1


@every_dataset
def test_dataset_reads_gzip_as_it_is(dataset, tmp_path):
    packed = tmp_path / f"{fixture(dataset).name}.gz"
    packed.write_bytes(gzip.compress(fixture(dataset).read_bytes()))

    assert read(packed, dataset) == read(fixture(dataset), dataset)
