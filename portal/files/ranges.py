"""Part of a file, as a player asks for it (RFC 9110, 14). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ONE: Final = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


class Unsatisfiable(ValueError):
    """Nothing of the file lies in what was asked for."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the byte `first` up to and including `last`."""

    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1

    def said_of(self, size: int) -> str:
        """As the answer says it, of a file of so many bytes."""
        return f"bytes {self.first}-{self.last}/{size}"


def asked_for(header: str, size: int) -> Stretch | None:
    """The stretch that a `Range` names; None where the whole is given: without one, for several,
    and for what is none. Raises Unsatisfiable.
    """
    match = _ONE.fullmatch(header)
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        start = max(0, size - int(last))
        if not int(last) or not size:
            raise Unsatisfiable
        return Stretch(start, size - 1)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise Unsatisfiable
    return Stretch(int(first), min(int(last), size - 1) if last else size - 1)
