"""催办: a supervisor presses for a case that is overdue; whoever has it reads of it at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from portal.common.errors import ActRefused
from portal.notifications.services.reminders import Term, Words
from portal.notifications.services.staff_notices import tell_staff
from portal.workflow import URGE

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.acts.steps import Steps

Case = TypeVar("Case", bound=Model)


@transaction.atomic
def urge(
    steps: Steps[Case],
    term: Term[Case],
    case: Case,
    *,
    by: User,
    at: dt.datetime,
    end: Callable[..., Case] | None = None,
) -> Case:
    """Press for a case in the words in which `term` tells that it is late, to whoever's turn it is.
    `end` is how a kind ends an act where that is more than `Steps.finish`.

    Raises as `Steps.begin`, and ActRefused where nobody is there to hear it.
    """
    case, act = steps.begin(case, URGE, by, at)
    held: Any = case
    late, role = term.late, term.in_charge(case)
    words = Words(
        f"urged:{late.key}", f"催办：{late.subject}", f"{late.body}{{by}}催办，请尽快办理。"
    )
    notice = term.concern.notice(
        case,
        words,
        role,
        due=getattr(case, term.due_on),
        today=timezone.localdate(at),
        by=f"监督人员{by.get_full_name()}",
    )
    if not tell_staff([replace(notice, substitute=None)], at=at).people:
        raise ActRefused(
            f"{held.organ.short_name}现在没有{role.holders}，没有人能收到催办，"
            "请先由安全管理员为该机关授予这一角色。"
        )
    return (end or steps.finish)(case, act, by=by, at=at)
