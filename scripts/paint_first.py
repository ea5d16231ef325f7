"""Lets a built page paint before its scripts arrive.

Compiled, a page asks for all of its modules in its head, and they share the line with the style sheets that the first
picture waits for. What is to be seen is in the HTML already, so the modules can wait for that picture: on a slow line
it comes almost a second earlier, and the page answers a moment later than it would have. What is pressed in that
moment is not lost: links lead to whole pages by themselves, and the last button pressed is pressed again.

A page that comes without content, as that of a room's address does, has no picture to wait for and begins at once.
"""

import gzip
import re
from pathlib import Path

PRELOAD, LATER = '<link rel="modulepreload"', '<link data-later="modulepreload"'
_START = re.compile(
    r'<script type="module" async="">import "(?P<first>[^"]+)";\s*'
    r'(?P<routes>(?:import \* as \w+ from "[^"]+";\s*)+)'
    r"(?P<table>window\.__reactRouterRouteModules = \{[^}]*\};)\s*"
    r'import\("(?P<last>[^"]+)"\);</script>'
)
_ROUTE = re.compile(r'import \* as (\w+) from "([^"]+)";')
# A tab in the background paints nothing, nor does a page without content; a line so slow that the styles take seconds
# must not wait for them as well.
_LONGEST_WAIT_MS = 3000
_WAITING = """<script>{
  const start = async () => {
    for (const link of document.querySelectorAll("link[data-later]")) link.rel = link.dataset.later;
    await import("%(first)s");
    %(routes)s
    %(table)s
    import("%(last)s");
  };
  let started = false;
  const once = () => {
    if (!started) start();
    started = true;
  };
  const seen = (paints) => paints.getEntriesByName("first-contentful-paint").length && once();
  if (document.hidden || !document.querySelector("main")) once();
  else if (PerformanceObserver.supportedEntryTypes?.includes("paint"))
    new PerformanceObserver(seen).observe({ type: "paint", buffered: true });
  else requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, %(longest)d);

  let pressed = null;
  const note = ({ target }) => (pressed = target.closest?.("button[type=button]") ?? pressed);
  addEventListener("click", note, true);
  const awake = () => Object.keys(document.body).some((key) => key.startsWith("__reactFiber"));
  const waiting = setInterval(() => {
    if (!awake()) return;
    clearInterval(waiting);
    removeEventListener("click", note, true);
    setTimeout(() => pressed?.isConnected && pressed.click(), 100);
  }, 50);
}</script>"""


def paint_first(client: Path) -> None:
    """Rewrite every page of a build, and pack it anew."""
    for page in client.rglob("*.html"):
        html = waiting_for_paint(page.read_text(encoding="utf-8")).encode()
        page.write_bytes(html)
        for packed in page.parent.glob(f"{page.name}.*"):
            packed.unlink()
        page.with_name(f"{page.name}.gz").write_bytes(gzip.compress(html, mtime=0))


def waiting_for_paint(html: str) -> str:
    """A page whose modules are asked for after its first picture.

    Raises:
        SystemExit: when the framework starts its pages in a way that we do not know.
    """
    found = _START.search(html)
    if found is None:
        raise SystemExit("Reflex starts its pages in a new way: scripts/paint_first.py does not know it")
    routes = "\n    ".join(f'const {name} = await import("{path}");' for name, path in _ROUTE.findall(found["routes"]))
    parts = {**found.groupdict(), "routes": routes, "longest": _LONGEST_WAIT_MS}
    return html.replace(PRELOAD, LATER).replace(found[0], _WAITING % parts)
