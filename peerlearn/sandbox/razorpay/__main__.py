"""Runs the gateway as a process of its own: `python -m peerlearn.sandbox.razorpay --port 4310`.

Every setting is a flag or the environment variable named beside it; port 0 takes any free port, and the first
line on standard output says which.
"""

import argparse
import os

import uvicorn

from peerlearn.sandbox.razorpay.app import create_app
from peerlearn.sandbox.razorpay.settings import RETRY_SECONDS


def main() -> None:
    """Serves until it is stopped."""
    flags = _parser().parse_args()
    app = create_app(
        key_id=flags.key_id,
        key_secret=flags.key_secret,
        webhook_secret=flags.webhook_secret,
        webhook_url=flags.webhook_url,
        database_path=flags.database,
        retry_seconds=flags.retry_seconds,
        account_number=flags.account_number,
        payout_webhook_secret=flags.payout_webhook_secret or "",
        payout_webhook_url=flags.payout_webhook_url,
    )
    config = uvicorn.Config(app, host=flags.host, port=flags.port, log_level="warning")
    listening = config.bind_socket()
    # From here on the system holds callers until the server takes them, so the line printed is true.
    listening.listen()
    print(f"Razorpay sandbox on http://{flags.host}:{listening.getsockname()[1]}", flush=True)
    uvicorn.Server(config).run(sockets=[listening])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m peerlearn.sandbox.razorpay", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    _add_setting(parser, "--key-id", "RAZORPAY_KEY", needed=True)
    _add_setting(parser, "--key-secret", "RAZORPAY_SECRET", needed=True)
    _add_setting(parser, "--webhook-secret", "RAZORPAY_WEBHOOK_SECRET", needed=True)
    _add_setting(parser, "--webhook-url", "RAZORPAY_SANDBOX_WEBHOOK_URL", needed=False)
    _add_setting(parser, "--database", "RAZORPAY_SANDBOX_DATABASE", needed=False)
    _add_setting(parser, "--account-number", "RAZORPAYX_ACCOUNT_NUMBER", needed=False)
    _add_setting(parser, "--payout-webhook-secret", "RAZORPAYX_WEBHOOK_SECRET", needed=False)
    _add_setting(parser, "--payout-webhook-url", "RAZORPAYX_SANDBOX_WEBHOOK_URL", needed=False)
    parser.add_argument(
        "--retry-seconds",
        type=lambda text: [float(seconds) for seconds in text.split(",")],
        default=RETRY_SECONDS,
        help="pauses between tries of a webhook, as 1,5,30",
    )
    return parser


def _add_setting(parser: argparse.ArgumentParser, flag: str, variable: str, *, needed: bool) -> None:
    value = os.environ.get(variable) or None
    parser.add_argument(flag, default=value, required=needed and value is None, help=f"or {variable}")


if __name__ == "__main__":
    main()
