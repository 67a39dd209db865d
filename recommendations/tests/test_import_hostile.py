"""Uploads that are no files of ratings, or mean harm: refused in one sentence, at little cost."""

import io
import zipfile

import pytest

from recommendations.importing.formats.entries import ImportRefused
from recommendations.importing.formats.tables import MAX_BROKEN
from recommendations.importing.formats.uploads import parts_of
from recommendations.importing.reading import read_upload as read
from recommendations.tests.import_files import LETTERBOXD_RATINGS, letterboxd_zip, zipped


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"  \n ", "is empty"),
        ("a.gz", b"\x1f\x8b\x08rest", "gzip"),
        ("a.csv", b"\x89PNG....", "picture"),
        ("a.csv", b"\0\1\2" * 400, "no text"),
        ("a.csv", b"hello world", "no format that is known"),
        ("a.csv", b"Title,Title,Year\nA,B,2001\n", "“title” twice"),
        ("a.csv", b"Title,Year\n", "no rows"),
        ("a.zip", b"PK\x03\x04 broken", "damaged"),
        ("a.zip", zipped(readme="nothing"), "no CSV or JSON"),
        ("a.zip", zipped(inner_zip=letterboxd_zip()), "no CSV or JSON"),
        ("a.json", b'[{"rated_at": 1, "movie"', "no valid JSON"),
        ("a.json", b'[{"rated_at": ' + b"[" * 100_000, "no valid JSON"),
        ("a.csv", b"Title,Year\n" + b'"\n' * (2 * MAX_BROKEN + 5), "quotes|no rows"),
        ("a.csv", b"Title,Year\n" + b"A,2001\n" * 25_001, "25,000 rows"),
        ("a.csv", b"Title,Year\n" + b"\n" * 600_000, "500,000 lines"),
        ("a.csv", b"Title,Year\n" + b"," * 1_100_000, "1,000,000 characters"),
    ],
)
def test_what_cannot_be_imported_is_refused_in_one_sentence(name, data, sentence):
    with pytest.raises(ImportRefused, match=sentence) as told:
        read(name, data)
    assert str(told.value).count("\n") == 0
    assert len(str(told.value)) < 300


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked():
    with pytest.raises(ImportRefused, match="unpacks to more than 32 MB"):
        read("bomb.zip", zipped(a_csv=b"0" * 20_000_000, b_csv=b"0" * 20_000_000))


def test_the_stated_size_of_a_member_is_not_believed():
    honest = zipped(ratings_csv=b"0" * 35_000_000)
    size = (35_000_000).to_bytes(4, "little")
    lying = honest.replace(size, (10).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(ImportRefused):
        read("liar.zip", lying)


@pytest.mark.parametrize(
    "path", ["../../etc/ratings.csv", "/etc/ratings.csv", "C:\\x\\ratings.csv"]
)
def test_names_in_an_archive_lead_nowhere(path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(path, LETTERBOXD_RATINGS)
    (part,) = parts_of("x.zip", buffer.getvalue())
    assert ".." not in part.path
    assert not part.path.startswith("/")
    assert len(read("x.zip", buffer.getvalue()).rows) == 3


def test_the_name_of_an_upload_is_shown_without_its_folders_and_odd_characters():
    (part,) = parts_of("C:\\me\\a\u202eb\n.csv", b"Title,Year\n")
    assert part.path == "a�b�.csv"


def test_what_macos_adds_to_an_archive_spoils_nothing():
    fork = b"\0\5\x16\7" + b"\0" * 200
    data = zipped(letterboxd__ratings_csv=LETTERBOXD_RATINGS)
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("__MACOSX/letterboxd/._ratings.csv", fork)
        archive.writestr(".hidden/ratings.csv", fork)
    assert len(read("x.zip", buffer.getvalue()).rows) == 3


@pytest.mark.parametrize(
    "data",
    [
        b"Title;Year;Rating;;;\nThe Vault;2001;4,5;;;\n",
        b"Title,Year,Rating\rThe Vault,2001,4.5\r",
        b"\xef\xbb\xbfTitle\tYear\tRating\r\nThe Vault\t2001\t4.5\r\n",
    ],
)
def test_tables_as_spreadsheets_save_them_are_read(data):
    (row,) = read("a.csv", data).rows
    assert (row.name, row.year, row.value) == ("The Vault", 2001, 9)
