"""Every page answers: its status, one fact on it, and how many queries it takes at most.

The sample catalogue is loaded once, by the commands that ``make demo`` runs.
"""

import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext

from catalog.models import Title
from reviews.models import Review

#: path: (a fact that the page shows, the most queries it may take)
PAGES = {
    "/": ("Top rated", 12),
    "/titles/": ("483 titles", 12),
    "/titles/?kind=show": ("117 titles", 12),
    "/titles/?genre=western&sort=oldest": ("The Magnificent Seven", 12),
    "/search/?q=the+matirx": ("The Matrix", 12),
    "/search/?q=tt0133093": ("The Matrix", 12),
    "/search/suggest/?q=godf": ("The Godfather", 8),
    "/titles/the-matrix-1999/": ("Laurence Fishburne", 25),
    "/titles/the-matrix-1999/similar/": ("Why?", 15),
    "/titles/the-matrix-1999/reviews/": ("sample review", 12),
    "/titles/fargo-2014/": ("Fargo", 25),
    "/people/keanu-reeves/": ("The Matrix", 12),
    "/blend/": ("Blend", 8),
    "/blend/?plus=heat-1995&plus=inception-2010&minus=toy-story-1995": ("Why?", 15),
    "/accounts/login/": ("Sign in", 6),
    "/accounts/signup/": ("Sign up", 6),
    "/accounts/password/reset/": ("password", 6),
    "/api/v1/openapi.json": ("/api/v1/titles", 2),
    "/api/v1/docs": ("movierec", 2),
    "/api/v1/titles?kind=show": ('"total": 117', 8),
    "/api/v1/titles/the-matrix-1999": ("tt0133093", 12),
    "/api/v1/titles/the-matrix-1999/similar": ("reasons", 12),
    "/api/v1/titles/the-matrix-1999/reviews": ("compound", 8),
    "/api/v1/search?q=the+matirx": ("The Matrix", 8),
    "/livez": ("ok", 0),
    "/readyz": ("true", 1),
}


class PageTests(TestCase):
    """The pages over the sample catalogue."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        with override_settings(INDEX_DIR=Path(cls.folder.name)):
            call_command("load_catalog", verbosity=0)
            call_command("load_reviews", verbosity=0)
            call_command("build_index", verbosity=0)

    @classmethod
    def tearDownClass(cls) -> None:
        super().tearDownClass()
        cls.folder.cleanup()

    def setUp(self) -> None:
        settings.INDEX_DIR = Path(self.folder.name)

    def test_every_page_answers_with_its_fact_in_few_queries(self):
        for path, (fact, most_queries) in PAGES.items():
            with self.subTest(path=path), CaptureQueriesContext(connection) as queries:
                response = self.client.get(path)
                assert response.status_code == 200
                assert fact in response.content.decode()
                assert len(queries) <= most_queries, len(queries)

    def test_a_generated_poster_is_an_image(self):
        title = Title.objects.get(imdb_id="tt0133093")
        response = self.client.get(f"/posters/{title.pk}.svg")
        assert response["Content-Type"] == "image/svg+xml"
        assert ">The Matrix<" in response.content.decode()

    def test_a_page_that_is_not_there_says_so(self):
        for path in ("/titles/no-such-title/", "/people/nobody/", "/nowhere/"):
            with self.subTest(path=path):
                assert self.client.get(path).status_code == 404

    def test_hostile_query_strings_never_break_a_page(self):
        hostile = [
            "%00",
            "-1",
            "9" * 40,
            "'--",
            "<script>",
            "٣",
            "1e999",
            "a" * 5000,
            "%F0%9F%8E%AC",
            "../../etc/passwd",
        ]
        for page in (
            "/titles/",
            "/search/",
            "/search/suggest/",
            "/blend/",
            "/titles/the-matrix-1999/reviews/",
        ):
            for value in hostile:
                query = "&".join(
                    f"{name}={value}"
                    for name in (
                        "q",
                        "page",
                        "genre",
                        "kind",
                        "year_min",
                        "rating_min",
                        "sort",
                        "plus",
                        "minus",
                        "add",
                    )
                )
                with self.subTest(page=page, value=value):
                    response = self.client.get(f"{page}?{query}")
                    assert response.status_code in (200, 302, 400)
                    assert b"<script>" not in response.content.replace(b"<script src", b"")

    def test_everything_that_was_loaded_is_scored_and_counted(self):
        assert Title.objects.count() == 483
        assert Review.objects.count() == 330
        assert not Review.objects.filter(scored_by="").exists()

    def test_a_second_demo_run_changes_nothing(self):
        before = list(Title.objects.order_by("pk").values())
        call_command("load_catalog", verbosity=0)
        call_command("load_reviews", verbosity=0)
        assert list(Title.objects.order_by("pk").values()) == before
        assert Review.objects.count() == 330

    def test_a_person_writes_edits_and_deletes_a_review(self):
        self.client.force_login(User.objects.create_user("ada", password="a-long-passphrase"))
        page = "/titles/the-matrix-1999/reviews/write/"
        self.client.post(
            page,
            {"rating": 9, "headline": "Still sharp", "body": "A wonderful film, brilliantly made."},
        )
        review = Review.objects.get(user__username="ada")
        assert (
            "Still sharp"
            in self.client.get("/titles/the-matrix-1999/reviews/?sort=newest").content.decode()
        )
        self.client.post(
            f"/reviews/{review.pk}/edit/",
            {"rating": 4, "headline": "Less sharp", "body": "Dull and terribly slow this time."},
        )
        review.refresh_from_db()
        assert (review.rating, review.headline) == (4, "Less sharp")
        self.client.post(f"/reviews/{review.pk}/delete/")
        assert not Review.objects.filter(pk=review.pk).exists()

    def test_nobody_changes_the_review_of_another(self):
        owner = User.objects.create_user("ada", password="a-long-passphrase")
        title = Title.objects.get(imdb_id="tt0133093")
        review = Review.objects.create(
            title=title, source="site", source_id="x", user=owner, body="Mine, all mine."
        )
        self.client.force_login(User.objects.create_user("eve", password="a-long-passphrase"))
        for verb in ("edit", "delete"):
            assert self.client.get(f"/reviews/{review.pk}/{verb}/").status_code == 404
            assert (
                self.client.post(
                    f"/reviews/{review.pk}/{verb}/", {"body": "Stolen text here"}
                ).status_code
                == 404
            )
        review.refresh_from_db()
        assert review.body == "Mine, all mine."
