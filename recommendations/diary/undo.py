"""What a person has just said, kept in its session for a while so that it can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from catalog.models import Title
from recommendations.diary.entries import Entry

KEY = "just_said"
#: So many changes can be undone, each for so long.
MOST = 10
FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Said:
    """One change: what it was in words, and what was there before."""

    title_id: int
    slug: str
    name: str
    words: str
    before: Entry


def remember(session: SessionBase, title: Title, words: str, before: Entry) -> None:
    """Keep a change, in place of an earlier one of the same title."""
    kept: dict[str, Any] = {
        "slug": title.slug,
        "name": title.name,
        "words": words,
        "before": before.as_json(),
    }
    kept |= {"title": title.pk, "at": timezone.now().isoformat()}
    others = [each for each in session.get(KEY, []) if each["title"] != title.pk]
    session[KEY] = [*others, kept][-MOST:]


def last_said(session: SessionBase, title: Title | None = None) -> Said | None:
    """Return the last change, or that of ``title``; None if there is none that can be undone."""
    for kept in reversed(session.get(KEY, [])):
        is_asked_for = title is None or kept["title"] == title.pk
        if is_asked_for and datetime.fromisoformat(kept["at"]) > timezone.now() - FOR:
            before = Entry.from_json(kept["before"])
            return Said(kept["title"], kept["slug"], kept["name"], kept["words"], before)
    return None


def forget(session: SessionBase, title: Title) -> None:
    """Undoing is done, or no longer possible."""
    session[KEY] = [each for each in session.get(KEY, []) if each["title"] != title.pk]
