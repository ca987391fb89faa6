"""Telling the party of a case, who stands outside the organ, what was done and what is to be done.

A notice says the number of the case and never whose it is or what it is about: it passes through
mail servers and lies in inboxes. To somebody without an account it goes to the address sealed in
the case, which is opened only when it is sent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from portal.common.typed import telephone
from portal.notifications.choices import Channel
from portal.notifications.registry import (
    KeptRecipient,
    NoticeKind,
    Recipient,
    register,
    register_recipient,
)
from portal.notifications.services.outbox import forget, notify
from portal.notifications.services.short_texts import short_text, takes_texts

if TYPE_CHECKING:
    from django.db.models import Model

    from portal.accounts.models import User

_ASK: Final = "看不明白的，请联系{organ}{phone}。"
_UNDATED: Final = "网页上写明的日期"


@dataclass(frozen=True)
class Notice:
    """What happened, and what is to be done or expected; `short` is the same for a mobile.

    Each may speak of the `{organ}` and of `{day}`, the day that matters, read from the case.
    """

    title: str
    short: str
    text: str
    day: Callable[[Any], dt.date | None] | None = None


@dataclass(frozen=True)
class Way:
    """The page a notice leads to, and the sentence about it between the text and whom to ask.

    The sentence brings the blank line before or after it.
    """

    page: Callable[[Any], str]
    sentence: str


@dataclass(frozen=True)
class Party:
    """How the party of one kind of case is told.

    A case has a `number`, an `organ`, a `user` or None, and a sealed `email` and `phone`, each
    perhaps "". `kind` is a registered kind of notice, `place` the registered place of the sealed
    addresses, `noun` what stands before the number, `keys` the beginning of the keys of all that
    is told of a case, with `{row}` in it.
    """

    kind: str
    place: str
    noun: str
    keys: str
    by_account: Way
    by_mail: Way


def tell_party(party: Party, row: Any, notice: Notice, *, key: str, at: dt.datetime) -> None:
    """Queue a notice once for its key; nothing where there is nobody to reach.

    It goes to the account; to the sealed mail address where the account has none; and, where
    there is a gateway, to a sealed mobile.
    """
    day = notice.day(row) if notice.day else None
    told = {"day": day or _UNDATED, "organ": row.organ.name}
    title = notice.title.format(**told)
    queue = partial(notify, kind=party.kind, dedup_key=party.keys.format(row=row) + key, at=at)
    if takes_texts(row.phone):
        queue(
            recipients=[KeptRecipient(party.place, row.pk, (Channel.SMS,))],
            subject=title,
            body=short_text(party.noun, row.number, notice.short.format(**told)),
        )
    phone = f"，电话{row.organ.phone}" if row.organ.phone else ""
    for recipient, way in _reachable(party, row):
        text = notice.text.format(**told) + way.sentence
        ask = _ASK.format(organ=row.organ.name, phone=phone)
        queue(
            recipients=[recipient],
            subject=f"{party.noun}{row.number}：{title}",
            body=f"{party.noun}编号：{row.number}\n\n{text}{ask}",
            url=way.page(row),
        )


def register_party(party: Party, label: str, model: type[Model]) -> None:
    """Make its kind of notice known, and that its addresses are sealed in the rows of a model; for
    `ready()`.
    """
    register(NoticeKind(party.kind, label, (Channel.INBOX, Channel.MAIL, Channel.SMS)))
    register_recipient(party.place, sealed_in(model))


def forget_party(party: Party, row: Any) -> None:
    """Take away all that is keyed to a case: it ties its number to an account."""
    forget(key_prefix=party.keys.format(row=row))


def sealed_in(model: type[Model]) -> Callable[[int], Recipient | None]:
    """How an address sealed in a row is found; None once its personal data are gone."""

    def resolve(object_id: int) -> Recipient | None:
        row: Any = model._default_manager.filter(pk=object_id, purged_at=None).first()
        if row is None or not (row.email or row.phone):
            return None
        return Recipient(email=row.email, phone=telephone(row.phone) or "")

    return resolve


def _reachable(party: Party, row: Any) -> list[tuple[User | KeptRecipient, Way]]:
    reachable: list[tuple[User | KeptRecipient, Way]] = []
    if row.user:
        reachable.append((row.user, party.by_account))
    if row.email and not (row.user and row.user.email):
        reachable.append((KeptRecipient(party.place, row.pk, (Channel.MAIL,)), party.by_mail))
    return reachable
