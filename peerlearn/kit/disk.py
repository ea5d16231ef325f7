"""How much room is left on the disks that files and, with SQLite, rows are kept on.

Uploads stop while there is still room for rows: a recording must not be what a payment fails for.
"""

import shutil
from pathlib import Path

from sqlalchemy import make_url

from peerlearn.settings import settings

FOR_ROWS = 10  # a tenth of what uploads leave free is left for what is being written down


def takes_files() -> bool:
    """Whether there is room for what people send."""
    return _left(_media_folder()) >= settings.disk_least_bytes


def takes_rows() -> bool:
    """Whether there is room for what must be written down; a database server keeps an eye on its own disk."""
    folder = _database_folder()
    return folder is None or _left(folder) >= settings.disk_least_bytes // FOR_ROWS


def _media_folder() -> Path:
    return Path(settings.media_folder)


def _database_folder() -> Path | None:
    url = make_url(settings.database_url)
    return Path(url.database).parent if url.get_backend_name() == "sqlite" and url.database else None


def _left(folder: Path) -> int:
    while not folder.exists():  # it is made with the first file
        folder = folder.parent
    return shutil.disk_usage(folder).free
