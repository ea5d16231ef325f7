"""The bus over Redis publish/subscribe: the only file that speaks Redis for us.

Truth never lives in Redis: what was said while we could not hear is made good by one `CATCH_UP` when we can again.
"""

import asyncio
import logging
import queue
import threading
import time
from typing import Any

import redis
import redis.asyncio
from redis.backoff import NoBackoff
from redis.retry import Retry

from peerlearn.kit import bus

log = logging.getLogger(__name__)

CHANNEL = "peerlearn:bus"
RETRY_SECONDS = 0.5
ANSWER_SECONDS = 2.0
PING_SECONDS = 5.0
SILENCE_SECONDS = 15.0
MOST_WAITING = 10_000
MOST_AT_ONCE = 200


class OverRedis:
    """A carrier that reaches every process connected to the same Redis."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: queue.Queue[str] = queue.Queue(MOST_WAITING)
        self._sender: threading.Thread | None = None
        self._sender_made = threading.Lock()
        self._subscribed_before = False

    def check(self) -> None:
        """See that Redis answers.

        Raises:
            bus.Unreachable: when it does not.
        """
        try:
            with self._client() as client:
                client.ping()
        except (redis.RedisError, OSError, ValueError) as trouble:
            raise bus.Unreachable(str(trouble)) from None

    def publish(self, topic: str, payload: dict[str, Any] | None) -> None:
        self._ensure_sender()
        try:
            self._waiting.put_nowait(bus.encode(topic, payload))
        except queue.Full:
            log.warning("Redis is away for long: a message about %s is dropped", topic)

    async def deliver(self, hear: bus.Listener) -> None:
        while True:
            try:
                await self._listen(hear)
            except (redis.RedisError, OSError) as trouble:
                log.warning("Lost Redis, trying again: %s", trouble)
            await asyncio.sleep(RETRY_SECONDS)

    async def _listen(self, hear: bus.Listener) -> None:
        client = redis.asyncio.Redis.from_url(self._url, socket_connect_timeout=ANSWER_SECONDS)
        async with client, client.pubsub() as subscription:
            await subscription.subscribe(CHANNEL)
            heard_at = time.monotonic()
            while time.monotonic() - heard_at < SILENCE_SECONDS:
                message = await subscription.get_message(timeout=PING_SECONDS)
                if message is None:
                    await subscription.ping()
                    continue
                heard_at = time.monotonic()
                self._take(message, hear)
        raise redis.ConnectionError("Redis has gone silent")

    def _take(self, message: dict[str, Any], hear: bus.Listener) -> None:
        if message["type"] == "message":
            hear(*bus.decode(message["data"]))
        elif message["type"] == "subscribe":
            if self._subscribed_before:
                hear(bus.CATCH_UP, None)
            self._subscribed_before = True

    def _ensure_sender(self) -> None:
        # One thread talks to Redis, so that a Redis that hangs holds up no handler and no event loop.
        with self._sender_made:
            if self._sender is None:
                self._sender = threading.Thread(target=self._send, name="redis-sender", daemon=True)
                self._sender.start()

    def _send(self) -> None:
        with self._client() as client:
            while True:
                batch = [self._waiting.get()]
                while len(batch) < MOST_AT_ONCE and not self._waiting.empty():
                    batch.append(self._waiting.get())
                self._send_batch(client, batch)

    def _send_batch(self, client: redis.Redis, batch: list[str]) -> None:
        while True:
            try:
                with client.pipeline(transaction=False) as pipeline:
                    for message in batch:
                        pipeline.publish(CHANNEL, message)
                    pipeline.execute()
                return
            except redis.RedisError as trouble:
                log.warning("Redis takes no messages, trying again: %s", trouble)
                time.sleep(RETRY_SECONDS)

    def _client(self) -> redis.Redis:
        return redis.Redis.from_url(
            self._url,
            socket_timeout=ANSWER_SECONDS,
            socket_connect_timeout=ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
