from reviews.anomalies import Voice
from reviews.quotes import LONGEST, SHORTEST, Candidate, best_quotes, for_and_against


def candidate(review_id=1, compound=0.5, start=0, length=60, sentence=0.5, is_masked=False):
    return Candidate(review_id, start, start + length, compound, sentence, is_masked)


def chosen(candidates, voices=(), n=3, praise=True):
    by_id = {voice.review_id: voice for voice in voices}
    return [quote[0] for quote in best_quotes(candidates, by_id, n, praise=praise)]


def test_praise_and_blame_are_kept_apart():
    both = [candidate(1), candidate(2, compound=-0.5, sentence=-0.5)]
    assert chosen(both) == [1]
    assert chosen(both, praise=False) == [2]


def test_likely_spoilers_are_never_quoted():
    assert chosen([candidate(is_masked=True)]) == []


def test_what_is_too_short_or_too_long_is_not_quoted():
    lengths = (SHORTEST - 1, SHORTEST, LONGEST, LONGEST + 1)
    assert chosen([candidate(i, length=length) for i, length in enumerate(lengths)]) == [1, 2]


def test_a_review_is_quoted_once():
    assert chosen([candidate(1), candidate(1, start=80), candidate(2)]) == [1, 2]


def test_reviews_that_agree_come_first_and_sentences_that_do_not_last():
    voices = [Voice(1, rating=2, compound=-0.5), Voice(2, rating=9, compound=0.5)]
    assert chosen([candidate(1), candidate(2)], voices) == [2, 1]
    assert chosen([candidate(2, sentence=-0.1), candidate(1)], voices) == [1, 2]


def test_stars_and_words_of_a_review_count_alike():
    voices = [
        Voice(1, rating=9, compound=-0.5),
        Voice(2, rating=9),
        Voice(3, rating=9, compound=0.5),
        Voice(4, compound=0.5),
        Voice(5, rating=2, compound=0.5),
    ]
    candidates = [candidate(number) for number in (1, 2, 3, 4, 5, 6)]
    assert chosen(candidates, voices, n=6) == [3, 2, 4, 1, 5, 6]


def test_one_speaks_for_the_film_and_one_against_it():
    quotes = for_and_against([candidate(1), candidate(2, -0.5, sentence=-0.5)], {})
    assert [quote[0] for quote in quotes] == [1, 2]


def test_who_gave_ten_stars_does_not_speak_against_it():
    against = candidate(1, -0.5, sentence=-0.5)
    assert for_and_against([against], {1: Voice(1, rating=10)}) == []
