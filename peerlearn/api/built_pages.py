"""The front end as it was built, taken apart: the start page, the pattern of every other page, and what each loads."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# The start page's own frame: what stands before its content, and after it until the scripts begin.
_FRAME = re.compile(r"<body[^>]*>(.*?<main[^>]*>).*?(</main>.*?)<script", re.DOTALL)
_MANIFEST = re.compile(r"window\.__reactRouterManifest\s*=\s*(\{.*\})\s*;?\s*$", re.DOTALL)


class OddBuild(ValueError):
    """The framework builds pages in a way that we do not know."""


class BuiltPages:
    """What lies in the folder of a build."""

    def __init__(self, folder: Path) -> None:
        self.front = (folder / "index.html").read_text()
        self._pattern = (folder / "__spa-fallback.html").read_text()
        self._routes = _routes(folder)
        frame = _FRAME.search(self.front)
        if frame is None:
            raise OddBuild("the start page has no <main> to take the frame of a page from")
        self._before, self._after = frame[1].replace('"/#content"', '"#content"'), frame[2]

    def pattern(self, route: str) -> str:
        """The HTML of an address that only the browser's router knows, with what it will load named at its head."""
        known = self._routes.get(route)
        if known is None:
            raise OddBuild(f"there is no page {route}")
        links = [f'<link rel="stylesheet" href="{href}"/>' for href in known["css"]]
        scripts = dict.fromkeys([known["module"], *known["imports"]])
        links += [f'<link data-later="modulepreload" href="{href}"/>' for href in scripts if href not in self._pattern]
        return self._pattern.replace("</head>", "".join(links) + "</head>", 1)

    def filled(self, gaps: Mapping[str, str]) -> str:
        """The start page with content in the gaps that it leaves for it (ui/widgets/told_first.py)."""
        html = self.front
        for place, content in gaps.items():
            begin, end = f"<!--{place}-->", f"<!--/{place}-->"
            before, found, rest = html.partition(begin)
            _, closed, after = rest.partition(end)
            if not found or not closed:
                raise OddBuild(f"the start page leaves no gap named {place}")
            html = before + begin + content + end + after
        return html

    def framed(self, content: str) -> str:
        """Content between the head and the foot that every public page has."""
        return self._before + content + self._after


def _routes(folder: Path) -> dict[str, Any]:
    for file in (folder / "assets").glob("manifest-*.js"):
        found = _MANIFEST.search(file.read_text())
        if found is not None:
            return {route.get("path", ""): route for route in json.loads(found[1])["routes"].values()}
    raise OddBuild("the build has no list of its pages (assets/manifest-*.js)")
