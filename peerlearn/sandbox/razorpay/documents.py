"""Documents: papers that a merchant hands in, of which a dispute's evidence names the ids.

Imitates https://razorpay.com/docs/api/documents/: pictures and PDFs, known by their first bytes.
"""

import base64

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from peerlearn.sandbox.razorpay.books import Books, Entity, shown
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.fields import refuse_unknown
from peerlearn.sandbox.razorpay.gateway import gateway_of
from peerlearn.sandbox.razorpay.ids import new_id
from peerlearn.sandbox.razorpay.lookup import entity_with

EVIDENCE = "dispute_evidence"
_BEGINNINGS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def document_with(books: Books, document_id: str) -> Entity:
    """The document, or Razorpay's refusal."""
    return entity_with(books, "doc", document_id)


async def create_document(request: Request) -> Response:
    """POST /v1/documents, as a form with a file."""
    gateway = gateway_of(request)
    async with request.form() as form:
        refuse_unknown(form.keys(), {"file", "purpose"})
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.size:
            raise GatewayRefusal("The file field is required.", field="file")
        if form.get("purpose") != EVIDENCE:
            raise GatewayRefusal("The selected purpose is invalid.", field="purpose")
        content, name = await file.read(), file.filename
    document = {
        "id": new_id("doc"),
        "entity": "document",
        "purpose": EVIDENCE,
        "name": name,
        "mime_type": _type_of(content),
        "size": len(content),
        "created_at": int(gateway.now()),
        "_content": base64.b64encode(content).decode(),
    }
    with gateway.books.transaction():
        gateway.books.add(document)
    return JSONResponse(shown(document))


async def show_document(request: Request) -> Response:
    """GET /v1/documents/:id."""
    return JSONResponse(shown(document_with(gateway_of(request).books, request.path_params["id"])))


async def show_content(request: Request) -> Response:
    """GET /v1/documents/:id/content, byte for byte."""
    document = document_with(gateway_of(request).books, request.path_params["id"])
    return Response(base64.b64decode(document["_content"]), media_type=document["mime_type"])


def _type_of(content: bytes) -> str:
    for beginning, mime_type in _BEGINNINGS.items():
        if content.startswith(beginning):
            return mime_type
    raise GatewayRefusal("The file must be a file of type: jpeg, jpg, png, pdf.", field="file")


routes = [
    Route("/documents", create_document, methods=["POST"]),
    Route("/documents/{id}", show_document, methods=["GET"]),
    Route("/documents/{id}/content", show_content, methods=["GET"]),
]
