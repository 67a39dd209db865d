import pytest

from recommendations.string_table import StringTable

STRINGS = ["", "amélie", "heist", "東京"]


def test_strings_come_back():
    table = StringTable.build(STRINGS)
    assert list(table) == STRINGS
    assert table[1:3] == ["amélie", "heist"]


def test_a_saved_table_opens_equal(tmp_path):
    StringTable.build(STRINGS).save(tmp_path / "table")
    assert list(StringTable.open(tmp_path / "table")) == STRINGS


@pytest.mark.parametrize("strings", [STRINGS, []])
def test_find_knows_what_is_there_and_what_is_not(strings):
    table = StringTable.build(strings)
    assert [table.find(string) for string in strings] == list(range(len(strings)))
    assert table.find("zebra") is None


def test_an_index_out_of_range_raises():
    with pytest.raises(IndexError):
        StringTable.build(STRINGS)[4]
