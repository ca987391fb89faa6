"""How alike two short texts are: by the pairs of signs that stand side by side in them. Pure.

Chinese has no blanks between words, and whoever asks rarely uses another's words: pairs find what
is worded another way, greetings around it and all.
"""

from __future__ import annotations

import re
from typing import Final

from portal.common.typed import half_width

# From here on one is worth showing to whoever asks the other.
ALIKE: Final = 0.5
_SIGNS: Final = re.compile(r"[\W_]+")


def bigrams(text: str) -> frozenset[str]:
    """Every two characters that stand together, without marks and blanks, in half width."""
    plain = _SIGNS.sub("", half_width(text)).lower()
    return frozenset(plain[place : place + 2] for place in range(len(plain) - 1))


def containment(one: frozenset[str], other: frozenset[str], *, fewest: int = 1) -> float:
    """How much of the shorter is in the longer, from 0 to 1; of fewer pairs nothing is said."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter >= fewest else 0.0
