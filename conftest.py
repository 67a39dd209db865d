"""What every test gets: no network beyond this machine, its own index folder, honest skips."""

import gc
import os
import socket
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import TransactionTestCase

from catalog.index_store import OpenedOnce

# Playwright's synchronous API runs an event loop, in which Django would refuse its ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

REAL_FILES = Path(
    os.environ.get(
        "MOVIEREC_REAL_FILES", Path(__file__).resolve().parent.parent / "shared" / "data"
    )
)
#: Spellings of this machine; None and "" stand for it too.
LOCAL_HOSTS = ("127.0.0.1", "::1", "localhost", "", None)
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))

# Examples may take long on a busy machine. CI draws the same ones each time: what it has not seen
# to fail, it does not find in a change that has nothing to do with it.
hypothesis.settings.register_profile(
    "movierec",
    deadline=None,
    derandomize="MOVIEREC_REQUIRE" in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("movierec")


def skip_unless(present: bool, need: str, reason: str) -> None:
    """Skip the test and say why; fail instead where MOVIEREC_REQUIRE names ``need``."""
    if present:
        return
    if need in os.environ.get("MOVIEREC_REQUIRE", ""):
        pytest.fail(f"{need} is required here: {reason}")
    pytest.skip(reason)


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over thousands of tests, which stay to the end anyhow."""
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what tells no more with this database than with the other."""
    left_out = [item for item in items if not runs_here(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if runs_here(item)]


def runs_here(item: pytest.Item) -> bool:
    """Tell whether a test belongs to this database: most to SQLite, and some to both."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        is_there_too = "postgresql" in os.environ.get("MOVIEREC_REQUIRE", "")
        return not (is_there_too and item.get_closest_marker("workers"))
    return touches_database(item)


def touches_database(item: pytest.Item) -> bool:
    """Tell whether a test may touch a database: its own way of saying so, or its module's.

    What drives a browser, or is marked ``any_database``, does, but which one makes no difference.
    """
    if any(item.get_closest_marker(name) for name in ("any_database", "browser")):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    is_case = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    marked = item.get_closest_marker("django_db") is not None
    return marked or is_case or bool(fixtures & {"db", "transactional_db"}) or _speaks_of_it(item)


def _speaks_of_it(item: pytest.Item) -> bool:
    return "database" in _text_of(str(item.path)).lower()


@cache
def _text_of(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections to anything but this machine, and questions where others are."""

    def guard(owner: object, name: str, host_of: Callable[..., object]) -> None:
        unguarded = getattr(owner, name)

        def guarded(*args: object, **options: object) -> object:
            if (host := host_of(*args, **options)) not in LOCAL_HOSTS:
                raise RuntimeError(f"a test tried to reach {host!r}")
            return unguarded(*args, **options)

        monkeypatch.setattr(owner, name, guarded)

    def host_of_address(_: object, address: object) -> object:
        return address[0] if isinstance(address, tuple) else None  # a Unix socket has no host

    guard(socket.socket, "connect", host_of_address)
    guard(socket.socket, "connect_ex", host_of_address)
    guard(socket, "getaddrinfo", lambda host, *_, **__: host)


@pytest.fixture(scope="session", autouse=True)
def no_web_process() -> None:
    """Open indexes as commands do, though tests that import movierec.wsgi were collected."""
    OpenedOnce.in_background = False


@pytest.fixture(autouse=True)
def settings_of_tests(settings, tmp_path: Path) -> None:
    """Keep test indexes out of the data folder; hash quickly; need no collected static files."""
    settings.INDEX_DIR = tmp_path / "index"
    OpenedOnce.in_background = False
    caches["memory"].clear()
    # Whitenoise would look at each static file for each test's client: 23 ms.
    settings.STATIC_ROOT = tmp_path / "staticfiles"
    settings.WHITENOISE_USE_FINDERS = False
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def real_files() -> Path:
    """Return the folder of real data files, which are not part of the repository."""
    skip_unless(
        REAL_FILES.is_dir(),
        "real_files",
        f"the real data files are not here ({REAL_FILES}; set MOVIEREC_REAL_FILES)",
    )
    return REAL_FILES


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """Start the system's Chromium, headless."""
    skip_unless(CHROMIUM.exists(), "chromium", f"Chromium is not installed ({CHROMIUM})")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, request):
    """Open an empty page; fail the test if the browser's console shows an error.

    A parameter of it says whether there is JavaScript.
    """
    context = chromium.new_context(java_script_enabled=getattr(request, "param", True))
    page = context.new_page()
    page.set_default_timeout(30_000)
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    yield page
    context.close()
    if errors:
        pytest.fail(f"the console shows {errors}")
