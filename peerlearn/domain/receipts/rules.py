"""What a tax invoice says of the tax in a fee, and in whose zone a receipt tells the time: pure decisions."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo, available_timezones

from peerlearn.kit.money import Money

DOOR = "/receipts"
HOME_ZONE = "Asia/Kolkata"
LONGEST_ZONE = 64
# The states of India by the code with which their GSTINs begin.
STATES = {
    "35": "Andaman and Nicobar Islands",
    "37": "Andhra Pradesh",
    "12": "Arunachal Pradesh",
    "18": "Assam",
    "10": "Bihar",
    "04": "Chandigarh",
    "22": "Chhattisgarh",
    "26": "Dadra and Nagar Haveli and Daman and Diu",
    "07": "Delhi",
    "30": "Goa",
    "24": "Gujarat",
    "06": "Haryana",
    "02": "Himachal Pradesh",
    "01": "Jammu and Kashmir",
    "20": "Jharkhand",
    "29": "Karnataka",
    "32": "Kerala",
    "38": "Ladakh",
    "31": "Lakshadweep",
    "23": "Madhya Pradesh",
    "27": "Maharashtra",
    "14": "Manipur",
    "17": "Meghalaya",
    "15": "Mizoram",
    "13": "Nagaland",
    "21": "Odisha",
    "34": "Puducherry",
    "03": "Punjab",
    "08": "Rajasthan",
    "11": "Sikkim",
    "33": "Tamil Nadu",
    "36": "Telangana",
    "16": "Tripura",
    "09": "Uttar Pradesh",
    "05": "Uttarakhand",
    "19": "West Bengal",
}
WITHOUT_LEGISLATURE = frozenset({"04", "26", "31", "35", "38"})  # their half of the tax is the union's, too


@dataclass(frozen=True)
class TaxLine:
    """One tax, such as "CGST 9 %", and how much of it is contained in the fee."""

    words: str
    amount: Money


@dataclass(frozen=True)
class TaxInFee:
    """A fee taken apart: the taxable value and its taxes make up the whole of it."""

    taxable: Money
    lines: tuple[TaxLine, ...]


def tax_in(fee: Money, percent: int, *, seller_state: str, place: str) -> TaxInFee:
    """The tax contained in a fee: two halves within the seller's state, one tax across a border."""
    if seller_state == place:
        half = _contained(fee, percent, 200 + 2 * percent)
        own = "UTGST" if place in WITHOUT_LEGISLATURE else "SGST"
        rate = _rate(percent)
        lines = (TaxLine(f"CGST {rate} %", half), TaxLine(f"{own} {rate} %", half))
        return TaxInFee(fee - half - half, lines)
    whole = _contained(fee, percent, 100 + percent)
    return TaxInFee(fee - whole, (TaxLine(f"IGST {percent} %", whole),))


def zone_named(name: str) -> ZoneInfo:
    """The zone of that name; India's where there is none."""
    known = len(name) <= LONGEST_ZONE and name in available_timezones()
    return ZoneInfo(name if known else HOME_ZONE)


def _contained(fee: Money, parts: int, of: int) -> Money:
    """So many parts of so many, half a paisa rounded up."""
    return Money((2 * fee.paise * parts + of) // (2 * of))


def _rate(percent: int) -> str:
    return f"{percent // 2}.5" if percent % 2 else f"{percent // 2}"
