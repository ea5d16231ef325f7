"""How often Python searches for garbage: seldom, because each search stops everybody.

Every open tab is a thousand small objects that live long. Python's own pace searches all of them again after every
few hundred events: with a thousand tabs that is a third of a second, in which nobody gets an answer.
"""

import gc

# New objects until the newest are searched; how many such searches until the next older ones are, and then all.
PACE = (5_000, 10, 10)


def search_seldom() -> None:
    """From now on; what is there already (the program itself) is never searched again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*PACE)
