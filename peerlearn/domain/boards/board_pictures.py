"""What a picture on a board may be: small, of one frame, and of a kind that every browser draws and none runs.

The browser that pastes it draws it anew (own_pictures.js); here is looked at what a cheat might send instead.
"""

import base64
import binascii
import re
from typing import Any

from peerlearn.kit import pictures

KIND = "picture"
LARGEST = 200_000  # bytes
LONGEST_SIDE = 1600  # pixels
_ADDRESS = re.compile(r"data:image/(webp|jpeg);base64,([A-Za-z0-9+/]+={0,2})")


def is_picture(address: Any) -> bool:
    """Whether a data address holds a picture that a board keeps."""
    if not isinstance(address, str) or len(address) > LARGEST * 4 // 3 + 64:
        return False
    said = _ADDRESS.fullmatch(address)
    if said is None:
        return False
    try:
        body = base64.b64decode(said[2], validate=True)
    except binascii.Error:
        return False
    return len(body) <= LARGEST and pictures.is_still(body, kind=said[1], longest_side=LONGEST_SIDE)
