"""The sample catalogue with its indexes, for tests of the pages over it."""

import re
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import TestCase, override_settings

from catalog.index_store import OpenedOnce

LINK = re.compile(r'(?:href|src|action|data-url)="(/[^"]*)"')


class SampleSiteTestCase(TestCase):
    """Tests over the sample catalogue, loaded once by the commands that ``make demo`` runs."""

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

    def be_a_web_process(self) -> None:
        """Open indexes as a process does that answers requests, until the test has ended."""
        self.addCleanup(setattr, OpenedOnce, "in_background", OpenedOnce.in_background)
        OpenedOnce.in_background = True

    def text_of(self, path: str, status: int = 200) -> str:
        response = self.client.get(path)
        self.assertEqual(response.status_code, status, path)
        content: Any = getattr(response, "streaming_content", None)
        return (b"".join(content) if content else response.content).decode()


def links_in(text: str) -> set[str]:
    """Return the addresses on this site that a page leads to or is made of."""
    return {link.partition("#")[0].replace("&amp;", "&") for link in LINK.findall(text)}
