"""When a page answers: its HTML is there to be read long before, and what is pressed then leads to whole pages."""

import time

from playwright.sync_api import Page

WAIT_SECONDS = 15.0
# React has taken over the document, and what its parts do after their first drawing is done.
AWAKE = """() => Object.keys(document.body).some((key) => key.startsWith("__reactFiber"))
    && new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true), 50)))"""


def wait_until_awake(page: Page) -> None:
    """Return when presses reach the page itself."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not page.evaluate(AWAKE):  # Playwright's own waiting evaluates text inside the page, which our policy refuses
        assert time.monotonic() < deadline, f"{page.url} never woke up"
        page.wait_for_timeout(30)
