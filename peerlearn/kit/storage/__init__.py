"""Files that people give us: how they are called, and the one door to where they are kept.

That is a folder of this machine by default, or a bucket of an S3-compatible store by settings.
"""

from peerlearn.kit.storage.door import aside, keep, kept, made, read, remove, size, use
from peerlearn.kit.storage.names import (
    FIRST_BYTES,
    VIDEO_TYPES,
    ending_of,
    file_name,
    is_name,
    recording,
    stem_of,
    video_kind,
)
from peerlearn.kit.storage.place import Kept, Place, StorageAway

__all__ = [
    "FIRST_BYTES",
    "VIDEO_TYPES",
    "Kept",
    "Place",
    "StorageAway",
    "aside",
    "ending_of",
    "file_name",
    "is_name",
    "keep",
    "kept",
    "made",
    "read",
    "recording",
    "remove",
    "size",
    "stem_of",
    "use",
    "video_kind",
]
