"""The catalogue's pages for analysts at /admin/.

They stay fast at a million titles: searches use indexes, big tables are chosen from by
autocompletion, and pages are turned through 10,000 rows. Titles and people are counted exactly,
which takes no more than .2 s; rows that hang on them, which may be many millions, up to 10,000.
"""

from django.contrib import admin

from catalog.admin import (
    checks,
    conflicts,
    enrichment,
    jobs,
    loads,
    people,
    praise,
    titles,
    tokens,
    vocabulary,
)

__all__ = [
    "checks",
    "conflicts",
    "enrichment",
    "jobs",
    "loads",
    "people",
    "praise",
    "titles",
    "tokens",
    "vocabulary",
]

admin.site.site_header = admin.site.site_title = "movierec"
admin.site.index_title = "Catalogue, recommendations, reviews"
