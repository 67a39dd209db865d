"""What may come in: a file, and which titles its rows mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django import forms
from django.http import QueryDict

from recommendations.importing.formats.uploads import MAX_UPLOAD_BYTES

#: Rows to be chosen for on one page.
CHOICES_SHOWN = 20
NONE_OF_THEM = "none"
#: "row-<key>": the title that this row means.
_ROW = re.compile(r"row-([0-9]{1,18})")
_TITLE = re.compile(r"[0-9]{1,18}")
#: What a form is beside its file.
OVERHEAD_BYTES = 10_000


class ImportForm(forms.Form):
    """A file from another site."""

    file = forms.FileField(
        label="File",
        help_text=f"A ZIP, CSV or JSON file of at most {MAX_UPLOAD_BYTES // 1_000_000} MB.",
        error_messages={
            "required": "Choose a file first.",
            "invalid": "Choose a file first.",
            "empty": "The file is empty.",
        },
        widget=forms.FileInput(attrs={"accept": ".zip,.csv,.json,.txt,.tsv"}),
    )
    scale = forms.ChoiceField(
        label="Ratings are out of",
        choices=[("", "Find out from the file"), ("5", "5"), ("10", "10"), ("100", "100")],
        required=False,
        help_text="Only for a table of your own; the scales of the sites are known.",
    )


def is_too_large(content_length: str) -> bool:
    """Tell whether a request is larger than any upload may be, by what it says of itself."""
    stated = int(content_length) if content_length.isascii() and content_length.isdigit() else 0
    return stated > MAX_UPLOAD_BYTES + OVERHEAD_BYTES


def chosen_in(post: QueryDict) -> dict[int, int | None]:
    """Return {row: title, None for none of them} of what was chosen; anything else is ignored."""
    return dict(list(_chosen(post))[: 2 * CHOICES_SHOWN])


def _chosen(post: QueryDict) -> Iterator[tuple[int, int | None]]:
    for name, value in post.items():
        row = _ROW.fullmatch(name)
        text = str(value)
        if row and text == NONE_OF_THEM:
            yield int(row[1]), None
        elif row and _TITLE.fullmatch(text) and text.isascii():
            yield int(row[1]), int(text)
