"""The site while no index has been built, or all are broken: everything else works."""

import json
import logging
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from catalog.models import Title
from movierec.tests.sample_site import SampleSiteTestCase
from movierec.tests.test_pages import MATRIX, PAGES

pytestmark = pytest.mark.any_database

#: Those that cannot answer: similar titles over the API say so, with a status of their own.
UNAVAILABLE = {
    f"/api/v1/titles/{MATRIX}/similar",
    "/api/v1/blend?plus=heat-1995&minus=toy-story-1995",
}
PREPARED = {f"/titles/{MATRIX}/", f"/titles/{MATRIX}/similar/", "/titles/fargo-2014/"}


class WithoutIndexTests(SampleSiteTestCase):
    """Every page of the site, without indexes."""

    def setUp(self) -> None:
        super().setUp()
        self.be_a_web_process()
        settings.INDEX_DIR = Path(self.folder.name) / self._testMethodName

    def check_pages(self) -> None:
        title = Title.objects.get(slug=MATRIX)
        ids = {"title": title.pk, "credit": title.credits.first().pk}
        ids["review"] = title.reviews.first().pk
        for path in PAGES:
            with self.subTest(path=path):
                text = self.text_of(path.format(**ids), 503 if path in UNAVAILABLE else 200)
                if path in PREPARED | UNAVAILABLE:
                    assert "imilar titles are being prepared" in text

    def test_every_page_answers_and_the_log_says_once_why_there_is_no_index(self):
        with self.assertLogs("catalog.index_store", logging.WARNING) as logs:
            self.check_pages()
        assert sorted(record.getMessage() for record in logs.records) == [
            f"No index has been built in {settings.INDEX_DIR / kind}."
            for kind in ("search", "similar", "taste", "texts")
        ]

    def test_every_page_answers_when_all_indexes_are_damaged(self):
        for kind in ("search", "similar", "texts"):
            shutil.copytree(Path(self.folder.name) / kind, settings.INDEX_DIR / kind)
        for path in settings.INDEX_DIR.rglob("*.npy"):
            path.write_bytes(path.read_bytes()[:-1])
        with self.assertLogs("catalog.index_store", logging.WARNING) as logs:
            self.check_pages()
        assert len(logs.records) == 4, "one each, and no model was trained"

    def test_answers_of_503_are_not_logged_one_by_one(self):
        with self.assertNoLogs("django.request"):
            for path in UNAVAILABLE:
                self.text_of(path, 503)
        with self.assertLogs("django.request"):  # others still are
            self.text_of("/nowhere/", 404)

    def test_readyz_says_that_there_is_no_index_and_that_the_site_can_serve(self):
        with self.assertLogs("catalog.index_store", logging.WARNING):
            ready = json.loads(self.text_of("/readyz"))
        assert ready["database"] is True
        assert ready["indexes"] == {"search": False, "texts": False, "similar": False}

    def test_search_falls_back_to_the_beginnings_of_names(self):
        assert MATRIX in self.text_of("/search/?q=the+matr")
        assert MATRIX in self.text_of("/search/suggest/?q=matr")
