"""The admin pages of checks and of conflicts, and the origins of facts on a title's page."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import CatalogCheck, FactConflict, Title
from catalog.tests.factories import make_title
from catalog.tests.sound_catalog import make_file, make_sound_catalog

pytestmark = pytest.mark.django_db

CHECKS = "/admin/catalog/catalogcheck/"
CONFLICTS = "/admin/catalog/factconflict/"


@pytest.fixture
def analyst() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("ada"))
    return client


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def add_conflict(title: Title, fact: str, value: str | int, dataset: str = "imdb_5000"):
    file = make_file(dataset)
    FactConflict.objects.record([FactConflict.of(title.pk, fact, file.pk, value)])
    return FactConflict.objects.get(file=file)


# --- checks -----------------------------------------------------------------------------------


def test_a_failed_check_says_so_first_and_links_its_examples(analyst):
    title = make_sound_catalog()
    Title.objects.filter(pk=title.pk).update(end_year=1990, name="<b>The Matrix</b>")
    with pytest.raises(CommandError):
        call_command("check_catalog", stdout=open("/dev/null", "w"))  # noqa: PTH123, SIM115
    html = html_of(analyst, f"{CHECKS}{CatalogCheck.objects.get().pk}/change/")
    assert "<strong>Failed: 2 of " in html
    assert html.index("<strong>Failed: ") < html.index("What does not hold")
    assert html.index("What does not hold") < html.index("What holds: completeness")
    link = f'<a href="/admin/catalog/title/{title.pk}/change/">&lt;b&gt;The Matrix&lt;/b&gt; (1999'
    assert link in html
    assert "style=" not in html.partition("<main")[2].partition("What holds")[0]


def test_a_passed_check_says_so(analyst, capsys):
    make_sound_catalog()
    call_command("check_catalog")
    html = html_of(analyst, f"{CHECKS}{CatalogCheck.objects.get().pk}/change/")
    assert "<strong>Passed: every required expectation holds.</strong>" in html
    assert "What does not hold" not in html
    assert "Passed: every required expectation holds." in html_of(analyst, CHECKS)


def test_a_check_of_some_expectations_says_which(analyst, capsys):
    make_sound_catalog()
    call_command("check_catalog", "--only", "ranges")
    html = html_of(analyst, f"{CHECKS}{CatalogCheck.objects.get().pk}/change/")
    assert "Only these were asked for: ranges." in html


def test_checks_cannot_be_changed(analyst):
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    check = CatalogCheck.keep(started_at=moment, finished_at=moment, passed=True)
    assert analyst.get(f"{CHECKS}add/").status_code == 403
    assert analyst.post(f"{CHECKS}{check.pk}/delete/", {"post": "yes"}).status_code == 403
    assert analyst.get(f"{CHECKS}999/change/").status_code == 302


# --- conflicts --------------------------------------------------------------------------------


def values(analyst, **query: str) -> list[str]:
    response = analyst.get(CONFLICTS, query)
    assert response.status_code == 200
    return sorted(row.value for row in response.context["cl"].result_list)


def test_both_sides_of_a_conflict_are_shown_with_their_files(analyst):
    file = make_file("tmdb_v11")
    title = make_title("Heat", start_year=1995, provenance={"*": file.pk})
    other = add_conflict(title, "start_year", 1996)
    html = html_of(analyst, CONFLICTS)
    assert f'<a href="/admin/catalog/title/{title.pk}/change/">Heat (1995)</a>' in html
    for value, origin in ((1995, file), (1996, other.file)):
        link = f'<a href="/admin/catalog/sourcefile/{origin.pk}/change/" title="{origin.name}">'
        assert f"{value}<br>{link}{origin.dataset}</a>" in html


def test_conflicts_are_filtered(analyst):
    title = make_title("Heat", start_year=1995, runtime_minutes=170)
    for fact, value in (
        ("start_year", 1996), ("start_year", 1997), ("start_year", 1995), ("runtime_minutes", 171),
        ("name", "HEAT"),
    ):  # fmt: skip
        add_conflict(title, fact, value)
    assert values(analyst) == ["171", "1996", "1997", "HEAT"]
    assert values(analyst, state="nonsense") == ["171", "1996", "1997", "HEAT"]
    assert values(analyst, state="settled") == ["1995"]
    assert values(analyst, state="all") == ["171", "1995", "1996", "1997", "HEAT"]
    assert values(analyst, fact__exact="start_year") == ["1996", "1997"]
    assert values(analyst, differs="year-1") == ["1996"]
    assert values(analyst, differs="name-spelling") == ["HEAT"]
    assert values(analyst, differs="nonsense") == ["171", "1996", "1997", "HEAT"]


@pytest.mark.parametrize(("text", "found"), [("hea", ["1996"]), ("tt0113277", ["1996"]), ("x", [])])
def test_conflicts_are_searched_by_their_titles(analyst, text, found):
    add_conflict(make_title("Heat", start_year=1995, imdb_id="tt0113277"), "start_year", 1996)
    add_conflict(make_title("Alien", start_year=1979), "start_year", 1980)
    assert values(analyst, q=text) == found


def act(client: Client, action: str, *conflicts: FactConflict) -> str:
    chosen = {"action": action, "_selected_action": [conflict.pk for conflict in conflicts]}
    return client.post(CONFLICTS, chosen, follow=True).content.decode()


def test_the_other_value_is_taken_and_locked(analyst):
    title = make_title("Heat", start_year=1995)
    html = act(analyst, "take", add_conflict(title, "start_year", 1996))
    title.refresh_from_db()
    assert (title.start_year, title.provenance) == (1996, {"start_year": Title.EDITED})
    assert "1 value locked." in html
    history = html_of(analyst, f"/admin/catalog/title/{title.pk}/history/")
    assert "Decided a conflict: took the year." in history


def test_what_the_title_has_is_kept_and_locked(analyst):
    title = make_title("Heat", start_year=1995)
    act(analyst, "keep", add_conflict(title, "start_year", 1996))
    title.refresh_from_db()
    assert (title.start_year, title.provenance) == (1995, {"start_year": Title.EDITED})
    assert values(analyst) == []
    assert "1995<br>locked by an analyst" in html_of(analyst, f"{CONFLICTS}?state=decided")


def test_of_two_values_for_one_fact_only_one_is_taken(analyst):
    title = make_title("Heat", start_year=1995)
    both = [add_conflict(title, "start_year", year) for year in (1996, 1997)]
    html = act(analyst, "take", *both)
    title.refresh_from_db()
    assert title.start_year == 1996
    assert "two values were chosen" in html


def test_a_value_that_cannot_be_is_refused_in_words(analyst):
    title = make_title("Fargo", kind="show", start_year=2014, end_year=2015)
    html = act(analyst, "take", add_conflict(title, "start_year", 2016))
    assert "Not locked: Fargo (2014–2015): It began in 2016." in html


def test_deciding_takes_the_right_to_change_titles():
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_factconflict"))
    client = Client()
    client.force_login(clerk)
    title = make_title("Heat", start_year=1995)
    act(client, "take", add_conflict(title, "start_year", 1996))
    title.refresh_from_db()
    assert title.start_year == 1995


def test_conflicts_take_as_many_queries_for_thirty_as_for_three(analyst):
    counts = []
    for n in (3, 30):
        for i in range(n):
            file = make_file()
            title = make_title(f"Film {n} {i}", start_year=1995, provenance={"*": file.pk})
            add_conflict(title, "start_year", 1996)
        with CaptureQueriesContext(connection) as queries:
            html_of(analyst, CONFLICTS)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_conflicts_do_not_keep_a_title_from_being_deleted(analyst):
    title = make_title("Heat", start_year=1995)
    add_conflict(title, "start_year", 1996)
    analyst.post(f"/admin/catalog/title/{title.pk}/delete/", {"post": "yes"})
    assert not Title.objects.exists()


# --- a title's page ---------------------------------------------------------------------------


def test_a_title_says_where_its_facts_come_from(analyst):
    first, second = make_file("netflix_titles"), make_file("tmdb_v11")
    title = make_title(
        "Heat", start_year=1995,
        provenance={
            "*": first.pk, "status": first.pk, "start_year": second.pk, "keywords": second.pk,
            "overview": Title.EDITED, "runtime_minutes": Title.EDITED, "budget": 999,
        },
    )  # fmt: skip
    html = html_of(analyst, f"/admin/catalog/title/{title.pk}/change/")
    assert "Locked by an analyst: overview, runtime minutes<br>" in html
    assert f'/{second.pk}/change/">tmdb_v11.csv (tmdb_v11)</a>: keywords, start year<br>' in html
    assert "file 999, which is gone: budget<br>" in html
    assert f'/{first.pk}/change/">netflix_titles.csv (netflix_titles)</a>: everything else' in html


def test_a_title_says_what_other_files_say(analyst):
    title = make_title("Heat", start_year=1995)
    other = add_conflict(title, "start_year", 1996)
    add_conflict(title, "start_year", 1995)
    html = html_of(analyst, f"/admin/catalog/title/{title.pk}/change/")
    assert f"Year 1996, says {other.file} (open)</div>" in html
