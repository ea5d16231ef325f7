"""Every screen, light and dark, on a phone and on a desktop: usable by everybody, quiet, and within its width."""

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.e2e.quality.screens import SCREENS
from tests.e2e.quality.visits import Mode, Visit, in_mode, wait_until_still

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


pytestmark = pytest.mark.parametrize("visited", SCREENS, ids=str, indirect=True, scope="module")


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_can_be_used_by_everybody(visited: Visit, mode: Mode) -> None:
    found = {width: _violations(visited.page, width, mode) for width in visited.screen.widths(WIDTHS)}

    assert {width: problems for width, problems in found.items() if problems} == {}


def test_fits_into_its_width(visited: Visit) -> None:
    found = {}
    for width in visited.screen.widths(NARROW_ENOUGH):
        _resize(visited.page, width, "light")
        found[width] = visited.page.evaluate(TOO_WIDE)

    assert {width: parts for width, parts in found.items() if parts} == {}


def test_complains_about_nothing(visited: Visit) -> None:
    assert visited.complaints == []


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
