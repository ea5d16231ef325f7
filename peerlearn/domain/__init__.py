"""What tutoring is: plain Python and SQL, without a web framework."""

import importlib
import importlib.util
import pkgutil

from peerlearn import kit


def know_every_table() -> None:
    """Import every `tables` module, so that foreign keys between packages resolve and migrations see them all."""
    floors = [(kit.__path__, kit.__name__), (__path__, __name__)]
    for path, floor in floors:
        for package in pkgutil.iter_modules(path, f"{floor}."):
            if package.ispkg and importlib.util.find_spec(f"{package.name}.tables"):
                importlib.import_module(f"{package.name}.tables")


# Importing anything of the domain brings its consequences along, so that no process can forget them.
from peerlearn.domain import reactions  # noqa: E402, F401
