"""What a file is by its content, and under which name it may be given to somebody."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.kit.file_kinds import JPEG, LONGEST_NAME, PDF, TEXT, WEBP, document_kind, fitting_name

WORD, ODT = "word/document.xml", b"application/vnd.oasis.opendocument.text"


def archive(*parts: tuple[str, bytes], packed: int = zipfile.ZIP_STORED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", packed) as file:
        for name, body in parts:
            file.writestr(name, body)
    return written.getvalue()


TYPES = ("[Content_Types].xml", b"<Types/>")
TAKEN = {
    "pdf": (b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n", "application/pdf"),
    "text": ("नमस्ते, a loop:\n\tfor i in range(3):\n".encode(), "text/plain"),
    "docx": (archive(TYPES, (WORD, b"<w/>")), "wordprocessingml.document"),
    "xlsx": (archive(TYPES, ("xl/workbook.xml", b"<w/>")), "spreadsheetml.sheet"),
    "pptx": (archive(TYPES, ("ppt/presentation.xml", b"<w/>")), "presentationml.presentation"),
    "odt": (archive(("mimetype", ODT), ("content.xml", b"<w/>")), "opendocument.text"),
}
REFUSED = {
    "nothing": b"",
    "blanks": b" \n ",
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a page after blanks": b"\xef\xbb\xbf \n <html>",
    "a drawing": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a program": b"MZ\x90\x00" + bytes(200),
    "half a pdf": b"%PDF-1.7\n1 0 obj\n",
    "a zip archive": archive(("notes.txt", b"hello")),
    "a program in an archive": archive(("META-INF/MANIFEST.MF", b"Main-Class: A")),
    "a document with macros": archive(TYPES, (WORD, b"<w/>"), ("word/vbaProject.bin", b"x")),
    "an open document with macros": archive(("mimetype", ODT), ("Basic/Standard/Module1.xml", b"x")),
    "a document that grows": archive(TYPES, (WORD, bytes(210_000_000)), packed=zipfile.ZIP_DEFLATED),
    "a document of too many parts": archive(TYPES, (WORD, b""), *((f"p{n}", b"") for n in range(5_000))),
    "an archive that says it is a document": archive(("mimetype", b"application/zip")),
    "no archive": b"PK\x03\x04" + b"x" * 500,
    "letters of another alphabet": "naïve".encode("latin-1"),
    "zeros": b"text\x00text",
}


@pytest.mark.parametrize(("body", "media_type"), TAKEN.values(), ids=TAKEN)
def test_knows_documents_by_what_is_in_them(body: bytes, media_type: str) -> None:
    kind = document_kind(io.BytesIO(body))

    assert kind is not None
    assert kind.media_type.endswith(media_type)


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_knows_nothing_else(body: bytes) -> None:
    assert document_kind(io.BytesIO(body)) is None


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("Homework 3.pdf", "Homework 3.pdf"),
        ("पाठ.PDF", "पाठ.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\x.pdf", "x.pdf"),
        ("invoice.pdf.exe", "invoice.pdf.exe.pdf"),
        ("cod\u202efdp.exe", "codfdp.exe.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("....", "file.pdf"),
        ('<>:"|?*.pdf', "_______.pdf"),
    ],
)
def test_gives_a_name_that_harms_nobody(given_name: str, name: str) -> None:
    assert fitting_name(given_name, PDF) == name


def test_the_name_of_a_picture_follows_what_it_was_made_into() -> None:
    assert fitting_name("Board 1.PNG", WEBP) == "Board 1.webp"
    assert fitting_name("photo.jpeg", JPEG) == "photo.jpeg"
    assert fitting_name("photo", JPEG) == "photo.jpg"


@given(name=st.text(max_size=300))
def test_any_name_becomes_one_of_its_kind(name: str) -> None:
    fitting = fitting_name(name, TEXT)

    assert 0 < len(fitting) <= LONGEST_NAME + 6
    assert fitting.rpartition(".")[2] in TEXT.endings
    assert not set('/\\<>:"|?*\x00\r\n\u202e') & set(fitting)
    assert not fitting.startswith((".", " "))
    assert fitting_name(fitting, TEXT) == fitting
