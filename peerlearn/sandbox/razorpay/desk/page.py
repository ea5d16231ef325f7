"""Draws the desk: plain HTML, every value escaped, a form for each button."""

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape

from peerlearn.sandbox.razorpay.books import Entity, Window
from peerlearn.sandbox.razorpay.gateway import Gateway
from peerlearn.sandbox.razorpay.payout_states import FOLLOWS

NEWEST = Window(count=25)
TITLE, LEAD = "The sandbox's desk", "No real money moves. What happens at the bank, happens here."
NOTHING = "Nothing yet."
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
SWITCH = (
    '<form method="post" action="desk/press"><span>{now}</span> '
    '<button name="deed" value="{deed}">{words}</button></form>'
)


def drawn(gateway: Gateway, said: str) -> str:
    """The whole page."""
    sections = "".join((_switches(gateway), *_money_in(gateway), _money_out(gateway), _events(gateway)))
    return PAGE.format(title=TITLE, lead=LEAD, said=escape(said), sections=sections)


def _switches(gateway: Gateway) -> str:
    settings = (
        (
            gateway.courier.enabled,
            "Events are sent",
            "events-off",
            "Withhold",
            "Events are withheld",
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
    ahead = f"The bank's clock is {gateway.minutes_ahead} min ahead"
    forms.append(SWITCH.format(now=ahead, deed="pass-time", words="Let 15 min pass"))
    return f'<section class="switches" aria-label="How things are treated">{"".join(forms)}</section>'


def _money_in(gateway: Gateway) -> Iterable[str]:
    orders = gateway.books.matching("order", NEWEST)
    payments = gateway.books.matching("payment", NEWEST)
    refunds = gateway.books.matching("refund", NEWEST)
    open_order = (("pay", "Pay"), ("fail", "Fail"))
    yield _section(
        "Orders", [_row(order, order["receipt"], open_order if order["status"] != "paid" else ()) for order in orders]
    )
    may = {"failed": (("late", "Succeed late"),), "captured": (("refund-unheard", "Refund unheard"),)}
    yield _section(
        "Payments", [_row(payment, payment["order_id"], may.get(payment["status"], ())) for payment in payments]
    )
    settle = (("refund-processed", "Arrives"), ("refund-failed", "Comes back"))
    yield _section(
        "Refunds",
        [_row(refund, refund["payment_id"], settle if refund["status"] == "pending" else ()) for refund in refunds],
    )
    settlements = gateway.books.matching("settlement", NEWEST)
    settle_all = SWITCH.format(now="What was paid goes to the bank", deed="settle-open", words="Settle what is open")
    yield _section("Settlements", [_row(made, made["utr"], ()) for made in settlements], more=settle_all)


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
    return _section("Payouts", rows, more=f"<p>In the account: {_rupees(gateway.payouts.balance)}</p>")


def _events(gateway: Gateway) -> str:
    newest = reversed(gateway.events.listed()[-NEWEST.count :])
    rows = []
    for event in newest:
        answers = ", ".join(str(sent["status"] or sent["problem"]) for sent in event["deliveries"]) or "not sent"
        buttons = BUTTON.format(id=escape(event["id"]), deed="replay", words="Send again")
        rows.append(_line(event["event"], event["state"], f"{event['id']} · {answers}", buttons))
    return _section("Events", rows)


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
