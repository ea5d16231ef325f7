"""The door from which learners take the receipt of a payment, as PDF."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from peerlearn.api.sign_in import COOKIE
from peerlearn.api.strangers import note_stranger
from peerlearn.domain import accounts, receipts
from peerlearn.kit.work import call, read


async def give(request: Request) -> Response:
    """The receipt, for the learner who paid and for admins; times are told in the zone that the page names."""
    viewer = await read(accounts.viewer_of_token, request.cookies.get(COOKIE, ""))
    if viewer is None:
        return PlainTextResponse(accounts.SignedOut().message, 401)
    try:
        paper = await read(receipts.paper_of, request.path_params["payment_id"], by=viewer)
    except receipts.NotYourReceipt as refusal:
        await note_stranger(request.scope, "receipt")
        return PlainTextResponse(refusal.message, 403)
    zone = receipts.zone_named(request.query_params.get("zone", ""))
    name = f"peerlearn-{paper.number.replace('/', '-')}.pdf"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store"}
    return Response(await call(receipts.as_pdf, paper, zone), media_type="application/pdf", headers=headers)


routes = [Route(receipts.DOOR + "/{payment_id:int}.pdf", give, methods=["GET"])]
