"""How long before its last day a thing is spoken of: one home and one rule for every term.

The stages of terms that the law sets stand here. Those of a period the organ chose itself are the
deployer's (`EXPIRY_REMINDER_DAYS`, in days) and follow the same rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

# Working days left at which those in charge are told; afterwards the supervisors too, daily.
STAGES: Final = (0, 1, 3, 5)
# The same in hours, of a term that is counted in hours: nothing pauses it, no night, no holiday.
HOUR_STAGES: Final = (1, 2, 4, 12, 24)


def stage_reached(left: int, stages: Iterable[int] = STAGES) -> int | None:
    """The narrowest stage that so many days left have reached; None before the first, or after."""
    return min((stage for stage in stages if 0 <= left <= stage), default=None)
