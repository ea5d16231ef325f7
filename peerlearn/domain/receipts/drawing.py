"""A receipt drawn as PDF, one page of A4; its letters travel with it.

Only this file knows the drawing library.
"""

import logging
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fpdf import FPDF, XPos, YPos

from peerlearn.domain.receipts.queries import Paper
from peerlearn.domain.receipts.rules import STATES
from peerlearn.kit.money import Money
from peerlearn.settings import ROOT

logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table it leaves out

FONTS = Path(__file__).parent / "fonts"
RECEIPT, INVOICE = "Receipt", "Tax invoice"
SITE = "PeerLearn"
MARGIN, WIDE, RIGHT = 20.0, 170.0, 45.0
INK, QUIET, LINE = (26, 26, 26), (95, 95, 95), (222, 222, 218)
METHODS = {"upi": "UPI", "card": "Card", "netbanking": "Net banking", "wallet": "Wallet", "emi": "EMI"}
FOR = {"booking": "One-to-one session", "gift": "Gift on top of a session", "package": "One-to-one sessions"}
PRICE = {"booking": "Session", "gift": "Gift", "package": "Package"}
THANKS = "This document was made by a computer and is valid without a signature."
ON_ITS_WAY, ARRIVED = "on its way since {day}", "paid back on {day}"


def as_pdf(paper: Paper, zone: ZoneInfo) -> bytes:
    """The document; moments are told in `zone`."""
    pdf = _Sheet(paper, zone)
    pdf.head()
    pdf.people()
    pdf.what_for()
    pdf.sums()
    pdf.foot()
    return bytes(pdf.output())


class _Sheet(FPDF):
    """The page while it is drawn, from top to bottom."""

    def __init__(self, paper: Paper, zone: ZoneInfo) -> None:
        super().__init__(format="A4")
        self.paper, self.zone = paper, zone
        self.kind = INVOICE if paper.seller.gstin else RECEIPT
        self.add_font("Inter", "", FONTS / "inter-400.ttf")
        self.add_font("Inter", "B", FONTS / "inter-600.ttf")
        self.add_font("Devanagari", "", FONTS / "noto-devanagari-400.ttf")
        self.set_fallback_fonts(["Devanagari"], exact_match=False)
        self.set_text_shaping(True)
        self.set_margin(MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(True, MARGIN)
        self.set_title(f"{self.kind} {paper.number}")
        self.set_author(paper.seller.name or SITE)
        self.set_creator(SITE)
        self.set_lang("en-IN")
        self.set_creation_date(paper.issued_at)
        self.add_page()

    def head(self) -> None:
        """Who gives it, what it is, and its number."""
        self.image(ROOT / "assets" / "logo.svg", MARGIN, MARGIN, w=44)
        self._look(20, bold=True)
        self.set_xy(MARGIN + 80, MARGIN)
        self.cell(WIDE - 80, 10, self.kind, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self._look(10, QUIET)
        self.cell(WIDE, 7, self.paper.number, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.cell(WIDE, 5, self._moment(self.paper.issued_at), align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(8)

    def people(self) -> None:
        """From whom, and to whom."""
        seller, top = self.paper.seller, self.get_y()
        own = [seller.name or SITE, seller.address]
        place = STATES.get(seller.place_of_supply, "")
        theirs = [self.paper.learner_name, self.paper.learner_email]
        if seller.gstin:
            own.append(f"GSTIN {seller.gstin}")
            theirs.append(f"Place of supply: {place} ({seller.place_of_supply})")
        ends = []
        for left, title, lines in ((MARGIN, "From", own), (MARGIN + 90, "Paid by", theirs)):
            self.set_xy(left, top)
            self._look(9, QUIET)
            self.cell(80, 6, title, new_x=XPos.LEFT, new_y=YPos.NEXT)
            for number, line in enumerate(filter(None, lines)):
                self._look(10, bold=number == 0)
                self.multi_cell(80, 5.4, line, align="L", new_x=XPos.LEFT, new_y=YPos.NEXT)
            ends.append(self.get_y())
        self.set_xy(MARGIN, max(ends) + 8)

    def what_for(self) -> None:
        """The session, its mentor and when; how it was paid."""
        paper = self.paper
        self._rule()
        self._look(12, bold=True)
        self.multi_cell(WIDE, 7, paper.title, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        facts = [
            ("What", FOR[paper.kind]),
            ("Mentor", paper.mentor_name),
            ("When", f"{self._moment(paper.starts_at)}, {paper.duration_minutes} minutes" if paper.starts_at else ""),
            ("Valid until", self._moment(paper.valid_until) if paper.valid_until else ""),
            ("Payment", paper.gateway_id),
            ("Paid with", METHODS.get(paper.method, paper.method)),
        ]
        for word, value in facts:
            if value:
                self._look(10, QUIET)
                self.cell(30, 6, word)
                self._look(10)
                self.multi_cell(WIDE - 30, 6, value, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(6)

    def sums(self) -> None:
        """What makes up the total, the tax in it, and what went back."""
        paper = self.paper
        self._rule()
        self._amount(f"{PRICE[paper.kind]}, by {paper.mentor_name}", paper.price)
        self._amount(f"Service fee of {paper.seller.name or SITE}", paper.fee)
        self.ln(2)
        self._rule()
        self._amount("Total paid", paper.total, bold=True)
        if paper.tax is not None:
            self.ln(3)
            self._small(f"Contained in the service fee (SAC {paper.seller.sac}):")
            self._amount("Taxable value", paper.tax.taxable, small=True)
            for line in paper.tax.lines:
                self._amount(line.words, line.amount, small=True)
        if paper.given_back:
            self.ln(3)
            self._rule()
            for back in paper.given_back:
                words = ARRIVED if back.settled_at else ON_ITS_WAY
                day = self._moment(back.settled_at or back.asked_at)
                self._amount(f"Refund, {words.format(day=day)}", -back.amount)
            kept = Money(paper.total.paise - sum(back.amount.paise for back in paper.given_back))
            self._amount("Paid after refunds", kept, bold=True)

    def foot(self) -> None:
        """What it is worth."""
        self.ln(10)
        self._small(THANKS)

    def _amount(self, words: str, amount: Money, *, bold: bool = False, small: bool = False) -> None:
        size = 9 if small else 10
        self._look(size, QUIET if small else INK, bold=bold)
        top = self.get_y()
        self.multi_cell(WIDE - RIGHT, 7, words, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        bottom = self.get_y()
        self.set_xy(MARGIN + WIDE - RIGHT, top)
        self.cell(RIGHT, 7, str(amount), align="R")
        self.set_xy(MARGIN, bottom)

    def _small(self, words: str) -> None:
        self._look(9, QUIET)
        self.multi_cell(WIDE, 6, words, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _rule(self) -> None:
        self.set_draw_color(*LINE)
        self.line(MARGIN, self.get_y(), MARGIN + WIDE, self.get_y())
        self.ln(3)

    def _look(self, size: int, colour: tuple[int, int, int] = INK, *, bold: bool = False) -> None:
        self.set_font("Inter", "B" if bold else "", size)
        self.set_text_color(*colour)

    def _moment(self, moment: datetime) -> str:
        local = moment.astimezone(self.zone)
        return f"{local.day} {local:%B %Y, %H:%M} ({self.zone.key})"
