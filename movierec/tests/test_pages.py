"""Every page answers: its status, one fact on it, and how many queries it takes at most.

The sample catalogue is loaded once, by the commands that ``make demo`` runs.
"""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from catalog.models import Title
from catalog.staleness import counts_version
from movierec.tests.sample_site import SampleSiteTestCase
from recommendations.diary import rate, viewer_of
from recommendations.personal.wishes import say_less
from reviews.models import Review

MATRIX = "the-matrix-1999"
#: path: (a fact that this page shows and no other, the most queries it may take). Queries are as
#: many as were counted, on both databases: raise a number only if you know what for.
PAGES = {
    "/": ('<h1 id="hero-heading">Find your next film</h1>', 11),
    "/titles/": ("483 titles", 9),
    "/titles/?kind=show": ("117 titles", 9),
    "/titles/?genre=western&sort=oldest": ("The Magnificent Seven", 8),
    "/search/?q=the+matirx": ("Results for “the matirx”", 9),
    "/search/?q=tt0133093": (f'href="/titles/{MATRIX}/"', 7),
    "/search/?q=robots": ("<mark>robot</mark>", 9),
    '/search/?q="the+city"+-love&genre=drama&sort=rating': ("<mark>city</mark>", 12),
    "/search/suggest/?q=godf": ('href="/titles/the-godfather-1972/"', 6),
    f"/titles/{MATRIX}/": ("Laurence Fishburne", 21),
    f"/titles/{MATRIX}/similar/": ("<h1>Titles like The Matrix", 7),
    f"/titles/{MATRIX}/similar/?diversity=30&less=genre:war&year_min=1980": ("Diversity 30 %:", 8),
    f"/titles/{MATRIX}/reviews/": ("<h1>Reviews of The Matrix</h1>", 9),
    f"/titles/{MATRIX}/reviews/?aspect=story&sort=typical": ("Most typical", 11),
    "/titles/?praised=acting": ("praised for acting", 9),
    "/titles/fargo-2014/": ("Billy Bob Thornton", 16),
    "/people/keanu-reeves/": ("<h1>Keanu Reeves</h1>", 4),
    "/posters/{title}.svg": (">The Matrix<", 2),
    "/blend/": ("<h1>Blend titles</h1>", 0),
    "/blend/?plus=heat-1995&plus=inception-2010&minus=toy-story-1995": ("Why?", 7),
    "/for-you/": ("These are simply popular", 7),
    "/for-you/why-not/?title=heat-1995&genre=comedy": ("does not pass the filter", 10),
    "/accounts/login/": ("<h1>Sign in</h1>", 0),
    "/accounts/signup/": ("<h1>Sign up</h1>", 0),
    "/accounts/password/reset/": ("We send a link to the address of your account", 0),
    "/api/v1/openapi.json": ("/api/v1/titles", 0),
    "/api/v1/docs": ("<title>movierec: API</title>", 0),
    "/api/v1/redoc": ("<title>movierec: API</title>", 0),
    "/api/v1/titles?kind=show": ('"total": 117', 4),
    f"/api/v1/titles/{MATRIX}": ('"imdb_id": "tt0133093"', 11),
    f"/api/v1/titles/{MATRIX}/credits/{{credit}}": ('"category": "director"', 2),
    f"/api/v1/titles/{MATRIX}/similar": ('"reasons": [{', 4),
    f"/api/v1/titles/{MATRIX}/reviews": ('"compound": ', 4),
    f"/api/v1/titles/{MATRIX}/sentiment": ('"n_scored": 6', 5),
    "/api/v1/reviews/{review}": (f'"title": "{MATRIX}"', 2),
    "/api/v1/facets?kind=show": ('"count": 117, "is_selected": true', 5),
    "/api/v1/people?q=keanu": ('"slug": "keanu-reeves"', 3),
    "/api/v1/people/keanu-reeves": ('"character": "Neo"', 2),
    "/api/v1/genres": ('"slug": "western"', 1),
    "/api/v1/genres/western": ('"name": "Western"', 1),
    "/api/v1/countries": ('"code": "GB"', 1),
    "/api/v1/countries/GB": ('"name": "United Kingdom"', 1),
    "/api/v1/languages": ('"code": "fr"', 1),
    "/api/v1/languages/fr": ('"name": "French"', 1),
    "/api/v1/search?q=the+matirx": (f'"slug": "{MATRIX}"', 8),
    "/api/v1/search?q=robots": ('"is_marked": true', 8),
    "/api/v1/suggest?q=godf": ('"slug": "the-godfather-1972"', 6),
    "/api/v1/blend?plus=heat-1995&minus=toy-story-1995": ('"reasons": [{', 6),
    "/livez": ("ok", 0),
    "/readyz": ('{"search": true, "texts": true, "similar": true}', 2),
}
#: The same for somebody who is signed in and has reviewed and rated Fargo.
SIGNED_IN_PAGES = {
    f"/titles/{MATRIX}/": ("Laurence Fishburne", 25),
    f"/titles/{MATRIX}/yours/": ("Your rating", 5),
    "/you/": ("Latest ratings", 13),
    "/you/ratings/": ("4½ stars", 6),
    "/you/watchlist/": ("Nothing is on your watchlist", 4),
    "/you/seen/": ("You have marked nothing as seen", 4),
    "/you/hidden/": ("You have hidden nothing", 4),
    "/you/import/": ("<h1>Import ratings</h1>", 4),
    "/you/profile/": ("Download everything", 3),
    "/you/delete/": ("<h1>Delete the account?</h1>", 2),
    "/": ("Because you rated Fargo", 25),
    "/for-you/?genre=crime": ("no model of taste has been trained", 14),
    "/for-you/start/": ("<h1>What do you like?</h1>", 6),
    "/for-you/groups/": ("<h1>Watch together</h1>", 3),
    "/api/v1/me/recommendations?n=5": ('"by": "profile"', 9),
    "/api/v1/me/ratings": ('"total": 1', 5),
    "/api/v1/me/marks/watchlist": ('"total": 0', 5),
    "/api/v1/me/titles/fargo-2014": ('"value": 9', 7),
    "/api/v1/me/groups": ("[]", 3),
    "/api/v1/me/profile": ('"is_training_data": true', 3),
    "/api/v1/me/start": ('"choose": 3', 7),
    "/api/v1/me/accuracy": ('"off": null', 5),
    "/api/v1/me/statistics": ('"n": 1', 8),
    f"/api/v1/me/why-not/{MATRIX}": ('"removed_by": []', 17),
    f"/titles/{MATRIX}/reviews/": ("<h1>Reviews of The Matrix</h1>", 12),
    f"/titles/{MATRIX}/reviews/write/": ("<h1>Write a review</h1>", 4),
    "/reviews/{own}/edit/": ("<h1>Edit your review</h1>", 3),
    "/reviews/{own}/delete/": ("<h1>Delete your review?</h1>", 3),
    "/accounts/logout/": ("<h1>Sign out</h1>", 2),
    "/accounts/email/": ('name="action_add"', 3),
    "/accounts/password/change/": ('name="oldpassword"', 2),
}
#: The same for whoever wants less of something.
LESS_PAGES = {
    "/api/v1/me/less": ('"words": "less: Crime"', 6),
    "/api/v1/me/less/{less}": ('"less": "genre:crime"', 7),
}
#: Routes that no page above has, and why.
WITHOUT_PAGE = {
    "you/import/<int:pk>/": "needs an upload: test_import_pages",
    "you/import/<int:pk>/report.csv": "is a table: test_import_pages",
    "predict": "is only posted to: test_predict",
    "you/export/": "is a zip: test_own_pages",
    "titles/<str:slug>/reviews/fetch/": "is empty where no source is on: test_source_notes",
    "api/v1/": "leads to the documents; or, behind all others, says 404: test_api_errors",
    "api/v1/titles/<slug>/credits": "is only written to: test_api_titles",
    "api/v1/me/titles/<slug>/rating": "is only written to: test_personal_api_changes",
    "api/v1/me/titles/<slug>/marks/<kind>": "is only written to: test_personal_api_changes",
    "api/v1/me/groups/<code>": "takes a group: test_personal_api_people",
    "api/v1/me/groups/<code>/membership": "is only written to: test_personal_api_people",
    "api/v1/me/groups/<code>/recommendations": "takes a group: test_personal_api_people",
    "for-you/less/": "is only posted to: test_for_you_views",
    "for-you/less/<int:pk>/take-back/": "is only posted to: test_for_you_views",
    "for-you/groups/find/": "leads to a group: test_for_you_views",
    "for-you/groups/<str:code>/": "takes a group: test_for_you_views",
    "for-you/groups/<str:code>/join/": "is only posted to: test_for_you_views",
    "for-you/groups/<str:code>/leave/": "is only posted to: test_for_you_views",
}


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Yield the routes of the project's own apps, as ``resolve(path).route`` has them."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        elif route not in ("accounts/", "admin/"):
            yield from routes(pattern, route)


