import pytest

from reviews.sentiment.phrases import Phrases, terms_of, tokens_of

LEXICON = {
    "story": "plot*, tale, plot hole|holes",
    "music": "score, theme tune",
    "": "score of #, final score, music _ shop",
}


def found(text: str) -> list[tuple[str, set[str]]]:
    tokens = tokens_of(text)
    return [
        (" ".join(token.word for token in tokens[each.first : each.last]), set(each.names))
        for each in Phrases(LEXICON).find(tokens)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A TALE", [("tale", {"story"})]),
        ("plotting", [("plotting", {"story"})]),
        ("plot holes", [("plot holes", {"story"})]),
        ("no exploit", []),
        ("a score of 7", [("score of 7", {""})]),
        ("a score of hers", [("score", {"music"})]),
        ("the final score", [("final score", {""})]),
        ("the music video shop", [("music video shop", {""})]),
        ("theme-tune", [("theme tune", {"music"})]),
        ("score", [("score", {"music"})]),
        ("", []),
    ],
)
def test_terms_are_found_the_longest_first(text, expected):
    assert found(text) == expected


def test_no_word_is_read_twice():
    assert found("final score of 3") == [("final score", {""})]


def test_a_term_may_be_listed_under_several_names():
    phrases = Phrases({"humour": "comic timing", "acting": "comic timing"})
    (each,) = phrases.find(tokens_of("His comic timing!"))
    assert each.names == {"humour", "acting"}


def test_tokens_say_where_they_are_and_read_typographic_apostrophes():
    text = "It’s over-long."
    assert [(t.word, text[t.start : t.end]) for t in tokens_of(text)] == [
        ("it's", "It’s"),
        ("over", "over"),
        ("long", "long"),
    ]


def test_terms_stand_between_commas_and_line_ends():
    assert list(terms_of("\na b, c\n\n d-e ,")) == ["a b", "c", "d e"]
