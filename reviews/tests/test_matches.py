import pytest

from reviews.matches import pieces


def marked(text: str, query: str) -> str:
    return "".join(f"[{p.text}]" if p.is_match else p.text for p in pieces(text, query))


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("The Shining shines", "shin", "The [Shin]ing [shin]es"),
        ("Ending, end", "end ending", "[Ending], [end]"),
        ("a.b", ".", "a[.]b"),
        ("(what)", "(", "[(]what)"),
        ("nothing here", "", "nothing here"),
        ("nothing here", "xyz", "nothing here"),
        ("", "x", ""),
    ],
)
def test_pieces(text, query, expected):
    assert marked(text, query) == expected
