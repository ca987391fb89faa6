"""What of links stands on the first page of the back office."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from portal.accounts.permissions import organs_with_role
from portal.links.choices import DEAD
from portal.links.models import Link
from portal.links.permissions import KEEPERS
from portal.links.selectors import InNeed, pages_in_need

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

ROWS = 8
# So many are looked for on the first page; the list has all.
MOST_LINKS = 100


@dataclass(frozen=True)
class DeadLinks:
    """Pages that lead somewhere dead or dangerous; `has_more` says that the list has more."""

    pages: list[InNeed]
    has_more: bool


def dead_links_of(user: User | AnonymousUser, on: dt.date) -> DeadLinks | None:
    """The pages of one's own organs that lead to what the patrol found dead; None where there are
    none. Only pages that name such an address are read, and none while there is no such address.
    """
    del on
    organs = organs_with_role(user, *KEEPERS)
    if not organs:
        return None
    found = Link.objects.filter(link_class__in=DEAD).order_by("-link_class", "failing_since", "pk")
    dead = list(found.values_list("url", flat=True)[:MOST_LINKS])
    pages = list(islice(pages_in_need(organs, among=dead), ROWS + 1)) if dead else []
    return DeadLinks(pages[:ROWS], len(pages) > ROWS) if pages else None
