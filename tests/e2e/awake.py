"""When a page answers: its HTML is there to be read long before, and what is pressed then leads to whole pages."""

import time

from playwright.sync_api import Page

WAIT_SECONDS = 15.0
# React has taken over the document, and after two drawings nothing of what its parts do then is left to be done.
AWAKE = """async () => {
    const idle = () => new Promise((done) => requestAnimationFrame(() => requestIdleCallback(() => done())));
    if (!Object.keys(document.body).some((key) => key.startsWith("__reactFiber"))) return false;
    await idle();
    await idle();
    return true;
}"""


def wait_until_awake(page: Page) -> None:
    """Return when presses reach the page itself."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not page.evaluate(AWAKE):  # Playwright's own waiting evaluates text inside the page, which our policy refuses
        assert time.monotonic() < deadline, f"{page.url} never woke up"
        page.wait_for_timeout(30)
