import pytest

from reviews.sentiment.language import UNDETERMINED, language_of
from reviews.sentiment.readable import score_readable
from reviews.tests.factories import BAD, GOOD, WordEngine


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GOOD, "en"),
        ("The acting was fine, but what is it all about?", "en"),
        ("Ein wunderbarer Film, ich habe jede Minute geliebt.", "de"),
        ("Un film magnifique, j'ai adoré chaque minute de cette histoire.", "fr"),
        ("Una película maravillosa, con actores que me encantaron.", "es"),
        ("Отличный фильм, мне очень понравился", "ru"),
        ("映画はよかった", "ja"),
        ("좋은 영화", "ko"),
        ("", ""),
        ("8/10", ""),
        ("Good!", ""),
        ("Bellissimo", ""),
        ("Ấy ở đó ạ", ""),
        ("👍👍👍 !!! 10/10", ""),
        ("ქართული", "ka"),
        ("Хорошо and no more", ""),
    ],
)
def test_which_language_a_text_is_in(text, language):
    assert language_of(text) == language


def test_a_mixture_of_other_scripts_is_undetermined():
    assert language_of("ሀ ж Ω あ") == UNDETERMINED


def test_english_with_foreign_names_is_english():
    assert language_of("What the Amélie of Jean-Pierre Jeunet has that this film has not") == "en"


def test_german_with_an_english_title_is_german():
    german = "Ich habe selten so gelacht, und meine Nachbarin hat mit uns noch lange gelacht. "
    assert language_of(f"Ein Film wie The Man Who Was Not There! {4 * german}") == "de"


def test_what_the_engine_cannot_read_it_is_not_asked():
    engine = WordEngine()
    german = "Ein guter Film, aber leider viel zu lang geraten."
    readings = score_readable(engine, [GOOD, german, "8/10", BAD])
    assert [language for language, _ in readings] == ["en", "de", "", "en"]
    assert [score is None for _, score in readings] == [False, True, False, False]
    assert engine.texts == [GOOD, "8/10", BAD]
