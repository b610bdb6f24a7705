"""Whether numbers are the same: to the last digit where the processor allows it."""

from typing import Any

import numpy
from threadpoolctl import threadpool_info

EXACT = any(pool.get("architecture") in ("SkylakeX", "Cooperlake", "SapphireRapids") for pool in threadpool_info())


def same(one: Any, other: Any) -> bool:
    return bool((one == other).all()) if EXACT else numpy.allclose(one, other, atol=1e-4)
