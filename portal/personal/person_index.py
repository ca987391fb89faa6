"""One person counted once, by what reaches them, without keeping that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.common.typed import half_width
from portal.vault.keys import blind_index

if TYPE_CHECKING:
    from portal.accounts.models import User


def person_index(purpose: str, *, user: User | None, phone: str, email: str) -> str:
    """The keyed hash by which one person has one place; an address of mail counts without what
    some write behind a plus. Each `purpose` has hashes of its own, so that nobody is followed from
    one kind of case to the next. Blank where nobody knows who it is.
    """
    if phone:
        who = half_width(phone)
    elif email:
        box, _, host = half_width(email).lower().partition("@")
        who = f"{box.partition('+')[0]}@{host}"
    else:
        who = f"user:{user.pk}" if user else ""
    return blind_index(who, purpose=purpose) if who else ""
