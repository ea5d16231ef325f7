"""Makes assets/fonts/*.woff2: only the letters and weights that the product writes, small enough for a first visit.

And the letters that receipts carry with them, as TrueType, with more of the alphabets that names are written in.

Needs `fonttools[woff]`, and the npm packages `inter-ui`, `@expo-google-fonts/poppins` and
`@expo-google-fonts/noto-sans-devanagari` unpacked somewhere: `python scripts/subset_fonts.py <folder>/node_modules`.
Prints the @font-face numbers that make the stand-in font as wide and as high, so that nothing moves when the real one
arrives; assets/fonts.css carries them.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "assets" / "fonts"
PRINTED_TARGET = ROOT / "peerlearn" / "domain" / "receipts" / "fonts"
STAND_INS = Path("/usr/share/fonts/truetype/liberation")  # as wide as Arial, letter by letter
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, 0x152, 0x153, 0x2C6, 0x2DA, 0x2DC, 0x2013, 0x2014]
SIGNS = [
    0x2018,
    0x2019,
    0x201A,
    0x201C,
    0x201D,
    0x201E,
    0x2022,
    0x2026,
    0x2039,
    0x203A,
    0x20AC,
    0x20B9,
    0x2190,
    0x2192,
    0x2212,
]
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum"]
ENGLISH = "the quick brown fox jumps over a lazy dog; one mentor and one learner meet face to face, and both learn "
POPPINS = "@expo-google-fonts/poppins"
MADE = (
    ("inter-400-600-a.woff2", "inter-ui/variable/InterVariable.woff2", "LiberationSans-Regular.ttf"),
    ("poppins-500-a.woff2", f"{POPPINS}/500Medium/Poppins_500Medium.ttf", "LiberationSans-Regular.ttf"),
    ("poppins-700-a.woff2", f"{POPPINS}/700Bold/Poppins_700Bold.ttf", "LiberationSans-Bold.ttf"),
)
NAMES = [*range(0x100, 0x180), *range(0x1E00, 0x1F00)]
DEVANAGARI = [0x20, *range(0x900, 0x980), 0x200C, 0x200D, 0x25CC]
PRINTED = (
    ("inter-400.ttf", "inter-ui/variable/InterVariable.woff2", NAMES, 400),
    ("inter-600.ttf", "inter-ui/variable/InterVariable.woff2", NAMES, 600),
    (
        "noto-devanagari-400.ttf",
        "@expo-google-fonts/noto-sans-devanagari/400Regular/NotoSansDevanagari_400Regular.ttf",
        DEVANAGARI,
        None,
    ),
)


def main() -> int:
    """Write every font and say how large it is."""
    packages = Path(sys.argv[1])
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, source, stand_in in MADE:
        font = _subset(TTFont(packages / source))
        font.flavor = "woff2"
        font.save(TARGET / name)
        print(f"{name}: {(TARGET / name).stat().st_size} bytes; {_as_wide_as(font, TTFont(STAND_INS / stand_in))}")
    PRINTED_TARGET.mkdir(parents=True, exist_ok=True)
    for name, source, more, weight in PRINTED:
        _printed(TTFont(packages / source), more, weight).save(PRINTED_TARGET / name)
        print(f"{name}: {(PRINTED_TARGET / name).stat().st_size} bytes")
    return 0


def _printed(font: TTFont, more: list[int], weight: int | None) -> TTFont:
    font.flavor = None
    if weight is None:
        return _letters(font, more, ["*"])
    return instancer.instantiateVariableFont(
        _letters(font, [*LETTERS, *SIGNS, *more], []), {"opsz": 14, "wght": weight}
    )


def _subset(font: TTFont) -> TTFont:
    font = _letters(font, [*LETTERS, *SIGNS], FEATURES)
    return instancer.instantiateVariableFont(font, {"opsz": 14, "wght": (400, 600)}) if "fvar" in font else font


def _letters(font: TTFont, letters: list[int], features: list[str]) -> TTFont:
    options = Options()
    options.layout_features = features
    options.name_IDs = [0, 1, 2, 13]  # the copyright and the licence stay in the file
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    return font


def _as_wide_as(font: TTFont, stand_in: TTFont) -> str:
    wide = _width(font) / _width(stand_in)
    high = font["hhea"]
    em = font["head"].unitsPerEm * wide
    return (
        f"size-adjust: {wide:.2%}; ascent-override: {high.ascent / em:.2%}; "
        f"descent-override: {-high.descent / em:.2%}; line-gap-override: {high.lineGap / em:.2%}"
    )


def _width(font: TTFont) -> float:
    names, widths = font.getBestCmap(), font["hmtx"]
    return sum(widths[names[ord(letter)]][0] for letter in ENGLISH) / font["head"].unitsPerEm


if __name__ == "__main__":
    sys.exit(main())
