"""The JavaScript and CSS of a package, shared with the build as they lie on disk."""

import inspect
from pathlib import Path

import reflex as rx

KINDS = {".js", ".jsx", ".css"}


def browser_files() -> dict[str, str]:
    """Every such file beside the calling `__init__.py`, by name, as the path that a component's `library` takes.

    Called from a package's own `__init__.py`, the build sees the same tree as the reader: files of neighbouring
    packages import each other by relative path, and a module that several components import is loaded once.
    """
    folder = Path(inspect.stack()[1].filename).parent
    files = {}
    for path in sorted(folder.iterdir()):  # no comprehension: that may be a stack frame of its own
        if path.suffix in KINDS:
            files[path.name] = rx.asset(path.name, shared=True, _stack_level=2).importable_path
    return files
