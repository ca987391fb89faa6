"""What 今天的工作 shows of interpretations besides those that wait: policies without one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from disclosure.models import Document
from disclosure.workflow import EDITABLE, IN_REVIEW
from policies.interpretations.models import Interpretation, StepException
from policies.interpretations.selectors import active_rules, rule_for
from policies.interpretations.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

_SHOWN: Final = 10
_LOOKED_AT: Final = 200
# What is being written, reviewed or public counts as begun.
_BEGUN: Final = (*Status.open, Status.PUBLISHED)


@dataclass(frozen=True)
class Wanted:
    """A policy under way that is to be explained in step, and where that is asked for."""

    document: Document
    source: str


def wanted_interpretations(user: User | AnonymousUser, _on: dt.date) -> list[Wanted] | None:
    """The policies of a clerk's organs that are on their way to the public and that nobody has
    begun to explain; None where there are none.
    """
    organs = organs_with_role(user, Role.CLERK)
    if not organs or not (rules := active_rules()):
        return None
    begun = Interpretation.objects.filter(status__in=_BEGUN).values("policies__document")
    rows = Document.objects.filter(organ__in=organs, status__in=(*EDITABLE, *IN_REVIEW))
    rows = rows.exclude(pk__in=begun).exclude(pk__in=StepException.objects.values("document"))
    rows = rows.select_related("organ").prefetch_related("tags").defer("text", "body")
    found = [
        Wanted(document, rule.source)
        for document in rows.order_by("publish_due_on", "pk")[:_LOOKED_AT]
        if (rule := rule_for(document, rules))
    ]
    return found[:_SHOWN] or None
