import pytest

from reviews.texts import plain_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("One.<br /><br />Two.", "One.\n\nTwo."),
        ("One.<BR>Two.\r\nThree.", "One.\nTwo.\nThree."),
        ("<p>One</p><i>two</i>", "One\ntwo"),
        ("Tom &amp; Jerry &#39;s", "Tom & Jerry 's"),
        ("&lt;script&gt;", "<script>"),
        ("I <3 it, 3 < 4 > 2", "I <3 it, 3 < 4 > 2"),
        ("a \t b\u00a0c", "a b c"),
        ("NUL\x00, bell\x07, turned\u202e", "NUL, bell, turned"),
        ("  \n ", ""),
        ("\u200b \u2060\u200e", ""),
        ("\u200c \u200d\n", ""),
    ],
)
def test_plain_text(markup, text):
    assert plain_text(markup) == text
