import gzip
from pathlib import Path

import pytest

from catalog.datasets.errors import DatasetError
from reviews.review_files import RecordBlock, digest, read_records, recognise

SAMPLE = "imdb_id,author,rating,published_on,headline,body\n"
DATASET = "split,label,idx,rating,imdb_id,text\n"


def write(tmp_path: Path, text: str, name: str = "reviews.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


def read(path: Path) -> RecordBlock:
    (block,) = read_records(path, recognise(path))
    return block


def test_the_sample_shape_is_read_whole(tmp_path):
    row = 'tt0000001,Ada L.,8,1896-02-01,Mind the train,"Wonderful, and loud."\n'
    (record,) = read(write(tmp_path, SAMPLE + row)).records
    assert (record.imdb_id, record.author, record.rating) == ("tt0000001", "Ada L.", 8)
    assert (record.headline, record.body) == ("Mind the train", "Wonderful, and loud.")
    assert record.published_at.isoformat() == "1896-02-01T00:00:00+00:00"


def test_the_dataset_shape_is_read_with_its_markup_as_text(tmp_path):
    row = 'train,pos,7,,tt0000001,"One.<br /><br />Tom &amp; Jerry."\n'
    path = write(tmp_path, DATASET + row, "reviews.csv.gz")
    assert recognise(path).source == "imdb_dataset"
    (record,) = read(path).records
    assert (record.body, record.rating, record.line) == ("One.\n\nTom & Jerry.", None, 2)


def test_a_file_of_semicolons_is_told_what_it_is_separated_by(tmp_path):
    path = write(tmp_path, (DATASET + "train,pos,7,8,tt0000001,Good.\n").replace(",", ";"))
    with pytest.raises(DatasetError, match="is separated by semicolons; save it with commas"):
        recognise(path)


def test_the_same_words_have_the_same_id():
    assert digest("tt1", "", "Good.") == digest("tt1", "", "Good.")
    assert (
        len({digest("tt1", "", "Good."), digest("tt2", "", "Good."), digest("tt1", "G", "")}) == 3
    )
    assert len(digest("tt1", "", "Good.")) == 32


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("train,pos,7,8,,Good film.", "no IMDb id"),
        ("train,pos,7,8,nm0000001,Good film.", "no IMDb id"),
        ("train,pos,7,8,tt٠٠٠٠٠٠١,Good film.", "no IMDb id"),
        ("train,pos,7,8,tt0000001,<br />", "no text"),
        (f"train,pos,7,8,tt0000001,{'a' * 10_001}", "text of more than 10,000 characters"),
    ],
)
def test_a_row_that_is_no_review_is_skipped_with_its_line(tmp_path, row, reason):
    block = read(write(tmp_path, DATASET + "train,pos,1,8,tt0000001,Fine.\n" + row + "\n"))
    assert [(skipped.line, skipped.reason) for skipped in block.skipped] == [(3, reason)]
    assert len(block.records) == 1


@pytest.mark.parametrize("rating", ["11", "0", "-1", "8.5", "nan", "٣", "1e1", "eight"])
def test_a_rating_that_makes_no_sense_is_left_empty_and_counted(tmp_path, rating):
    block = read(write(tmp_path, DATASET + f"train,pos,7,{rating},tt0000001,Good.\n"))
    assert block.records[0].rating is None
    assert block.nulled == {"rating not 1-10": 1}


def test_a_day_that_is_none_is_left_empty_and_counted(tmp_path):
    block = read(write(tmp_path, SAMPLE + "tt0000001,,8,2001-02-30,,Good.\n"))
    assert block.records[0].published_at is None
    assert block.nulled == {"published_on not a date": 1}


@pytest.mark.parametrize(
    "text", ["", "id,name\n1,x\n", DATASET, DATASET + 'train,pos,7,8,tt0000001,"Good\n']
)
def test_a_file_that_is_no_review_file_is_refused_in_one_sentence(tmp_path, text):
    path = write(tmp_path, text)
    with pytest.raises(DatasetError, match=r"reviews\.csv") as refused:
        read(path)
    assert "\n" not in str(refused.value)
