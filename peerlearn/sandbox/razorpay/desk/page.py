"""Draws the desk: plain HTML, every value escaped, a form for each button."""

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape

from peerlearn.sandbox.razorpay.books import Entity, Window
from peerlearn.sandbox.razorpay.desk.trouble import BUTTONS, ORDER_BUTTONS, planned_trouble
from peerlearn.sandbox.razorpay.disputes import FOLLOWS as DISPUTE_FOLLOWS
from peerlearn.sandbox.razorpay.gateway import Gateway
from peerlearn.sandbox.razorpay.payout_states import FOLLOWS

NEWEST = Window(count=25)
TITLE, LEAD = "The sandbox's desk", "No real money moves. What happens at the bank, happens here."
NOTHING, NOTHING_PLANNED = "Nothing yet.", "Nothing is to go wrong."
ACCOUNT_BUTTONS = (("account-empty", "Empty the account"), ("account-top-up", "Top up by ₹1,00,000"))
WORDS = {
    "under_review": "Contest",
    "action_required": "Ask for more",
    "won": "Win",
    "lost": "Lose",
    "closed": "Close",
}
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="desk/desk.css"></head>
<body><main>
<header><div><h1>{title}</h1><p>{lead}</p></div><a href="desk">Refresh</a></header>
<p role="status">{said}</p>
{sections}
</main></body></html>"""
SECTION = '<section aria-labelledby="{id}"><h2 id="{id}">{title}</h2>{more}<ul>{rows}</ul></section>'
ROW = '<li><div><strong>{head}</strong> <span class="state">{state}</span><p>{facts}</p></div><div>{buttons}</div></li>'
BUTTON = (
    '<form method="post" action="desk/press"><input type="hidden" name="id" value="{id}">'
    '<button name="deed" value="{deed}" aria-label="{words} {id}">{words}</button></form>'
)
TROUBLE_SECTION = (
    '<section aria-labelledby="trouble"><h2 id="trouble">What goes wrong next</h2>{presses}<ul>{planned}</ul></section>'
)
SWITCH = (
    '<form method="post" action="desk/press"><span>{now}</span> '
    '<button name="deed" value="{deed}">{words}</button></form>'
)


def drawn(gateway: Gateway, said: str) -> str:
    """The whole page."""
    sections = "".join(
        (_switches(gateway), _trouble(gateway), *_money_in(gateway), _disputes(gateway), _money_out(gateway))
    ) + _events(gateway)
    return PAGE.format(title=TITLE, lead=LEAD, said=escape(said), sections=sections)


def _switches(gateway: Gateway) -> str:
    settings = (
        (
            gateway.courier.enabled,
            "Events are sent",
            "events-off",
            "Withhold",
            "The webhook is disabled: nobody answered it for a day"
            if gateway.courier.disabled
            else "Events are withheld",
            "events-on",
            "Send",
        ),
        (
            gateway.refunds_settle_by_hand,
            *("Refunds wait", "refunds-at-once", "Let them arrive"),
            *("Refunds arrive at once", "refunds-by-hand", "Make them wait"),
        ),
        (
            gateway.payouts.settle_by_hand,
            *("Payouts wait", "payouts-at-once", "Let them arrive"),
            *("Payouts arrive at once", "payouts-by-hand", "Make them wait"),
        ),
    )
    forms = [
        SWITCH.format(**dict(zip(("now", "deed", "words"), s[1:4] if s[0] else s[4:], strict=True))) for s in settings
    ]
    ahead = f"The bank's clock is {gateway.clock.minutes_ahead} min ahead"
    forms.append(SWITCH.format(now=ahead, deed="pass-time", words="Let 15 min pass"))
    forms.append(SWITCH.format(now="", deed="pass-day", words="Let a day pass"))
    return f'<section class="switches" aria-label="How things are treated">{"".join(forms)}</section>'


def _trouble(gateway: Gateway) -> str:
    """Everything that may go wrong next, and what is to go wrong already."""
    presses = "".join(_presses(f"<p>{about}</p>", buttons.items()) for about, buttons in BUTTONS.items())
    planned = "".join(f"<li>{escape(said)}</li>" for said in planned_trouble(gateway))
    return TROUBLE_SECTION.format(presses=presses, planned=planned or f"<li>{NOTHING_PLANNED}</li>")


def _money_in(gateway: Gateway) -> Iterable[str]:
    orders = gateway.books.matching("order", NEWEST)
    payments = gateway.books.matching("payment", NEWEST)
    refunds = gateway.books.matching("refund", NEWEST)
    open_order = (("pay", "Pay"), ("fail", "Fail"), *ORDER_BUTTONS)
    yield _section(
        "Orders", [_row(order, order["receipt"], open_order if order["status"] != "paid" else ()) for order in orders]
    )
    yield _section("Payments", [_row(payment, payment["order_id"], _of_payment(payment)) for payment in payments])
    settle = (("refund-processed", "Arrives"), ("refund-failed", "Comes back"))
    yield _section(
        "Refunds",
        [_row(refund, refund["payment_id"], settle if refund["status"] == "pending" else ()) for refund in refunds],
    )
    settlements = gateway.books.matching("settlement", NEWEST)
    settle_all = SWITCH.format(now="What was paid goes to the bank", deed="settle-open", words="Settle what is open")
    yield _section("Settlements", [_row(made, made["utr"], ()) for made in settlements], more=settle_all)


def _of_payment(payment: Entity) -> Iterable[tuple[str, str]]:
    if payment["status"] == "failed":
        return (("late", "Succeed late"),)
    if not payment["captured"]:
        return ()
    refund = (("refund-unheard", "Refund unheard"),) if payment["status"] == "captured" else ()
    return (("dispute", "Dispute"), *refund)


def _disputes(gateway: Gateway) -> str:
    rows = [
        _row(
            dispute,
            dispute["payment_id"],
            [(f"dispute-{state}", WORDS[state]) for state in DISPUTE_FOLLOWS.get(dispute["status"], ())],
        )
        for dispute in gateway.books.matching("dispute", NEWEST)
    ]
    return _section("Disputes", rows)


def _money_out(gateway: Gateway) -> str:
    payouts = gateway.books.matching("payout", NEWEST)
    rows = [
        _row(
            payout,
            payout["mode"],
            [(f"payout-{state}", state.capitalize()) for state in sorted(FOLLOWS[payout["status"]])],
        )
        for payout in payouts
    ]
    held = f"<p>In the account: {_rupees(gateway.payouts.balance)}</p>"
    return _section("Payouts", rows, more=_presses(held, ACCOUNT_BUTTONS))


def _events(gateway: Gateway) -> str:
    newest = reversed(gateway.events.listed()[-NEWEST.count :])
    rows = []
    for event in newest:
        answers = ", ".join(str(sent["status"] or sent["problem"]) for sent in event["deliveries"]) or "not sent"
        buttons = BUTTON.format(id=escape(event["id"]), deed="replay", words="Send again")
        rows.append(_line(event["event"], event["state"], f"{event['id']} · {answers}", buttons))
    return _section("Events", rows)


def _presses(about: str, buttons: Iterable[tuple[str, str]]) -> str:
    forms = "".join(BUTTON.format(id="", deed=deed, words=escape(words)) for deed, words in buttons)
    return f'<div class="presses">{about}{forms}</div>'


def _section(title: str, rows: list[str], more: str = "") -> str:
    return SECTION.format(id=title.lower(), title=title, more=more, rows="".join(rows) or f"<li>{NOTHING}</li>")


def _row(entity: Entity, about: object, buttons: Iterable[tuple[str, str]]) -> str:
    at = datetime.fromtimestamp(entity["created_at"], UTC).strftime("%d %b %H:%M:%S UTC")
    facts = " · ".join(str(fact) for fact in (entity["id"], about, at) if fact)
    presses = "".join(BUTTON.format(id=escape(entity["id"]), deed=deed, words=words) for deed, words in buttons)
    return _line(_rupees(entity["amount"]), entity["status"], facts, presses)


def _line(head: str, state: str, facts: str, buttons: str) -> str:
    return ROW.format(head=escape(head), state=escape(state), facts=escape(facts), buttons=buttons)


def _rupees(paise: int) -> str:
    return f"₹{paise // 100:,}.{paise % 100:02d}"
