"""Numbers of opinions as somebody types them: 3、5、8-12. Pure."""

from __future__ import annotations

import re
from typing import Final

from portal.common.typed import half_width

MOST: Final = 5_000
_PART: Final = re.compile(r"(\d{1,7})(?:[-~—至](\d{1,7}))?")
_BETWEEN: Final = re.compile(r"[\s,，、;；]+")


class NotSerials(ValueError):
    """What stands there is no number; `part` is it."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def serials_of(text: str) -> set[int]:
    """The numbers of a list. Raises NotSerials for what is none, and for too many."""
    found: set[int] = set()
    for part in filter(None, _BETWEEN.split(half_width(text))):
        read = _PART.fullmatch(part)
        if read is None:
            raise NotSerials(part[:40])
        first = int(read[1])
        last = int(read[2] or read[1])
        if last < first or last - first >= MOST:
            raise NotSerials(part[:40])
        found.update(range(first, last + 1))
        if len(found) > MOST:
            raise NotSerials(part[:40])
    return found
