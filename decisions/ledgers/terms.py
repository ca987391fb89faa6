"""The codes of what becomes of what somebody said. Pure."""

from __future__ import annotations

from typing import Final

ADOPTED, PARTLY, DECLINED, OUTSIDE = "adopted", "partly", "declined", "outside"
OUTCOMES: Final = (ADOPTED, PARTLY, DECLINED, OUTSIDE)
# What is called concentrated is reckoned over all that say the same, copies included.
NOT_WHOLLY_ADOPTED: Final = frozenset((PARTLY, DECLINED, OUTSIDE))
