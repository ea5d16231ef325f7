"""The durable jobs as a process of their own: `python -m peerlearn worker`, beside the web workers.

The same `Runner` as inside the site; set `JOBS_IN_WEB=false` there when this one runs.
"""

import asyncio
import importlib
import logging
import pkgutil
import signal

from peerlearn import domain, jobs
from peerlearn.jobs.work_queue import work_queue
from peerlearn.kit import bus

log = logging.getLogger(__name__)


def run_worker() -> None:
    """Do jobs until SIGTERM or SIGINT, then finish what is in hand."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    know_every_job()
    asyncio.run(_work_until_told())


def know_every_job() -> None:
    """Import whatever does jobs.

    No page is here that would have imported the domain whole: a kind nobody knows would only fail.
    """
    for floor in (jobs, domain):
        for module in pkgutil.walk_packages(floor.__path__, f"{floor.__name__}."):
            importlib.import_module(module.name)


async def _work_until_told() -> None:
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    tasks = [asyncio.ensure_future(bus.run()), asyncio.ensure_future(work_queue())]
    log.info("The worker is ready")
    await told.wait()
    log.info("The worker finishes what is in hand")
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
