"""Where a person may be sent after signing in: a path of this site, never an address that leads elsewhere."""

LONGEST = 500


def own_path(text: str) -> str:
    """The path, query and all, when it is one of this site; else nothing.

    Browsers read "//host", "/\\host" and "/<tab>/host" as other sites, and drop what cannot be printed.
    """
    inside = text.startswith("/") and not text.startswith("//") and "\\" not in text and len(text) <= LONGEST
    return text if inside and text.isprintable() else ""
