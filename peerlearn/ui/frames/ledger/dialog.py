"""A figure that leads, with one press, to the lines of the ledger that it is made up of, and the dialog with them."""

import reflex as rx

from peerlearn.domain.payments import Figure
from peerlearn.ui import theme
from peerlearn.ui.frames.ledger.state import LedgerState
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.modal import dialog

TITLES = {
    Figure.AVAILABLE: "Available",
    Figure.HELD: "Held until the session is done",
    Figure.ON_ITS_WAY: "On its way to you",
    Figure.PAID_OUT: "Paid out",
    Figure.SPENT: "Paid, and not given back",
    Figure.OF_THE_SITE: "Earned by the site, not withdrawn",
    Figure.OF_THE_GATEWAY: "Kept by the payment service",
}
LINES, NO_LINES, OLDER = "its lines in the ledger", "No money has moved.", "Show older"
TOGETHER, ONE_LINE, MANY_LINES, OF = "Together", "1 line of the ledger", "lines of the ledger", "your part of "


def figure_button(figure: rx.Var[str], which: Figure, look: str = "") -> rx.Component:
    """A figure that opens its lines; it reads as the figure alone."""
    return rx.el.button(
        figure,
        type="button",
        on_click=LedgerState.show(which.value),
        class_name=f"{theme.LINK} cursor-pointer text-left tabular-nums {look}",
        custom_attrs={"data-figure": which.value, "aria-label": f"{figure}, {LINES}"},
    )


def ledger_dialog() -> rx.Component:
    """Once on a page that has such figures."""
    state = LedgerState
    said = rx.cond(state.count == 1, ONE_LINE, f"{state.count} {MANY_LINES}")
    return dialog(
        rx.el.p(
            rx.el.span(
                rx.el.span(TOGETHER, class_name="block font-medium text-ink"),
                rx.el.span(said, class_name="block " + theme.QUIET),
            ),
            rx.el.strong(
                state.total, id="ledger-total", class_name="font-display font-bold text-2xl text-ink tabular-nums"
            ),
            class_name="flex items-center justify-between gap-4 rounded-2xl bg-paper p-4",
        ),
        rx.cond(state.count == 0, rx.el.p(NO_LINES, class_name=theme.QUIET)),
        rx.el.ul(
            rx.foreach(state.lines, _line),
            id="ledger-lines",
            class_name="flex list-none flex-col divide-y divide-line p-0",
        ),
        rx.cond(
            state.more,
            rx.el.button(
                OLDER, type="button", on_click=state.show_older, class_name=theme.QUIET_BUTTON + " self-center"
            ),
        ),
        title=rx.match(state.figure, *((which.value, words) for which, words in TITLES.items()), ""),
        open=state.is_open,
        on_close=state.close,
        id="ledger",
    )


def _line(line: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(line.words, class_name="block font-medium text-ink break-words"),
            rx.el.span(
                line.account,
                rx.cond(line.at != "", rx.fragment(" · ", local_time(moment=line.at))),
                class_name="block " + theme.QUIET,
            ),
            class_name="min-w-0 grow",
        ),
        rx.el.span(
            rx.el.span(line.amount, class_name="block font-medium text-ink"),
            rx.cond(line.whole != "", rx.el.span(OF, line.whole, class_name="block " + theme.QUIET)),
            class_name="shrink-0 text-right tabular-nums",
        ),
        class_name="flex items-center justify-between gap-4 py-3 first:pt-0 last:pb-0",
    )
