"""The ways this gateway says no, in Razorpay's error JSON.

Imitates https://razorpay.com/docs/errors/.
"""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

BAD_REQUEST = "BAD_REQUEST_ERROR"


class GatewayRefusal(Exception):
    """A request that Razorpay would turn down; 400 unless told otherwise."""

    def __init__(
        self,
        description: str,
        *,
        field: str | None = None,
        status: int = 400,
        reason: str = "input_validation_failed",
    ) -> None:
        super().__init__(description)
        self.description = description
        self.field = field
        self.status = status
        self.reason = reason


def error_response(
    description: str,
    *,
    status: int,
    code: str = BAD_REQUEST,
    field: str | None = None,
    source: str = "business",
    step: str = "payment_initiation",
    reason: str = "input_validation_failed",
    headers: dict[str, str] | None = None,
) -> Response:
    """Razorpay's error envelope around one sentence."""
    error = {
        "code": code,
        "description": description,
        "source": source,
        "step": step,
        "reason": reason,
        "metadata": {},
    }
    if field is not None:
        error["field"] = field
    return JSONResponse({"error": error}, status_code=status, headers=headers)


def unauthorized() -> Response:
    """The answer to a missing or wrong key."""
    return error_response(
        "Authentication failed",
        status=401,
        source="NA",
        step="NA",
        reason="NA",
        headers={"WWW-Authenticate": 'Basic realm="Razorpay"'},
    )


def server_error(status: int = 500) -> Response:
    """The answer when something broke on the gateway's side."""
    return error_response(
        "We are facing some trouble completing your request at the moment. Please try again shortly.",
        status=status,
        code="SERVER_ERROR",
        source="NA",
        step="NA",
        reason="server_error",
    )


def explain_refusal(_request: Request, refusal: Exception) -> Response:
    """Turns a refusal raised by an endpoint into its answer."""
    assert isinstance(refusal, GatewayRefusal)
    return error_response(refusal.description, status=refusal.status, field=refusal.field, reason=refusal.reason)


def explain_http_exception(_request: Request, problem: Exception) -> Response:
    """Turns an unknown path or method into Razorpay's 404."""
    assert isinstance(problem, HTTPException)
    if problem.status_code in (404, 405):
        return error_response(
            "The requested URL was not found on the server.", status=404, source="NA", step="NA", reason="NA"
        )
    return error_response(problem.detail, status=problem.status_code)


def explain_crash(_request: Request, _problem: Exception) -> Response:
    """Turns a bug of the sandbox into Razorpay's 500."""
    return server_error()
