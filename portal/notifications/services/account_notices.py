"""What happened to an account, told to its owner and to the address that was theirs before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from portal.notifications.registry import Recipient
from portal.notifications.services.outbox import notify

if TYPE_CHECKING:
    from portal.accounts.models import User

ACCOUNT = "accounts.sign_in_data"


def tell_of_account(
    *,
    people: Sequence[User],
    addresses: Sequence[str],
    subject: str,
    body: str,
    url: str,
    key: str,
    at: dt.datetime,
) -> None:
    """Queue it for the people, and by mail alone for addresses without an account."""
    notify(
        kind=ACCOUNT,
        recipients=[*people, *(Recipient(email=each) for each in addresses)],
        subject=subject,
        body=body,
        url=url,
        dedup_key=key,
        at=at,
    )
