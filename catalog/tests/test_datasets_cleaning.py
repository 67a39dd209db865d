"""Each repair of texts: what it is for, that it is told of, and what stays as it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.datasets.cleaning import JOINERS, RULES, clean, repairs
from catalog.tests import nasty_cells as nasty

many = settings(max_examples=300, derandomize=True)
(ENTITY, CONTROL, INVISIBLE, NO_BREAK, LINE, ENDS, SPACES) = (rule.name for rule in RULES)
texts = st.one_of(
    nasty.cells,
    st.text(
        st.sampled_from(
            " a&;#x\xa0\u202f\n\r\x0b\x85\u2028\x00\x7f\xad\u200b\u200c\u200d\ufeff\u3000"
        )
    ),
    st.text(max_size=6),
)


@pytest.mark.parametrize(
    ("text", "cleaned", "rule"),
    [
        ("Cats &amp; Dogs", "Cats & Dogs", ENTITY),
        ("Cats &#39;n&#x27; Dogs", "Cats 'n' Dogs", ENTITY),
        ("Tr\x07am", "Tram", CONTROL),
        ("Tr\x9fam", "Tram", CONTROL),
        ("Tr\ud800am", "Tram", CONTROL),
        ("Tr\u200bam", "Tram", INVISIBLE),
        ("Tr\u202eam", "Tram", INVISIBLE),
        ("Tr\xadam", "Tram", INVISIBLE),
        ("\ufeffTram", "Tram", INVISIBLE),
        ("Tram\xa09", "Tram 9", NO_BREAK),
        ("Tram\u202f9", "Tram 9", NO_BREAK),
        ("Tram\n9", "Tram 9", LINE),
        ("Tram\r\n9", "Tram 9", LINE),
        ("Tram\u20289", "Tram 9", LINE),
        (" Tram", "Tram", ENDS),
        ("Tram\u200d", "Tram", ENDS),
        ("Tram  9", "Tram 9", SPACES),
        ("Tram\t9", "Tram 9", SPACES),
        ("Tram\u30009", "Tram 9", SPACES),
    ],
)
def test_a_rule_puts_its_case_right_and_no_other_does(text, cleaned, rule):
    assert (clean(text), repairs(text)) == (cleaned, [rule])


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("&nbsp;Tram", [ENTITY, NO_BREAK, ENDS]),
        ("Tram\x00\xa0 9", [CONTROL, NO_BREAK, SPACES]),
        ("Tram \n 9", [LINE, SPACES]),
        ("Tram \u200c \u200d", [ENDS]),
        ("\u200b\n", [INVISIBLE, LINE, ENDS]),
    ],
)
def test_several_rules_are_told_in_their_order(text, rules):
    assert repairs(text) == rules


@many
@given(text=texts)
def test_repairs_are_told_of_if_the_text_changes_and_only_then(text):
    assert (repairs(text) == []) == (clean(text) == text)


@many
@given(text=texts)
def test_the_rules_one_after_the_other_are_what_cleaning_does(text):
    repaired = text
    for rule in RULES:
        repaired = rule.pattern.sub(rule.instead, repaired)
    assert repaired == clean(text)


@many
@given(text=texts.map(lambda text: text.replace("&", "+")))
def test_a_clean_text_stays_as_it_is(text):
    assert clean(clean(text)) == clean(text)


@many
@given(text=texts)
def test_a_clean_text_is_one_line_of_single_spaces(text):
    cleaned = clean(text)
    assert cleaned == " ".join(cleaned.split())
    assert cleaned.strip(JOINERS) == cleaned
    assert not any(rule.pattern.search(cleaned) for rule in RULES[1:])


@pytest.mark.parametrize(
    "name",
    [
        "M", "é", "20,000 Leagues, Again", "Spider-Man – No – Way—Home", "L'été d'Ôé",
        "Rock ’n’ Roll", "Ærø", "Ni\u0303o", "می\u200cخواهم", "क्‍ष", "👩\u200d🚀", "AT&T", "&c",
        "A & B", "«Ж»", "Wall·E", "Nordlicht, Inc.", "Jon Berg, Jr.", "***", "½",
    ],
)  # fmt: skip
def test_names_stay_as_they_are(name):
    assert (clean(name), repairs(name)) == (name, [])
