"""Once a day: forget what nobody needs, ask for refunds, payouts and disputes, look whether the rest can be true.

And more often: whether the gateway still reports.

How long each thing is kept stands beside the thing itself.
"""

import asyncio
import logging

from peerlearn.domain import accounts, payments, payouts, recordings, settlements, verification
from peerlearn.kit.jobs import Run, enqueue, forget_done, job
from peerlearn.kit.work import Work, act, unit_of_work

log = logging.getLogger(__name__)

CLEAN_UP = "clean_up"
LOOK_EVERY_SECONDS = 3600.0


async def clean_up_daily() -> None:
    """Runs beside the site until cancelled; however many workers ask, the day has one job."""
    while True:
        try:
            await act(ask_for_today)
        except Exception:
            log.exception("The work of the day could not be asked for; trying again")
        await asyncio.sleep(LOOK_EVERY_SECONDS)


def ask_for_today(work: Work) -> None:
    """Have today's clean-up done, what waits asked for, the gateway's books read, and all looked through, once."""
    enqueue(work, CLEAN_UP, key=f"{CLEAN_UP}:{work.now.date()}")
    payments.ask_for_refunds_daily(work)
    payments.return_strays_daily(work)
    payments.warn_of_silence(work)
    payments.look_for_disputes_daily(work)
    payouts.ask_daily(work)
    settlements.compare_daily(work)
    verification.verify_daily(work)


@job(CLEAN_UP)
def clean_up(_run: Run) -> None:
    """Forget in small steps, so that nobody has to wait for a long one."""
    for forget_some in (accounts.forget_old, recordings.expire, forget_done):
        while True:
            with unit_of_work() as work:
                if forget_some(work) == 0:
                    break
