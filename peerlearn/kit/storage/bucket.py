"""Files in a bucket of an S3-compatible store. The one file that speaks S3.

Every request is small and bounded in time, so that a store that hangs holds up nothing for long; a large file goes in
parts and becomes one only when all have arrived.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from peerlearn.kit.storage.names import is_name
from peerlearn.kit.storage.place import Kept, StorageAway

log = logging.getLogger(__name__)

PART = 8 << 20  # bytes of a large file that go at once; S3 wants 5 MiB or more
PARTS_AT_ONCE = 2  # what waits in memory
LISTED_AT_ONCE = 1000


class Bucket:
    """A bucket, and a folder where files grow until they are sent there."""

    def __init__(
        self,
        folder: Path,
        *,
        endpoint: str,
        bucket: str,
        access_key: str,
        secret_key: str,
        region: str,
        patience: timedelta = timedelta(seconds=20),
    ) -> None:
        self.folder = folder
        self._bucket = bucket
        self._store = S3Store(
            bucket,
            endpoint=endpoint,
            access_key_id=access_key,
            secret_access_key=secret_key,
            region=region,
            virtual_hosted_style_request=False,
            client_options={
                "allow_http": endpoint.startswith("http://"),
                "connect_timeout": patience / 4,
                "read_timeout": patience,
                "timeout": 6 * patience,  # a part on a slow line
            },
            retry_config={"max_retries": 2, "retry_timeout": patience},
        )

    def put(self, name: str, whole: Path) -> None:
        """Send it; then ask whether all of it is there."""
        with _answering(needs=f"a bucket {self._bucket}"):
            obstore.put(self._store, name, whole, chunk_size=PART, max_concurrency=PARTS_AT_ONCE)
        if self.size(name) != whole.stat().st_size:
            log.error("The store for files kept another number of bytes than it was sent")
            raise StorageAway()

    def size(self, name: str) -> int | None:
        """How many bytes a file has; None when there is none."""
        try:
            with _answering():
                return int(obstore.head(self._store, name)["size"])
        except FileNotFoundError:
            return None

    def read(self, name: str, start: int, most: int) -> bytes:
        """Some of its bytes, fewer only at its end."""
        with _answering():
            return bytes(obstore.get_range(self._store, name, start=start, length=most))

    def remove(self, name: str) -> None:
        """Delete a file; once more does no harm."""
        try:
            with _answering():
                obstore.delete(self._store, name)
        except FileNotFoundError:
            return

    def kept(self) -> Iterator[Kept]:
        """Every file of ours in the bucket."""
        with _answering():
            for some in obstore.list(self._store, chunk_size=LISTED_AT_ONCE):
                ours = (one for one in some if is_name(one["path"]))
                yield from (Kept(one["path"], one["size"], one["last_modified"]) for one in ours)


@contextmanager
def _answering(needs: str = "") -> Iterator[None]:
    """What the store or the way to it does wrong is said in the log, and to people in our own words.

    Args:
        needs: what must be there, for requests that can only fail for want of it.
    """
    try:
        yield
    except FileNotFoundError as missing:
        if not needs:
            raise
        log.error("The store for files has not got %s", needs)
        raise StorageAway() from missing
    except (BaseError, OSError, ValueError) as trouble:
        log.warning("The store for files: %s", str(trouble).partition("\n")[0][:300])
        raise StorageAway() from trouble
