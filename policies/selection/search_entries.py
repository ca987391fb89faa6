"""Who may see the result of a selection as a search hit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from policies.selection.models import Selection

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

KIND = "selection"


def visible_ids(ids: Iterable[int], viewer: User | AnonymousUser) -> set[int]:
    """Those whose result is public."""
    del viewer
    rows = Selection.objects.with_result().filter(pk__in=list(ids))
    return set(rows.values_list("pk", flat=True))
