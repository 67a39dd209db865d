"""Take pictures of the pages of a running site, to look at: ``make shots``.

Run as ``python -m movierec.tests.shots [FOLDER] [BASE URL] [PATH…]``: every path on a desktop
(1280 px) and a phone (390 px), light and dark, into FOLDER (default shots/). Console errors and
sideways scrolling are printed, and fail.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PATHS = [
    "/",
    "/titles/",
    "/titles/?genre=science-fiction&sort=newest",
    "/titles/the-matrix-1999/",
    "/titles/the-matrix-1999/similar/",
    "/titles/the-matrix-1999/reviews/",
    "/people/christopher-nolan/",
    "/search/?q=godfater",
    "/search/?q=city",
    "/search/?q=city&genre=western&kind=show",
    "/blend/?plus=heat-1995&plus=inception-2010&minus=toy-story-1995",
    "/for-you/",
    "/for-you/start/",
    "/accounts/login/",
    "/accounts/signup/",
    "/no-such-page/",
]
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


def name_of(path: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in path).strip("-") or "home"


def shoot(
    browser: Browser, folder: Path, base: str, path: str, device: str, scheme: str
) -> list[str]:
    """Save one picture; return the console errors that the page caused."""
    context = browser.new_context(
        viewport=SIZES[device],  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.goto(base + path, wait_until="networkidle")
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > SIZES[device]["width"]:
        errors.append(f"scrolls sideways: {width} px")
    page.screenshot(path=folder / f"{name_of(path)}-{device}-{scheme}.png", full_page=True)
    context.close()
    return [f"{path} {device} {scheme}: {error}" for error in errors if "404" not in error]


def main(folder: str = "shots", base: str = "http://127.0.0.1:8000", *paths: str) -> int:
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        errors = [
            error
            for path in paths or PATHS
            for device in SIZES
            for scheme in ("light", "dark")
            for error in shoot(browser, target, base, path, device, scheme)
        ]
        browser.close()
    print("\n".join(errors) or f"no console errors; pictures in {target}/")  # noqa: T201
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
