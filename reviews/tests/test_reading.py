from reviews.reading import aspects_of, feelings_of, read_reviews
from reviews.sentiment.base import SentenceScore, SentimentScore


class HalfEngine:
    """An engine that finds a sentence in each half of a text, the first good, the second bad."""

    version = "halves-1"
    languages = frozenset({"en"})

    def score(self, text):
        half = len(text) // 2
        sentences = (SentenceScore(0, half, 0.5), SentenceScore(half, len(text), -0.5))
        return SentimentScore(0.1, "mixed", sentences)

    def score_many(self, texts):
        return [self.score(text) for text in texts]


def test_a_review_is_read_sentence_by_sentence():
    text = "A superb story, really. The music is dull here."
    (reading,) = read_reviews([text], HalfEngine())
    assert reading.score.label == "mixed"
    assert [(text[s.start : s.end].strip(), s.aspects) for s in reading.sentences] == [
        ("A superb story, really.", (("story", 0.5),)),
        ("The music is dull here.", (("music", -0.5),)),
    ]


def test_likely_spoilers_are_masked():
    text = "A fine film all in all. In the end Martha dies."
    (reading,) = read_reviews([text], HalfEngine())
    assert [sentence.is_masked for sentence in reading.sentences] == [False, True]


def test_the_engine_is_asked_about_clauses_without_a_word_of_opinion_and_counts_half():
    asked = []

    def feelings(clauses):
        asked.extend(clauses)
        return [0.8 for _ in clauses]

    said = aspects_of(["Superb music.", "The plot is set in May, but we left."], feelings)
    assert asked == ["The plot is set in May"]
    assert said == [(("music", 0.5),), (("story", 0.4),)]


def test_a_clause_feels_as_its_sentences_do():
    assert feelings_of(HalfEngine())(["Anything."]) == [0.0]


def test_nothing_is_read_in_nothing():
    assert read_reviews([], HalfEngine()) == []


def test_what_the_engine_cannot_read_is_not_scored_and_has_no_sentences():
    text = "Der Film ist wirklich großartig und die Schauspieler sind es auch, sehenswert."
    (reading,) = read_reviews([text], HalfEngine())
    assert (reading.language, reading.score, reading.sentences) == ("de", None, ())
