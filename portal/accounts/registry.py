"""How people hear of what happened to their account: the app that sends registers itself here.

Accounts stand below notices, so that they cannot call them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portal.accounts.models import User


class Teller(Protocol):
    """Queues a notice within the transaction: to people, and to addresses that are nobody's any
    more. `key` names the event, `url` is a path of this site.
    """

    def __call__(
        self,
        *,
        people: Sequence[User],
        addresses: Sequence[str],
        subject: str,
        body: str,
        url: str,
        key: str,
        at: dt.datetime,
    ) -> None: ...


_tellers: list[Teller] = []


def register_teller(teller: Teller) -> None:
    """Make known who sends. Raises ValueError when somebody else does already."""
    if _tellers and _tellers != [teller]:
        raise ValueError("账号变动的通知已由别处发送。")
    _tellers[:] = [teller]


def tell(
    *,
    people: Sequence[User],
    subject: str,
    body: str,
    key: str,
    at: dt.datetime,
    addresses: Sequence[str] = (),
    url: str = "/accounts/email/",
) -> None:
    """Let them hear of it, by whatever sends here."""
    for teller in _tellers:
        teller(
            people=people,
            addresses=[each for each in addresses if each],
            subject=subject,
            body=body,
            url=url,
            key=key,
            at=at,
        )
