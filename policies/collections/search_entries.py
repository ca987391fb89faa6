"""Who may see a collection as a search hit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from policies.collections.models import PolicyCollection

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User


def visible_ids(ids: Iterable[int], viewer: User | AnonymousUser) -> set[int]:
    """Those of which a version is released."""
    del viewer
    return set(
        PolicyCollection.objects.public().filter(pk__in=list(ids)).values_list("pk", flat=True)
    )
