"""No stranger gets through any handler: walked over the registry, so that one written tomorrow is walked too."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import pytest
import reflex as rx
from reflex_base.event import EventHandler
from reflex_base.registry import RegistrationContext

from peerlearn.ui.gate import FRAMEWORK_EVENTS
from tests.e2e.site import Site
from tests.integration.ui.calling import answers, changed_vars, in_room, log_of, redirects, run, tab_of, told
from tests.integration.ui.cast import Caller, Cast
from tests.integration.ui.doors import Door, every_door, gated, likely, malformed, undeclared
from tests.integration.ui.rows import LOOKS, last_audit_entry, refusals_of, rows_now

DOORS = every_door()
STRANGERS = ["nobody", "other_mentor", "other_learner", "admin"]


def admits(door: Door, caller: Caller) -> bool:
    return door.needs is not None and door.needs.admits(caller.viewer)


def test_every_handler_of_ours_declares_who_may_call_it() -> None:
    assert undeclared(DOORS) == []


def test_only_the_frameworks_own_boot_passes_without_a_declaration() -> None:
    framework = {door.name for door in DOORS if not door.ours}

    assert framework >= FRAMEWORK_EVENTS
    assert not any(name.endswith(".setvar") for name in FRAMEWORK_EVENTS)


@pytest.mark.parametrize("forgotten", [door for door in DOORS if door.ours], ids=lambda door: door.name[-40:])
def test_notices_a_declaration_that_was_deleted(forgotten: Door) -> None:
    bare = EventHandler(fn=forgotten.registered.handler.fn.__wrapped__)
    deleted = dataclasses.replace(forgotten.registered, handler=bare)

    assert undeclared(every_door({forgotten.name: deleted})) == [forgotten.name]


def test_notices_a_handler_that_was_written_without_a_declaration() -> None:
    with RegistrationContext.get().fork():

        class ForgetfulState(rx.State):
            @rx.event
            async def give_everything_away(self) -> None:
                """Not locked."""

        found = undeclared(every_door(RegistrationContext.get().event_handlers))

    assert [name.rpartition(".")[2] for name in found] == ["give_everything_away"]


@pytest.mark.parametrize("who", STRANGERS)
def test_refuses_a_stranger_at_every_door(site: Site, cast: Cast, who: str) -> None:
    caller: Caller = getattr(cast, who)
    actor = caller.viewer.user_id if caller.viewer else None
    before, audited = rows_now(), last_audit_entry()
    walked = set()

    async def walk() -> None:
        async with tab_of(site, caller, **in_room(cast.room_id)) as tab:
            for door in gated(DOORS):
                calls = list(likely(door, cast))
                said = await answers(tab, door.name, calls)
                walked.add(door.name)
                if admits(door, caller):
                    continue
                assert changed_vars(said) == set(), door.name
                assert redirects(said) == (len(calls) if door.needs else 0), door.name
        assert told(tab, cast.secrets_from(caller)) == []

    run(walk)

    assert walked | FRAMEWORK_EVENTS == {door.name for door in DOORS}
    assert before.harmed(rows_now(), by=actor) == []
    refused = {door.name.rpartition("state.")[2][:120] for door in gated(DOORS) if not admits(door, caller)}
    assert refused <= set(refusals_of(actor, after=audited))


@pytest.mark.parametrize("who", [*STRANGERS, "mentor", "learner"])
def test_answers_calmly_what_no_page_sends(site: Site, cast: Cast, who: str) -> None:
    caller: Caller = getattr(cast, who)
    log = len(log_of(site))

    async def walk() -> None:
        async with tab_of(site, caller, **in_room(cast.room_id)) as tab:
            for door in gated(DOORS):
                if admits(door, caller):
                    await answers(tab, door.name, malformed(door, cast))

    run(walk)

    assert "failed (reference" not in log_of(site)[log:]


def addresses(cast: Cast) -> Iterator[dict[str, Any]]:
    """Every page, with everything that a stranger may guess in the places that its address leaves open."""
    import peerlearn.peerlearn as product

    for route in sorted(product.app._unevaluated_pages):
        open_places = re.findall(r"\[+\W*(\w+)\]+", route)
        for guess in (*cast.texts, *map(str, cast.numbers)) if open_places else ("",):
            address = re.sub(r"\[.*?\]+", guess, route)
            yield {"path": f"/{address}/", "params": dict.fromkeys(open_places, guess)}


@pytest.mark.parametrize("who", STRANGERS)
def test_shows_a_stranger_nothing_of_the_two_at_any_address(site: Site, cast: Cast, who: str) -> None:
    caller: Caller = getattr(cast, who)
    before = rows_now()

    async def visit() -> None:
        for address in addresses(cast):
            async with tab_of(site, caller, **address) as tab:
                assert told(tab, cast.secrets_from(caller)) == [], address

    run(visit)

    after = rows_now()
    assert before.changed(after, but=LOOKS) == []
    assert before.harmed(after, by=caller.viewer.user_id if caller.viewer else None) == []
