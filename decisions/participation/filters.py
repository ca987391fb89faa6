"""What is asked of the page of taking part: all of it is in the address. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from decisions.participation.offers import OPEN, STATES


@dataclass(frozen=True)
class Wanted:
    """A state, of it a kind and an organ ("" for any)."""

    state: str = OPEN
    kind: str = ""
    organ: str = ""

    @property
    def query(self) -> str:
        """The end of an address, without what is meant anyway."""
        given = {
            "state": "" if self.state == OPEN else self.state,
            "kind": self.kind,
            "organ": self.organ,
        }
        told = {name: value for name, value in given.items() if value}
        return f"?{urlencode(told)}" if told else ""

    def with_(self, **changes: str) -> Wanted:
        """The same but for this."""
        return replace(self, **changes)


def read(query: Mapping[str, str], *, kinds: set[str]) -> Wanted:
    """What is asked; a value that nothing has is left out."""
    state, kind = query.get("state", ""), query.get("kind", "")
    organ = query.get("organ", "")
    return Wanted(
        state if state in STATES else OPEN,
        kind if kind in kinds else "",
        organ if len(organ) <= 40 and organ.replace("-", "").isalnum() else "",
    )
