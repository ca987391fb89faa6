"""Seeing whom to ask at a relay, and the slip with the code of a task: each time on record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import models, transaction

from policies.relays.models import Relay, RelayTask
from policies.relays.permissions import may_keep, may_unmask
from portal.audit.services import record
from portal.common.errors import NotPermitted
from portal.personal.reveals import Reveals
from portal.tracking.codes import code_from

if TYPE_CHECKING:
    from portal.accounts.models import User


class Purpose(models.TextChoices):
    """What for."""

    TASK = "task", "联系接力任务"
    CHECK = "check", "核对联系人"


REVEALS: Final = Reveals[Relay]("relays", Purpose, may_unmask)


@dataclass(frozen=True)
class Contact:
    """Whom to ask, in full: for one answer, never to be kept."""

    name: str
    phone: str
    mail: str


@transaction.atomic
def reveal(*, relay: Relay, purpose: str, by: User, at: dt.datetime) -> Contact:
    """Open the contact for somebody of the organ that looks after the relay."""
    REVEALS.note(
        relay, "reveal", f"查看接力组织联系人：{relay.name}", purpose=purpose, by=by, at=at
    )
    return Contact(relay.contact_name, relay.contact_phone, relay.contact_mail)


@transaction.atomic
def code_of(*, relay_task: RelayTask, by: User, at: dt.datetime) -> str:
    """The code of a task, to be handed to the relay. Raises NotPermitted."""
    if not (verdict := may_keep(by, relay_task.organ)):
        raise NotPermitted(verdict.reason)
    record(
        action="relays.slip",
        summary=f"打印接力单：{relay_task.number}",
        by=by,
        at=at,
        organ=relay_task.organ,
        subject=relay_task,
    )
    return code_from(relay_task.submission_key)
