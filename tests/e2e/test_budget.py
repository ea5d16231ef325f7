"""The byte budget of the start page, read from the built files: what a first visit must load before it works."""

import re
from pathlib import Path

import pytest

JS_BYTES, CSS_BYTES, FONT_BYTES = 190_000, 20_000, 60_000
NAMED = re.compile(r"""["'`(](?:/assets/|\./)([\w.@-]+\.(?:js|css))["'`)]""")
# The packages that Reflex brings along unless told not to; each would be dead weight on every page.
UNWANTED = ("radix", "sonner")
# Fetched when somebody opens the whiteboard, and by nothing else: it brings parts and fonts of its own.
BOARD, BOARD_FONTS = "whiteboard-", "excalidraw"


@pytest.fixture
def client(built_front_end: Path) -> Path:
    """The folder that is served."""
    return built_front_end / "build" / "client"


def test_the_start_page_keeps_its_budget(client: Path) -> None:
    loaded = _loaded_by(client, client / "index.html")

    scripts = sum(_on_the_wire(path) for path in loaded if path.suffix == ".js")
    styles = sum(_on_the_wire(path) for path in loaded if path.suffix == ".css")

    print(f"\nthe start page loads {scripts} bytes of JavaScript and {styles} of CSS, compressed")
    assert 50_000 < scripts <= JS_BYTES
    assert 1_000 < styles <= CSS_BYTES


def test_all_letters_together_keep_their_budget(client: Path) -> None:
    board = "".join(_text(path) for path in client.glob(f"assets/{BOARD}*.css"))
    letters = [path for path in client.rglob("*.woff2") if BOARD_FONTS not in path.parts and path.name not in board]
    fonts = sum(path.stat().st_size for path in letters)

    assert 10_000 < fonts <= FONT_BYTES


@pytest.mark.parametrize("package", UNWANTED)
def test_no_page_carries_what_nobody_uses(client: Path, package: str) -> None:
    pages = _loaded_by(client, *client.rglob("*.html"), *client.glob("assets/_*.js"))

    assert any(path.name.startswith("_session_") for path in pages)
    assert [path.name for path in pages if package in _text(path)] == []


def _loaded_by(client: Path, *pages: Path) -> set[Path]:
    """These files, and every script and style that they name, and so on, whether at once or when first shown."""
    found: set[Path] = set(pages)
    waiting = list(pages)
    while waiting:
        names = [name for name in NAMED.findall(_text(waiting.pop())) if not name.startswith(BOARD)]
        new = {client / "assets" / name for name in names} - found
        found |= new
        # The manifest lists what every other page needs.
        waiting += [path for path in new if path.suffix == ".js" and not path.name.startswith("manifest-")]
    return found


def _on_the_wire(path: Path) -> int:
    """Its size for a browser that understands no more than gzip."""
    packed = path.with_name(path.name + ".gz")
    return (packed if packed.exists() else path).stat().st_size


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
