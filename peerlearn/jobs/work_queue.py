"""Runs the durable jobs beside the site, woken by the bus as soon as one is written."""

from peerlearn.kit import bus
from peerlearn.kit.jobs import Runner
from peerlearn.kit.jobs.queue import TOPIC


async def work_queue() -> None:
    """Runs until cancelled."""
    runner = Runner()
    bus.listen(lambda topic, _payload: runner.wake() if topic in (TOPIC, bus.CATCH_UP) else None)
    await runner.run_forever()
