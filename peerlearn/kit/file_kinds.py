"""What a file is, by what is in it; its name and what its sender calls it say nothing.

Only kinds that a person opens by themselves and that run nothing are known here; pictures are pictures.py's.
"""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

MOST_ENTRIES = 5_000
MOST_UNPACKED = 200_000_000  # what a document may become on the machine of whoever opens it
LONGEST_NAME = 100
END_WITHIN = 2_048  # the end of a PDF stands in its last bytes


@dataclass(frozen=True)
class Kind:
    """One kind of file: what browsers are told, how its name may end, and which endings that replaces."""

    media_type: str
    endings: tuple[str, ...]
    replaces: tuple[str, ...] = ()


PDF = Kind("application/pdf", ("pdf",))
TEXT = Kind("text/plain", ("txt", "md", "csv", "tsv", "json", "ipynb", "py", "java", "c", "cpp", "h", "sql", "tex"))
JPEG = Kind("image/jpeg", ("jpg", "jpeg"))
WEBP = Kind("image/webp", ("webp",), replaces=("png", "gif"))
# By the part that makes a zip archive a document of that kind.
_OFFICE = {
    "word/document.xml": Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)),
    "xl/workbook.xml": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)),
    "ppt/presentation.xml": Kind(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation", ("pptx",)
    ),
}
# By what their first part, "mimetype", says.
_OPEN_DOCUMENT = {
    kind.media_type.encode(): kind
    for kind in (
        Kind("application/vnd.oasis.opendocument.text", ("odt",)),
        Kind("application/vnd.oasis.opendocument.spreadsheet", ("ods",)),
        Kind("application/vnd.oasis.opendocument.presentation", ("odp",)),
    )
}
_MACROS = re.compile(r"(^|/)(vbaproject\.bin|basic/.*|scripts/.*)$", re.IGNORECASE)
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def document_kind(file: BinaryIO) -> Kind | None:
    """Which kind of document a file is; None when it is none that we know."""
    file.seek(0)
    first = file.read(8)
    if first.startswith(b"%PDF-"):
        return PDF if _is_whole_pdf(file) else None
    if first.startswith(b"PK\x03\x04"):
        return _kind_of_archive(file)
    return TEXT if _is_text(file) else None


def fitting_name(name: str, kind: Kind) -> str:
    """A name under which a file may lie on anybody's disk: no path, nothing invisible, an ending of its kind."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(sign for sign in last if unicodedata.category(sign)[0] not in "CZ" or sign == " ")
    plain = re.sub(r'[<>:"|?*]', "_", visible).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if not dot or ending.lower() not in kind.endings:
        stem, ending = stem if ending.lower() in kind.replaces else plain, kind.endings[0]
    return f"{stem[:LONGEST_NAME].strip(' .') or 'file'}.{ending.lower()}"


def _is_whole_pdf(file: BinaryIO) -> bool:
    size = file.seek(0, 2)
    file.seek(max(0, size - END_WITHIN))
    return b"%%EOF" in file.read()


def _kind_of_archive(file: BinaryIO) -> Kind | None:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MOST_ENTRIES or sum(part.file_size for part in parts) > MOST_UNPACKED:
                return None
            if any(_MACROS.search(name) for name in names):
                return None
            if parts and parts[0].filename == "mimetype" and parts[0].compress_type == zipfile.ZIP_STORED:
                return _OPEN_DOCUMENT.get(archive.read("mimetype")) if parts[0].file_size < END_WITHIN else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for part, kind in _OFFICE.items() if part in names), None)


def _is_text(file: BinaryIO) -> bool:
    """Text that people read; a page or a drawing that a browser might run is not."""
    file.seek(0)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not _NO_TEXT.search(text) and not text.lstrip().startswith("<")
