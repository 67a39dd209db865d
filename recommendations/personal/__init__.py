"""What one person may like, and why: from what it said of titles, read at each request."""

from recommendations.personal.reading import taste_of, taste_of_viewer
from recommendations.personal.recommend import (
    Personal,
    PersonalTitle,
    popular_titles,
    recommend_for,
)
from recommendations.taste import NOBODY, Taste

__all__ = [
    "NOBODY",
    "Personal",
    "PersonalTitle",
    "Taste",
    "popular_titles",
    "recommend_for",
    "taste_of",
    "taste_of_viewer",
]
