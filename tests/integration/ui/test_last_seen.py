"""A device that is used is noted as seen, in one write for all of them."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from sqlmodel import select

from peerlearn.domain.accounts.tables import SignIn
from peerlearn.kit import clock, database
from peerlearn.ui import viewer
from tests.integration.ui.cast import signed_in
from tests.makers import a_mentor


def tab_with(cookie: str) -> Any:
    """As much of a tab's state as says who is asking."""
    return SimpleNamespace(router=SimpleNamespace(headers=SimpleNamespace(cookie=cookie)))


@pytest.mark.usefixtures("database")
def test_notes_which_devices_were_used() -> None:
    mentor = a_mentor()
    with time_machine.travel(clock.now() - timedelta(days=1)):
        used, unused = signed_in(mentor), signed_in(mentor)
    viewer.forget_viewers()

    async def use() -> None:
        assert await viewer.viewer_of(tab_with(used.cookie)) == mentor
        assert await viewer.viewer_of(tab_with("peerlearn_sign_in=made-up")) is None
        await viewer.note_seen_devices()

    asyncio.run(use())

    seen = {row.token_fingerprint: row.last_seen_at > row.created_at for row in rows()}
    assert sorted(seen.values()) == [False, True]
    assert unused.cookie != used.cookie


def rows() -> list[SignIn]:
    with database.reading() as db:
        return list(db.exec(select(SignIn)))
