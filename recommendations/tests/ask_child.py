"""``python -m recommendations.tests.ask_child``: a process that goes on using the indexes.

Like a web server's: another build is opened in the background. For each line on stdin it prints
one of JSON: what some titles are like, what some texts find, and which builds that came from.
"""

import json
import sys
from typing import Any

import django

TEXTS = ("river tram", "ferry lanter", "winter orchard", "mirror")


def main() -> None:
    django.setup()
    from catalog.index_store import OpenedOnce

    OpenedOnce.in_background = True
    for _ in sys.stdin:
        sys.stdout.write(json.dumps(answers()) + "\n")
        sys.stdout.flush()


def answers() -> dict[str, Any]:
    from catalog import search
    from catalog.models import Title
    from recommendations import index
    from recommendations.recommend import similar_titles

    asked = Title.objects.order_by("pk")[:10]
    similar = {title.pk: [each.title.pk for each in similar_titles(title)] for title in asked}
    found = {text: search.search_titles(text, 10) for text in TEXTS}
    opened = {"similar": index._current, "search": search._opened}
    builds = {kind: once._held.folder.name for kind, once in opened.items()}
    return {"similar": similar, "found": found, "builds": builds}


if __name__ == "__main__":
    main()
