"""What stands in the list below a search box."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse


@dataclass(frozen=True)
class Suggestion:
    """A line of the list: its text, what it is, and where it leads."""

    text: str
    kind: str
    url: str

    def told(self) -> dict[str, str]:
        """As the page is told of it."""
        return {"text": self.text, "kind": self.kind, "url": self.url}


def searched(text: str) -> Suggestion:
    """What others asked: to search for it."""
    return Suggestion(text, "大家在搜", f"{reverse('site:search')}?{urlencode({'q': text})}")


def filtered(label: str, kind: str, facet: str, value: str) -> Suggestion:
    """An organ, a theme or a tag: to its documents."""
    return Suggestion(label, kind, f"{reverse('disclosure:library')}?{urlencode({facet: value})}")


def each_once(rows: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Where two lead to the same place, the first."""
    seen: set[str] = set()
    for row in rows:
        if row.url not in seen:
            seen.add(row.url)
            yield row
