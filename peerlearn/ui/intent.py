"""What a visitor was about to do: carried as `next` through registration and sign-in, and honoured afterwards.

Only ever a path of this site (kit/own_path.py), whoever wrote the address.
"""

from typing import Any
from urllib.parse import quote

from peerlearn.kit.own_path import own_path

# Pages that need somebody signed in: whoever is sent away from them comes back.
GUARDED = ("/session/", "/dashboard/", "/profile/", "/admin/")


def wanted_path(state: Any) -> str:
    """Where the address of this tab says to go afterwards; empty when it says nothing, or nothing good."""
    return own_path(state.router.url.query_parameters.get("next", ""))


def here(state: Any) -> str:
    """Where this tab is, query and all, when that is a page to come back to."""
    url = state.router.url
    path = f"{url.path}?{url.query}" if url.query else url.path
    return own_path(path) if url.path.startswith(GUARDED) else ""


def carried(path: str) -> str:
    """The query that carries a path on; empty for none."""
    return f"?next={quote(path, safe='/')}" if path else ""
