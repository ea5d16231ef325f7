"""What every hand-written browser component has in common: its file sits beside the Python that names it."""

import reflex as rx


class BrowserPart(rx.NoSSRComponent):
    """A React component of ours, loaded in the browser only; give it `library` and `tag`."""

    lib_dependencies: list[str] = []
