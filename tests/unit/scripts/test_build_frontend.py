"""When the front end is built again, and where the built pages look for their socket."""

from pathlib import Path

import pytest

from scripts.build_frontend import at_own_origin, content_hash

COMPILED = "var e={PING:`http://localhost:8000/ping`,EVENT:`ws://localhost:8000/_event`,TEST_MODE:!1};export{e as t};"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout."""
    for name in ("rxconfig.py", "requirements.txt", "reflex.lock/bun.lock", "assets/logo.svg"):
        write(tmp_path / name, name)
    for name in ("ui/pages/landing/page.py", "ui/pages/room/call/call.js", "domain/money.py", "sandbox/app.py"):
        write(tmp_path / "peerlearn" / name, name)
    return tmp_path


def write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


@pytest.mark.parametrize(
    "name",
    [
        "rxconfig.py",
        "requirements.txt",
        "reflex.lock/bun.lock",
        "assets/logo.svg",
        "peerlearn/ui/pages/landing/page.py",
        "peerlearn/ui/pages/room/call/call.js",
        "peerlearn/domain/money.py",
        "peerlearn/ui/a_new_file.css",
    ],
)
def test_builds_again_when_something_on_screen_changes(checkout: Path, name: str) -> None:
    before = content_hash(checkout)

    write(checkout / name, "changed")

    assert content_hash(checkout) != before


def test_builds_again_when_a_file_is_renamed(checkout: Path) -> None:
    before = content_hash(checkout)

    (checkout / "assets/logo.svg").rename(checkout / "assets/mark.svg")

    assert content_hash(checkout) != before


def test_builds_again_when_the_public_address_changes(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content_hash(checkout)

    monkeypatch.setenv("PUBLIC_URL", "https://peerlearn.example")

    assert content_hash(checkout) != before


@pytest.mark.parametrize("name", ["peerlearn/sandbox/app.py", "tests/test_it.py", "README.md", "db.sqlite3"])
def test_keeps_the_build_when_something_else_changes(checkout: Path, name: str) -> None:
    before = content_hash(checkout)

    write(checkout / name, "changed")

    assert content_hash(checkout) == before


def test_keeps_the_build_on_another_port(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content_hash(checkout)

    monkeypatch.setenv("PORT", "9999")

    assert content_hash(checkout) == before


@pytest.mark.parametrize("quote", ["`", '"', "'"])
def test_lets_pages_talk_to_where_they_came_from(quote: str) -> None:
    compiled = COMPILED.replace("`", quote)

    free = at_own_origin(compiled)

    assert free == (
        f"var e={{PING:location.origin+{quote}/ping{quote},"
        f'EVENT:location.origin.replace("http","ws")+{quote}/_event{quote},'
        "TEST_MODE:!1};export{e as t};"
    )


def test_frees_an_address_of_production_too() -> None:
    compiled = COMPILED.replace("http://localhost:8000", "https://peerlearn.example").replace(
        "ws://localhost:8000", "wss://peerlearn.example"
    )

    assert at_own_origin(compiled) == at_own_origin(COMPILED)
