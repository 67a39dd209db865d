from reviews.shown_text import beginning, cut, runs, stretches

TEXT = "Good start. She dies.  The end!"
#: Its sentences: start, end, compound, how likely a spoiler.
ROWS = [[0, 11, 0.5, 0.0], [12, 21, -0.4, 0.9], [23, 31, 0.0, 0.1]]


def texts(shown):
    return [each.text for each in shown]


def test_all_stretches_together_are_the_text():
    assert "".join(texts(stretches(TEXT, ROWS, None))) == TEXT
    assert "".join(texts(stretches(TEXT, []))) == TEXT


def test_a_likely_spoiler_is_not_there():
    shown = list(stretches(TEXT, ROWS))
    assert texts(shown) == ["Good start.", " ", "", "  ", "The end!"]
    assert [each.is_masked for each in shown] == [False, False, True, False, False]


def test_it_is_there_when_it_was_asked_for():
    shown = list(stretches(TEXT, ROWS, {12}))
    assert (shown[2].text, shown[2].is_masked, shown[2].is_spoiler) == ("She dies.", False, True)


def test_sentences_say_how_they_feel_and_what_of_the_aspect():
    shown = [each for each in stretches(TEXT, ROWS, None, {0: "positive"}) if each.is_sentence]
    assert [each.polarity for each in shown] == ["positive", "negative", "neutral"]
    assert [each.about for each in shown] == ["positive", "", ""]


def test_sentences_that_were_read_before_spoilers_were_are_shown():
    assert texts(stretches(TEXT, [[0, 11, 0.5]])) == ["Good start.", TEXT[11:]]


def test_a_part_is_cut_at_the_ends_of_sentences():
    shown = list(stretches(TEXT, ROWS, None))
    assert texts(cut(shown, 12)) == ["She dies.", "  ", "The end!"]
    assert texts(cut(shown, 0, 12)) == ["Good start.", " "]


def test_a_beginning_is_whole_sentences_and_one_at_least():
    shown = list(stretches(TEXT, ROWS, None))
    assert texts(beginning(shown, 15)) == ["Good start."]
    assert texts(beginning(shown, 1)) == ["Good start."]
    assert beginning(shown, 1000) == shown


RUN = "Good start. She dies. So does he.\n\nThe end!"
RUN_ROWS = [[0, 11, 0.5, 0.0], [12, 21, -0.4, 0.9], [22, 33, -0.2, 0.9], [35, 43, 0.0, 0.1]]


def test_spoilers_that_follow_each_other_are_one_to_ask_for():
    shown = runs(list(stretches(RUN, RUN_ROWS)))
    assert texts(shown) == ["Good start.", " ", "", "\n\n", "The end!"]
    assert [(each.start, each.end, each.n_sentences) for each in shown if each.is_masked] == [
        (12, 33, 2)
    ]


def test_whoever_asks_for_the_first_of_a_run_gets_all_of_it_and_no_other():
    shown = list(stretches(RUN + " Ben too.", [*RUN_ROWS, [44, 52, 0.0, 0.9]], {12}))
    assert [each.is_masked for each in shown if each.is_spoiler] == [False, False, True]
    assert texts(runs(shown))[2] == "She dies. So does he."
    assert "".join(texts(runs(shown))) == RUN + " "
