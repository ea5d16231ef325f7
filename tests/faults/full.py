"""Whether the long form of these tests was asked for (`make faults FULL=1`), and the seed of all that is random."""

import os
import random

FULL = os.environ.get("FULL", "") not in ("", "0")
SEED = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
