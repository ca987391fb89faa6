"""Systems that send work in: set up by the operators of the site, each with its own secret."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction

from policies.partners.models import LONGEST_CALL, Partner, ReceivedCall
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.channels.signatures import PREFIX, Signed, is_standard
from portal.notifications.permissions import may_operate

if TYPE_CHECKING:
    from portal.accounts.models import User

_SECRET_BYTES: Final = 32


@dataclass(frozen=True)
class Call:
    """One request as it came: whose it says it is, to which address, its headers, its bytes."""

    code: str
    path: str
    signed: Signed
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What a request is answered with: a status, and JSON without anything personal."""

    status: int
    body: Mapping[str, Any]


@transaction.atomic
def save_partner(partner: Partner, *, by: User, at: dt.datetime) -> Partner:
    """Keep a system's name, its organ, and what it may bring. Raises NotPermitted."""
    _require_operator(by)
    done = "修改" if partner.pk else "登记"
    partner.updated_at = at
    partner.save()
    record(
        action="partners.save",
        summary=f"{done}来件系统 {partner.code}",
        by=by,
        at=at,
        organ=partner.organ,
        subject=partner,
        details={"brings_items": partner.brings_items, "active": partner.is_active},
    )
    return partner


@transaction.atomic
def rotate_secret(*, partner: Partner, by: User, at: dt.datetime) -> str:
    """A new secret in place of the old one, which opens nothing from now on.

    It is returned this once. Raises NotPermitted, and ActRefused while it is switched off.
    """
    _require_operator(by)
    held = Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
    if not held.is_active:
        raise ActRefused(f"{held}已停用，启用以后才能签发密钥。")
    held.secret = PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
    held.secret_at = held.updated_at = at
    held.save()
    record(
        action="partners.rotate_secret",
        summary=f"签发来件系统的签名密钥 {held.code}",
        by=by,
        at=at,
        organ=held.organ,
        subject=held,
    )
    return held.secret


def sender_of(call: Call, *, at: dt.datetime) -> Partner | None:
    """Whose request it is: the system it names, if that signed it lately with its secret."""
    partner = Partner.objects.filter(code=call.code, is_active=True).select_related("organ").first()
    if partner is None or not partner.secret:
        return None
    genuine = is_standard(partner.secret, call.signed, body=call.body, now=int(at.timestamp()))
    return partner if genuine else None


@transaction.atomic
def answer_once(
    call: Call, partner: Partner, do: Callable[[], Answer], *, at: dt.datetime
) -> Answer:
    """What a request is answered with: done the first time, remembered afterwards.

    Two with one number wait for each other. Raises ActRefused where the number was that of another
    request; what `do` raises leaves nothing behind, so that the same may be sent again, mended.
    """
    Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
    digest = hashlib.sha256(call.path.encode() + b"\n" + call.body).hexdigest()
    known = ReceivedCall.objects.filter(partner=partner, call=call.signed.call).first()
    if known is not None:
        if known.digest != digest:
            raise ActRefused("这个请求编号（webhook-id）已经用于别的内容，请换一个编号。")
        return Answer(known.status, known.answer)
    answer = do()
    ReceivedCall.objects.create(
        partner=partner,
        call=call.signed.call[:LONGEST_CALL],
        digest=digest,
        status=answer.status,
        answer=dict(answer.body),
        at=at,
    )
    return answer


def forget_calls(*, at: dt.datetime) -> int:
    """Delete what is remembered of requests too old to be sent again; returns how many."""
    oldest = at - dt.timedelta(days=settings.PARTNER_CALL_DAYS)
    return ReceivedCall.objects.filter(at__lt=oldest).delete()[0]


def _require_operator(by: User) -> None:
    if not (verdict := may_operate(by)):
        raise NotPermitted(verdict.reason)
