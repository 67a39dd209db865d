"""The security headers, scored with the table that the HTTP Observatory publishes.

The modifiers are those of its documentation ("Scoring methodology", 2024): start at 100, add the
penalties, and add the bonuses only from 90 upwards. What needs HTTPS (HSTS, secure cookies) is
given by the settings of a deployment, which the tests switch on.
"""

import pytest
from django.test import Client

from catalog.tests.factories import make_credit, make_person, make_title

ANONYMOUS_PAGES = [
    "/",
    "/titles/",
    "/search/?q=matrix",
    "/accounts/login/",
    "/admin/login/",
    "/blend/",
    "/no-such-page/",
]


def csp_of(response) -> dict[str, list[str]]:
    policy = response.headers.get("Content-Security-Policy", "")
    directives = (part.split() for part in policy.split(";") if part.strip())
    return {name: values for name, *values in directives}


def score_csp(csp: dict[str, list[str]]) -> int:
    scripts = csp.get("script-src", csp.get("default-src", ["*"]))
    styles = csp.get("style-src", csp.get("default-src", ["*"]))
    if not csp:
        return -25
    if {"'unsafe-inline'", "data:", "*", "https:"} & set(scripts) or "object-src" not in csp:
        return -20
    if "'unsafe-eval'" in scripts:
        return -10
    if "'unsafe-inline'" in styles:
        return 0
    return 10 if csp.get("default-src") == ["'none'"] else 5


def score_cookies(response) -> int:
    cookies = response.cookies.values()
    if any(not cookie["secure"] for cookie in cookies):
        return -20
    if any("session" in cookie.key and not cookie["httponly"] for cookie in cookies):
        return -30
    if not cookies:
        return 0
    return 5 if all(cookie["samesite"] in ("Lax", "Strict") for cookie in cookies) else 0


def score_hsts(response) -> int:
    header = response.headers.get("Strict-Transport-Security", "")
    if "max-age" not in header:
        return -20
    seconds = int(header.split("max-age=")[1].split(";")[0])
    if seconds < 15_768_000:
        return -10
    return 5 if "preload" in header else 0


def score(response) -> int:
    """Return the Observatory's points for one answer; 100 and above is an A+."""
    csp, headers = csp_of(response), response.headers
    parts = [
        score_csp(csp),
        score_cookies(response),
        -50 if headers.get("Access-Control-Allow-Origin") == "*" else 0,
        score_hsts(response),
        5
        if headers.get("Referrer-Policy") in ("no-referrer", "same-origin", "strict-origin")
        else 0,
        0 if headers.get("X-Content-Type-Options") == "nosniff" else -5,
        5
        if csp.get("frame-ancestors") == ["'none'"]
        else (0 if headers.get("X-Frame-Options") else -20),
        10 if headers.get("Cross-Origin-Resource-Policy") == "same-origin" else 0,
    ]
    total = 100 + sum(part for part in parts if part < 0)
    return total + sum(part for part in parts if part > 0) if total >= 90 else total


@pytest.fixture
def deployed(settings):
    """Switch on what HTTPS=on switches on."""
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


@pytest.mark.django_db
@pytest.mark.parametrize("path", ANONYMOUS_PAGES)
def test_every_page_scores_130_or_more(path, deployed):
    response = Client(headers={"host": "localhost"}).get(path, secure=True)
    assert score(response) >= 130, dict(response.headers)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ANONYMOUS_PAGES)
def test_no_page_has_inline_script_or_style(path):
    html = Client().get(path).content.decode()
    assert " style=" not in html
    assert "<style" not in html
    assert "onclick=" not in html
    assert all("src=" in tag or "application/ld+json" in tag for tag in script_tags(html))


def script_tags(html: str) -> list[str]:
    return [part.split(">")[0] for part in html.split("<script")[1:]]


@pytest.mark.django_db
def test_a_page_is_isolated_from_other_origins():
    response = Client().get("/accounts/login/")
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Embedder-Policy"] == "credentialless"


@pytest.mark.django_db
def test_the_pages_of_a_title_and_a_person_score_as_well(deployed):
    title = make_title(name="Heat", start_year=1995)
    person = make_person(name="Val Kilmer")
    make_credit(title, person, "actor")
    address = title.get_absolute_url()
    paths = [address, f"{address}similar/", f"{address}reviews/", person.get_absolute_url()]
    paths += [f"/posters/{title.pk}.svg", "/accounts/signup/", "/accounts/password/reset/"]
    for path in paths:
        response = Client(headers={"host": "localhost"}).get(path, secure=True)
        assert response.status_code == 200, path
        assert score(response) >= 130, (path, dict(response.headers))
