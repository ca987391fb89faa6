"""The rules of 三同步 as an office keeps them, what was excepted, and the guide of elements."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from disclosure.models import Document
from policies.interpretations.models import GuideElement, InStep, StepException
from policies.interpretations.permissions import may_except, may_keep_guide, may_keep_rules
from policies.interpretations.selectors import rule_for
from portal.acts.refusals import needed
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said

if TYPE_CHECKING:
    from django.db import models

    from portal.accounts.models import User


@transaction.atomic
def save_rule(*, rule: InStep, by: User, at: dt.datetime) -> InStep:
    """Add or change a rule. Raises NotPermitted for anyone but the office of the organ or of one
    above, ActRefused for a rule without its source, about nothing, or that asks nothing.
    """
    before = InStep.objects.filter(pk=rule.pk).first() if rule.pk else None
    for organ in {rule.organ_id, before.organ_id if before else rule.organ_id}:
        if not (verdict := may_keep_rules(by, organ)):
            raise NotPermitted(verdict.reason)
    rule.article, rule.guideline, rule.genre = map(said, (rule.article, rule.guideline, rule.genre))
    _check(rule)
    rule.save()
    record(
        action="interpretations.save_rule",
        summary=f"{'修改' if before else '增加'}同步解读的要求：{rule}",
        by=by,
        at=at,
        organ=rule.organ,
        subject=rule,
        details={"is_active": rule.is_active},
    )
    return rule


@transaction.atomic
def except_policy(*, document: Document, reason: str, by: User, at: dt.datetime) -> StepException:
    """Record that a policy goes out without its interpretation, and why. Raises NotPermitted for
    anyone but its signers, ActRefused for one that needs none, is public, or was excepted before.
    """
    held = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    if not (verdict := may_except(by, held)):
        raise NotPermitted(verdict.reason)
    rule = rule_for(held)
    if rule is None:
        raise ActRefused("这件文件没有同步解读的要求，不需要记录。")
    if held.is_published or StepException.objects.filter(document=held).exists():
        raise ActRefused("文件已经公开，或者已经记录过不同步解读的理由。")
    made = StepException.objects.create(
        document=held,
        organ=held.organ,
        source=rule.source[:250],
        reason=needed(reason, "不同步解读的理由")[:500],
        by=by,
        at=at,
    )
    record(
        action="interpretations.except",
        summary=f"记录不同步解读：{held.title}",
        by=by,
        at=at,
        organ=held.organ,
        subject=held,
        basis=rule.source,
        details={"reason": made.reason},
    )
    return made


@transaction.atomic
def save_element(*, element: GuideElement, by: User, at: dt.datetime) -> GuideElement:
    """Add or change an element of the guide. Raises NotPermitted for anyone but a head of an
    office, ActRefused for one without a name or of a name that is there.
    """
    if not (verdict := may_keep_guide(by)):
        raise NotPermitted(verdict.reason)
    element.name, element.hint = needed(element.name, "要素"), said(element.hint)
    is_new = element.pk is None
    _check(element)
    element.save()
    record(
        action="interpretations.save_element",
        summary=f"{'增加' if is_new else '修改'}解读要素：{element.get_kind_display()} {element}",
        by=by,
        at=at,
        subject=element,
        details={"is_required": element.is_required, "is_active": element.is_active},
    )
    return element


def _check(row: models.Model) -> None:
    """Raises ActRefused with what the row's own conditions say."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise ActRefused("".join(error.messages)) from error
