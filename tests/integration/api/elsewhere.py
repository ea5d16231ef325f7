"""Our doors in a process with other settings: settings are read once, so a test cannot change its own."""

import json
import os
import subprocess
import sys
from typing import Any

from peerlearn.settings import ROOT

PRODUCTION = {
    "PEERLEARN_ENV": "production",
    "SECRET_KEY": "a secret of this test alone, long enough for anybody",
    "PUBLIC_URL": "https://peerlearn.example",
}
# Knocks once and says what came back.
KNOCK = """
import asyncio, json, sys
import httpx
from peerlearn.peerlearn import doors
method, path, form = json.loads(sys.argv[1])
async def knock():
    transport = httpx.ASGITransport(doors())
    async with httpx.AsyncClient(transport=transport, base_url="https://peerlearn.example") as client:
        return await client.request(method, path, data=form)
answer = asyncio.run(knock())
print(json.dumps({"status": answer.status_code, "headers": dict(answer.headers)}))
"""


def knock_elsewhere(method: str, path: str, form: dict[str, str] | None = None, **environment: str) -> dict[str, Any]:
    """The status and headers of one answer, under other settings."""
    outcome = subprocess.run(
        [sys.executable, "-c", KNOCK, json.dumps([method, path, form])],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert outcome.returncode == 0, outcome.stderr
    answer: dict[str, Any] = json.loads(outcome.stdout.splitlines()[-1])
    return answer
