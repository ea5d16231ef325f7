"""Makes the start of the site several seconds shorter.

`rx.asset` finds the file that calls it by `inspect.stack()`, which asks for the module of every frame on the stack.
While modules are imported most frames are the import system's own. Those have no file, so that `inspect` looks through
all modules there are, for each frame and again for each of our hundred files.
"""

import inspect
import os

IMPORT_SYSTEM = ("_bootstrap", "_bootstrap_external")


def know_the_import_system() -> None:
    """Tell `inspect` beforehand which modules those frames belong to."""
    for part in IMPORT_SYSTEM:
        shown = f"<frozen importlib.{part}>"
        for name in (shown, os.path.abspath(shown)):  # it asks by either
            inspect.modulesbyfile[name] = f"importlib.{part}"
