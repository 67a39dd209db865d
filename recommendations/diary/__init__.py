"""What a person with an account says of titles: ratings, and marks beside them.

The verbs are the only way in which pages and the API change either; imports in bulk keep to the
same rules.
"""

from recommendations.diary.entries import Entry, entry_of, put_back
from recommendations.diary.verbs import mark, rate, unmark, viewer_of

__all__ = ["Entry", "entry_of", "mark", "put_back", "rate", "unmark", "viewer_of"]
