"""What somebody typed into a search field, taken apart."""

LONGEST_SEARCH = 100  # characters; what is typed beyond them is not looked for


def words_of(search: str) -> list[str]:
    """The words to look for, each of which has to be found; a database stumbles over none of them."""
    return search.replace("\x00", "")[:LONGEST_SEARCH].split()
