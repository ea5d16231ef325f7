"""The bus over Redis publish/subscribe: the only file that speaks Redis for us.

Truth never lives in Redis: a message lost while it restarts is made good by the next re-read.
"""

import asyncio
import logging
from typing import Any

import redis
import redis.asyncio

from peerlearn.kit import bus

log = logging.getLogger(__name__)

CHANNEL = "peerlearn:bus"
RETRY_SECONDS = 0.5


class OverRedis:
    """A carrier that reaches every process connected to the same Redis."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)

    def publish(self, topic: str, payload: dict[str, Any] | None) -> None:
        try:
            self._client.publish(CHANNEL, bus.encode(topic, payload))
        except redis.RedisError as trouble:
            log.warning("Redis did not take a message about %s: %s", topic, trouble)

    async def deliver(self, hear: bus.Listener) -> None:
        while True:
            try:
                await self._listen(hear)
            except (redis.RedisError, OSError) as trouble:
                log.warning("Lost Redis, trying again: %s", trouble)
            await asyncio.sleep(RETRY_SECONDS)

    async def _listen(self, hear: bus.Listener) -> None:
        client = redis.asyncio.Redis.from_url(self._url)
        async with client, client.pubsub() as subscription:
            await subscription.subscribe(CHANNEL)
            async for message in subscription.listen():
                if message["type"] == "message":
                    hear(*bus.decode(message["data"]))
