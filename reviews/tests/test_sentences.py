import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from reviews.sentiment.sentences import ABBREVIATIONS, LINE_BREAK, sentence_spans
from reviews.training_files import read_labelled


def sentences(text):
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t ", []),
        ("No end", ["No end"]),
        ("  A joy. It is!  ", ["A joy.", "It is!"]),
        ("A joy.It is", ["A joy.It is"]),
        ("Really?! Yes... But no.", ["Really?!", "Yes... But no."]),
        ("Dr. Jones met Mr. Fox, e.g. at noon.", ["Dr. Jones met Mr. Fox, e.g. at noon."]),
        ("By J. L. Ford and R. Lee. Fine.", ["By J. L. Ford and R. Lee.", "Fine."]),
        ("Better than I. Much.", ["Better than I.", "Much."]),
        ('He said "no." She left.', ['He said "no."', "She left."]),
        ("(A joy.) Fine.", ["(A joy.)", "Fine."]),
        ('It was "odd..." to me.', ['It was "odd..." to me.']),
        ("It cost 5. But 10. of those", ["It cost 5.", "But 10. of those"]),
        ("It isn't. It can't.", ["It isn't.", "It can't."]),
        ("One\nTwo.\n\n Three \n", ["One", "Two.", "Three"]),
        ("One<br /><br />Two. <BR>Three", ["One", "Two.", "Three"]),
        ("Odd. . . . Yes.", ["Odd.", ".", ".", ".", "Yes."]),
        ("…", ["…"]),
    ],
)
def test_where_sentences_are(text, expected):
    assert sentences(text) == expected


@given(st.text(alphabet="aB1 .!?\"'()\n…,-\u2019", max_size=60) | st.text(max_size=40))
def test_every_visible_character_is_in_one_sentence(text):
    spans = sentence_spans(text)
    places = [place for span in spans for place in span]
    assert places == sorted(places)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    left = list(text)
    for start, end in spans:
        left[start:end] = " " * (end - start)
    assert LINE_BREAK.sub("", "".join(left)).strip() == ""


@pytest.mark.parametrize("text", ["." * 100_000, ". " * 50_000, "a. b" * 30_000, "\n" * 100_000])
def test_long_odd_texts_take_no_time(text):
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)


@pytest.mark.real_files
def test_real_sentences_end_where_punkt_ends_them(real_files):
    """Ends alone: Punkt also cuts "awful!!!" before its last mark, and "(why?), that" in two."""
    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    punkt = PunktSentenceTokenizer(parameters)
    reviews = read_labelled(real_files / "reviews" / "imdb_reviews_train_25k.csv.gz")
    both = theirs = 0
    for text in reviews.texts[::50]:
        ours = {end for _, end in sentence_spans(text)}
        at = 0
        for line in text.split("\n"):
            ends = [at + end for _, end in punkt.span_tokenize(line)]
            ends = [end for end in ends if text[end : end + 1] not in {*"!?),"}]
            theirs += len(ends)
            both += len(ours.intersection(ends))
            at += len(line) + 1
    assert both / theirs > 0.99
