"""Every screen, light and dark, on a phone and on a desktop: usable by everybody, quiet, and within its width."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.quality.screens import SCREENS, Screen
from tests.e2e.quality.visits import DESKTOP, PHONE, Mode, Visit, in_mode, visit, wait_until_still
from tests.e2e.quality.world import World

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = "(tags) => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then((found) => found.violations)"
WIDTHS = (360, 768, 1280)
NARROW_ENOUGH = (360, 1440)
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll("*")]
        .filter((each) => each.getBoundingClientRect().right > width + 1)
        .map((each) => `${each.tagName} ${each.className}`.slice(0, 120));
}"""


@pytest.fixture(scope="module", params=SCREENS, ids=str)
def visited(
    request: pytest.FixtureRequest,
    contexts: Callable[[str], BrowserContext],
    address_of: Callable[[Screen], str],
    world: World,
) -> Iterator[Visit]:
    """The screen, opened once for all that is asked of it."""
    screen: Screen = request.param
    width = DESKTOP if screen.wide else PHONE
    opened = visit(contexts(screen.who), address_of(screen), screen, world, width=width)
    yield opened
    opened.page.close()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_can_be_used_by_everybody(visited: Visit, mode: Mode) -> None:
    found = {width: _violations(visited.page, width, mode) for width in _widths(visited.screen, WIDTHS)}

    assert {width: problems for width, problems in found.items() if problems} == {}


def test_fits_into_its_width(visited: Visit) -> None:
    found = {}
    for width in _widths(visited.screen, NARROW_ENOUGH):
        _resize(visited.page, width, "light")
        found[width] = visited.page.evaluate(TOO_WIDE)

    assert {width: parts for width, parts in found.items() if parts} == {}


def test_complains_about_nothing(visited: Visit) -> None:
    assert visited.complaints == []


def _widths(screen: Screen, widths: tuple[int, ...]) -> list[int]:
    return [width for width in widths if (screen.wide or width < 768) and (screen.narrow or width >= 768)]


def _resize(page: Page, width: int, mode: Mode) -> None:
    in_mode(page, mode)
    page.set_viewport_size({"width": width, "height": 900})
    wait_until_still(page)


def _violations(page: Page, width: int, mode: Mode) -> list[str]:
    """What axe found, as sentences."""
    _resize(page, width, mode)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    return [f"{each['id']}: {_where(node)}" for each in page.evaluate(RUN, TAGS) for node in each["nodes"]]


def _where(node: dict[str, Any]) -> str:
    why = [check["message"] for check in node["any"] + node["all"] + node["none"]]
    return f"{' '.join(map(str, node['target']))} ({'; '.join(why)[:200]})"
