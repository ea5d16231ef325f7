"""Carries signed events to the merchant: five seconds each, again and again with growing pauses.

Imitates https://razorpay.com/docs/webhooks/best-practices/: any answer but 2xx is a failure, the bytes and
the event id stay the same on every try, and the order of arrival is not promised. After a day of failures the webhook
is disabled, and nothing more is sent.
"""

import asyncio
import contextlib
from collections.abc import Iterator

import httpx

from peerlearn.sandbox.razorpay.event_log import DELIVERED, GIVEN_UP, WAITING, EventLog, SignedEvent
from peerlearn.sandbox.razorpay.settings import Settings

ANSWER_WITHIN_SECONDS = 5.0
DISABLED_AFTER_SECONDS = 24 * 3600.0
# How long the courier waits for the rest of what happened when it brings the newest first.
GATHER_SECONDS = 0.2
# A courier that dies in the middle of a delivery leaves it to its successor after this long.
LEASE_SECONDS = ANSWER_WITHIN_SECONDS + 1.0
AT_ONCE = 8


class Courier:
    """Sends what is due, sleeps until something is."""

    def __init__(self, settings: Settings, events: EventLog) -> None:
        self.copies = 1
        self.enabled = True
        self.disabled = False  # by itself, because nobody answered for a day
        self.newest_first = False
        self._settings = settings
        self._events = events
        self._round: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self._under_way = 0

    def wake(self) -> None:
        """Says that an event may be due; also starts the rounds, since a mounted app gets no lifespan."""
        loop = asyncio.get_running_loop()
        if self._round is None or self._round.done() or self._loop is not loop:
            self._loop = loop
            self._news = asyncio.Event()
            self._round = loop.create_task(self._go_round(), name="razorpay-sandbox-courier")
        self._news.set()

    async def brought_all(self, within_seconds: float) -> None:
        """Returns when nothing is due or under way any more, or when that has taken too long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_seconds):
                while self._under_way or self._events.seconds_until_next() == 0.0:
                    await asyncio.sleep(0.02)

    @contextlib.contextmanager
    def silent(self) -> Iterator[None]:
        """Within it new events are withheld."""
        before, self.enabled = self.enabled, False
        try:
            yield
        finally:
            self.enabled = before

    async def stop(self) -> None:
        """Ends the rounds; what was not delivered stays in the books."""
        if self._round is not None and self._loop is asyncio.get_running_loop():
            self._round.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._round

    async def _go_round(self) -> None:
        self._under_way = 0
        # trust_env would let a proxy variable of the machine carry loopback traffic away.
        async with httpx.AsyncClient(trust_env=False) as client, asyncio.TaskGroup() as trips:
            while True:
                self._news.clear()
                if self.newest_first:
                    await self._bring_newest_first(client)
                for event in self._events.claim_due(AT_ONCE - self._under_way, lease_seconds=LEASE_SECONDS):
                    self._under_way += 1
                    trips.create_task(self._deliver(client, event))
                pause = self._events.seconds_until_next() if self._under_way < AT_ONCE else None
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), pause)

    async def _bring_newest_first(self, client: httpx.AsyncClient) -> None:
        """One after the other, so that the order is certain."""
        await asyncio.sleep(GATHER_SECONDS)
        for event in self._events.claim_due(AT_ONCE, lease_seconds=LEASE_SECONDS, newest_first=True):
            self._under_way += 1
            await self._deliver(client, event)

    async def _deliver(self, client: httpx.AsyncClient, event: SignedEvent) -> None:
        answers = await asyncio.gather(*(self._send(client, event) for _ in range(self.copies)))
        if any(answers):
            self._events.settle(event, state=DELIVERED)
        elif event.tries and self._events.age_of(event) >= DISABLED_AFTER_SECONDS:
            self.enabled, self.disabled = False, True
            self._events.settle(event, state=GIVEN_UP)
            self._events.withhold_waiting()
        elif event.tries < len(self._settings.retry_seconds) and not self.disabled:
            self._events.settle(event, state=WAITING, again_in=self._settings.retry_seconds[event.tries])
        else:
            self._events.settle(event, state=GIVEN_UP)
        self._under_way -= 1
        self._news.set()

    async def _send(self, client: httpx.AsyncClient, event: SignedEvent) -> bool:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Razorpay-Webhook/v1",
            "X-Razorpay-Event-Id": event.id,
            "X-Razorpay-Signature": event.signature,
        }
        status, problem = None, None
        try:
            async with asyncio.timeout(ANSWER_WITHIN_SECONDS):
                url = self._settings.url_for(event.name) or ""
                answer = await client.post(url, content=event.body, headers=headers)
            status = answer.status_code
        except TimeoutError:
            problem = f"no answer within {ANSWER_WITHIN_SECONDS:.0f} s"
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            problem = f"{type(error).__name__}: {error}"
        self._events.record_delivery(event, status=status, problem=problem)
        return status is not None and 200 <= status < 300
