"""Keeping relays: their names, whom they reach, whom to ask there, and their end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from policies.relays.models import Relay
from policies.relays.permissions import may_keep
from policies.relays.workflow import Status
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.registry import Recipient
from portal.personal.retention import BASIS

if TYPE_CHECKING:
    from policies.audiences.models import AudienceTerm
    from portal.accounts.models import User

CONTACT: Final = ("contact_name", "contact_phone", "contact_mail")


@transaction.atomic
def save_relay(
    relay: Relay,
    *,
    terms: Collection[AudienceTerm],
    contact: Mapping[str, str],
    by: User,
    at: dt.datetime,
) -> Relay:
    """Keep a relay of one's own organ. Of the contact only what `contact` names is changed. The
    trail says which columns, never what is in them. Raises NotPermitted.
    """
    if not (verdict := may_keep(by, relay.organ)):
        raise NotPermitted(verdict.reason)
    done = "修改" if relay.pk else "登记"
    for name in CONTACT:
        if name in contact:
            setattr(relay, name, contact[name])
    relay.updated_at = at
    relay.save()
    relay.terms.set(terms)
    record(
        action="relays.save",
        summary=f"{done}接力组织：{relay.name}",
        by=by,
        at=at,
        organ=relay.organ,
        subject=relay,
        details={
            "kind": relay.kind,
            "terms": sorted(term.code for term in terms),
            "contact": sorted(contact),
        },
    )
    return relay


@transaction.atomic
def end_relay(*, relay: Relay, by: User, at: dt.datetime) -> Relay:
    """It takes no more tasks. Raises NotPermitted, or ActRefused while it still has one."""
    if not (verdict := may_keep(by, relay.organ)):
        raise NotPermitted(verdict.reason)
    held = Relay.objects.select_for_update(no_key=True).get(pk=relay.pk)
    if held.ended_on:
        raise ActRefused("这个组织已经停止接力。")
    if held.tasks.filter(status__in=Status.open).exists():
        raise ActRefused("这个组织还有没办完的接力任务，请先结束或者取消。")
    held.ended_on, held.updated_at = timezone.localdate(at), at
    held.save()
    record(
        action="relays.end",
        summary=f"停止接力：{held.name}",
        by=by,
        at=at,
        organ=held.organ,
        subject=held,
    )
    return held


def purge_contacts(*, at: dt.datetime) -> int:
    """Delete the contacts of relays that ended long enough ago; returns how many relays."""
    last = timezone.localdate(at) - relativedelta(months=settings.RELAY_CONTACT_MONTHS)
    return sum(_purge(row, at=at) for row in Relay.objects.filter(ended_on__lt=last))


def contact_of(number: int) -> Recipient | None:
    """How a relay is reached, for the outbox; None when nothing is kept of it."""
    relay = Relay.objects.filter(pk=number, ended_on=None).first()
    if relay is None or not (relay.contact_mail or relay.contact_phone):
        return None
    return Recipient(email=relay.contact_mail, phone=relay.contact_phone)


@transaction.atomic
def _purge(relay: Relay, *, at: dt.datetime) -> bool:
    held = Relay.objects.select_for_update(no_key=True).get(pk=relay.pk)
    if not held.has_contact:
        return False
    for name in CONTACT:
        setattr(held, name, "")
    held.updated_at = at
    held.save()
    record(
        action="relays.purge",
        summary=f"按保存期限清除接力组织的联系人：{held.name}",
        by=None,
        at=at,
        organ=held.organ,
        subject=held,
        basis=BASIS,
    )
    return True
