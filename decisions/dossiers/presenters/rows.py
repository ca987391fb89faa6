"""Decisions as the list of them shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from decisions.dossiers.models import Decision
    from portal.search.queries import Hit

_GIST: Final = 120


@dataclass(frozen=True)
class DecisionRow:
    """A decision of which something is public."""

    url: str
    title_html: SafeString
    snippet_html: SafeString
    gist: str
    state: str
    matter: str
    organ: str
    started_on: dt.date
    public_at: dt.datetime


def rows_of(hits: Sequence[Hit], decisions: Mapping[int, Decision]) -> list[DecisionRow]:
    """The rows of hits, in their order; what anyone may not read any more is left out."""
    found = [(hit, decisions[hit.object_id]) for hit in hits if hit.object_id in decisions]
    return [
        DecisionRow(
            url=row.get_absolute_url(),
            title_html=hit.title_html,
            snippet_html=hit.snippet_html,
            gist=row.gist[:_GIST],
            state=row.get_status_display(),
            matter=row.get_matter_display(),
            organ=row.organ.name,
            started_on=row.started_on,
            public_at=row.public_at or row.updated_at,
        )
        for hit, row in found
    ]
