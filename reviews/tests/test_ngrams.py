import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.sentiment import ngrams
from reviews.sentiment.lexicon import SAD, SMILE
from reviews.sentiment.ngrams import plain_bytes, read


def grams(text):
    ((_, only),) = read([text])
    return only


def words(text):
    """Return the keys of single words."""
    found = grams(text)
    n = len(found.word_keys)
    return found.word_keys[: (n + 3) // 3 if n > 2 else n].tolist()


def one_word(text):
    (key,) = grams(text).word_keys.tolist()
    return key


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("GOOD", "good"),
        ("goooood", "goood"),
        ("don\u2019t", "don't"),
        ("'good'", "good"),
        ("good,", "good"),
        ("😍", ":)"),
        (":-(", "👎"),
        ("!!!!!!", "!!"),
        ("<br />good", "good"),
        ("É", "é"),
    ],
)
def test_what_is_the_same_word(text, same):
    assert one_word(text) == one_word(same)


@pytest.mark.parametrize("text", ["8/10", "7.5", "don't", "100", "soo", "!?", "$", "café"])
def test_what_is_one_word(text):
    one_word(text)


def test_digits_are_not_squeezed():
    assert one_word("1000") != one_word("100")


@pytest.mark.parametrize(
    ("text", "n"), [("", 0), ("...", 0), ("a", 1), ("a b", 3), ("a b c", 6), ("a b. c d", 6)]
)
def test_how_many_word_ngrams_there_are_inside_sentences(text, n):
    assert len(grams(text).word_keys) == n


@pytest.mark.parametrize(("text", "n"), [("", 0), ("abc", 0), ("abcd ", 1), ("abcdef", 3)])
def test_how_many_character_ngrams_there_are(text, n):
    # The end of a text is a blank.
    assert len(grams(text).character_keys) == n


def test_ngrams_know_their_sentence_and_their_text():
    ((_, found),) = read(["One two. Three", "", "Four five six"])
    assert found.sentence_counts.tolist() == [2, 0, 1]
    assert sorted(found.word_sentences.tolist()) == [0, 0, 0, 1, 2, 2, 2, 2, 2, 2]
    assert set(found.character_texts.tolist()) == {0, 2}


def test_the_order_of_words_matters():
    assert set(grams("not good").word_keys) != set(grams("good not").word_keys)


TEXTS = st.text(max_size=40) | st.text(alphabet="ab'./8!? \n<>é😍", max_size=40)


@given(TEXTS)
def test_a_position_among_the_bytes_is_one_in_the_text(text):
    assert len(plain_bytes(text)) == len(text)


@given(st.lists(TEXTS, max_size=5))
def test_what_is_beside_a_text_changes_nothing(texts):
    alone = [grams(text) for text in texts]
    first = 0
    for _, together in read(texts):
        begins = np.cumsum(together.sentence_counts) - together.sentence_counts
        for i, begin in enumerate(begins.tolist()):
            one = alone[first + i]
            inside = np.isin(
                together.word_sentences, np.arange(begin, begin + len(together.spans[i]))
            )
            assert sorted(together.word_keys[inside]) == sorted(one.word_keys)
            mine = together.character_texts == i
            assert together.character_keys[mine].tolist() == one.character_keys.tolist()
        first += len(together.spans)
    assert first == len(texts)


def test_texts_longer_than_a_chunk_are_read():
    long = "good film " * ngrams.CHUNK
    assert len(set(grams(long).word_keys.tolist())) == 6


def test_chunks_follow_one_another():
    texts = ["good film " * 1000] * 20
    firsts = [(first, len(found.spans)) for first, found in read(texts)]
    assert [first for first, _ in firsts] == [0, *np.cumsum([n for _, n in firsts])[:-1].tolist()]
    assert len(firsts) > 1


def test_keys_stay_what_weights_were_trained_on():
    """If this fails, REVISION must rise and the weights be trained again."""
    assert grams("It isn't good 8/10! 😍").word_keys.tolist()[:6] == EXPECTED
    assert ngrams.REVISION == 1


EXPECTED = [135404594, 796298935, 721509291, 748355544, 554737525, 653518132]


def test_smileys_are_marks():
    assert plain_bytes("a :-) b :(") == f"a   {SMILE} b  {SAD}".encode()