class PageTests(SampleSiteTestCase):
    """The pages over the sample catalogue."""

    def check(self, pages: dict[str, tuple[str, int]], ids: dict[str, int]) -> None:
        for path, (fact, most_queries) in pages.items():
            counts_version()  # asked again after ten seconds, in the middle of whatever page
            with self.subTest(path=path), CaptureQueriesContext(connection) as queries:
                response = self.client.get(path.format(**ids))
                assert response.status_code == 200
                assert fact in response.content.decode()
                assert len(queries) <= most_queries, len(queries)

    def test_every_page_answers_with_its_fact_in_few_queries(self):
        title = Title.objects.get(slug=MATRIX)
        first_of = {"credit": title.credits.first(), "review": title.reviews.first()}
        self.check(PAGES, {"title": title.pk} | {name: row.pk for name, row in first_of.items()})

    def test_every_page_for_members_answers_with_its_fact_in_few_queries(self):
        self.client.force_login(ada := User.objects.create_user("ada", password="a-passphrase"))
        own = Review.objects.create(
            title=Title.objects.get(slug="fargo-2014"), source="site", user=ada, body="Mine."
        )
        rate(viewer := viewer_of(ada, create=True), own.title, 9)
        self.check(SIGNED_IN_PAGES, {"own": own.pk})
        self.check(LESS_PAGES, {"less": say_less(viewer, "genre:crime").pk})

    def test_every_route_has_a_page_here_or_a_reason(self):
        paths = [path.partition("?")[0] for path in (*PAGES, *SIGNED_IN_PAGES, *LESS_PAGES)]
        ids = dict.fromkeys(("title", "credit", "review", "own", "less"), 1)
        probes = {"/livez", "/readyz"}  # answered by movierec.health, before any route
        seen = {resolve(path.format(**ids)).route for path in paths if path not in probes}
        assert set(routes(get_resolver())) - seen == set(WITHOUT_PAGE)

    def test_a_generated_poster_is_an_image(self):
        title = Title.objects.get(slug=MATRIX)
        assert self.client.get(f"/posters/{title.pk}.svg")["Content-Type"] == "image/svg+xml"

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
            "/for-you/",
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
                        "more",
                        "less",
                        "weight_genre",
                        "diversity",
                        "one_per_collection",
                        "by",
                        "who",
                        "target",
                        "n",
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
