"""Writes peerlearn/ui/widgets/icon_paths.py from the npm package `heroicons` (MIT).

To add an icon, give it a name here, unpack the package (`bun add heroicons` in an empty folder), and run
`python scripts/take_icons.py <folder>/node_modules/heroicons`.
"""

import re
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "peerlearn" / "ui" / "widgets" / "icon_paths.py"
HEAD = '''"""The drawings of icon.py: outlines of Heroicons 2.2.0, copyright Tailwind Labs, Inc., MIT licence.

Written by scripts/take_icons.py; the licence stands in assets/licences/heroicons.txt.
"""

PATHS: dict[str, tuple[str, ...]] = {
'''
# Our name for what it means: the file's name in the package.
ICONS = {
    "arrow-left": "arrow-left",
    "arrow-right": "arrow-right",
    "badge": "check-badge",
    "bank": "building-library",
    "bell": "bell",
    "board": "presentation-chart-bar",
    "book": "book-open",
    "bookmark": "bookmark",
    "calendar": "calendar-days",
    "chart": "chart-bar",
    "chat": "chat-bubble-left-right",
    "check": "check",
    "chevron-down": "chevron-down",
    "chevron-left": "chevron-left",
    "chevron-right": "chevron-right",
    "clock": "clock",
    "close": "x-mark",
    "copy": "square-2-stack",
    "device": "device-phone-mobile",
    "download": "arrow-down-tray",
    "edit": "pencil-square",
    "exit": "arrow-right-start-on-rectangle",
    "eye": "eye",
    "eye-off": "eye-slash",
    "filter": "funnel",
    "flag": "flag",
    "fullscreen": "arrows-pointing-out",
    "gear": "cog-6-tooth",
    "gift": "gift",
    "globe": "globe-alt",
    "hand": "hand-raised",
    "heart": "heart",
    "house": "home",
    "idea": "light-bulb",
    "info": "information-circle",
    "key": "key",
    "link": "link",
    "lock": "lock-closed",
    "mail": "envelope",
    "menu": "bars-3",
    "mic": "microphone",
    "minus": "minus",
    "moon": "moon",
    "more": "ellipsis-horizontal",
    "package": "square-3-stack-3d",
    "photo": "photo",
    "play": "play",
    "plus": "plus",
    "question": "question-mark-circle",
    "receipt": "document-text",
    "refresh": "arrow-path",
    "refund": "arrow-uturn-left",
    "rupee": "currency-rupee",
    "screen": "computer-desktop",
    "search": "magnifying-glass",
    "send": "paper-airplane",
    "share": "share",
    "shield": "shield-check",
    "sound": "speaker-wave",
    "sound-off": "speaker-x-mark",
    "sparkles": "sparkles",
    "star": "star",
    "sun": "sun",
    "tag": "tag",
    "teach": "academic-cap",
    "ticket": "ticket",
    "trash": "trash",
    "trophy": "trophy",
    "upload": "arrow-up-tray",
    "user": "user",
    "user-plus": "user-plus",
    "users": "users",
    "video": "video-camera",
    "video-off": "video-camera-slash",
    "wallet": "wallet",
    "warning": "exclamation-triangle",
}


def main() -> int:
    """Read the package named on the command line and write the module."""
    outlines = Path(sys.argv[1]) / "24" / "outline"
    entries = []
    for name, file in sorted(ICONS.items()):
        paths = re.findall(r'\bd="([^"]+)"', (outlines / f"{file}.svg").read_text())
        lines = "".join(f'        "{path}",  # noqa: E501\n' for path in paths)
        entries.append(f'    "{name}": (\n{lines}    ),\n')
    TARGET.write_text(HEAD + "".join(entries) + "}\n")
    print(f"{len(entries)} icons, {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
