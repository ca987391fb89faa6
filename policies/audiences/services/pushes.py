"""Acts on a push. What it is to reach is narrowed and never widened; it is sent by batches of their
own transactions (`services.sending`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from django.db import transaction

from disclosure.models import Document
from policies.audiences.choices import TermKind
from policies.audiences.models import AudienceTerm, Push, PushAct, PushTerm
from policies.audiences.permissions import RULES, may_push
from policies.audiences.scope import LAST_OF_KIND, WIDER, is_inside, widened_by
from policies.audiences.selectors import terms_of
from policies.audiences.workflow import RULE, Status
from portal.acts.steps import Steps
from portal.common.errors import ActRefused, NotPermitted
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ


def _is_public(push: Push, _on: dt.date) -> Verdict:
    if Document.objects.public().filter(pk=push.document_id).exists():
        return ALLOWED
    return refuse("文件已经不公开，不能推送；请放弃这次推送。")


STEPS: Final[Steps[Push]] = Steps(
    Push,
    PushAct,
    "push",
    "pushes",
    RULES,
    {"submit": _is_public, "approve": _is_public, "send": _is_public},
)


@transaction.atomic
def begin(*, document: Document, by: User, at: dt.datetime) -> Push:
    """Begin to push a public policy to those of its terms. Raises NotPermitted, or ActRefused where
    it is not public, concerns nobody in particular, or is being pushed already.
    """
    if not (verdict := may_push(by, document.organ)):
        raise NotPermitted(verdict.reason)
    # One after another: of two who begin at once the second is told.
    Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    if not Document.objects.public().filter(pk=document.pk).exists():
        raise ActRefused("只有已经公开的文件可以推送。")
    if Push.objects.filter(document=document, status__in=Status.open).exists():
        raise ActRefused("这份文件正在推送，请先办完那一次。")
    terms = terms_of(document)
    if not terms:
        raise ActRefused("请先定这份文件的推送对象，再拟推送。")
    push = Push.objects.create(
        document=document, organ=document.organ, created_at=at, updated_at=at
    )
    PushTerm.objects.bulk_create(PushTerm(push=push, term=term) for term in terms)
    return STEPS.opened(
        push, "draft", by=by, at=at, summary="拟推送", basis=RULE, details=_details(push)
    )


@transaction.atomic
def narrow(
    *,
    push: Push,
    drop: Collection[AudienceTerm] = (),
    within: Organ | None = None,
    by: User,
    at: dt.datetime,
) -> Push:
    """Take terms away, or keep to a region. Raises ActRefused for what would reach anybody who was
    not reached before, and where nothing changes.
    """
    held, act = STEPS.begin(push, "narrow", by, at)
    kept = dict(held.terms.filter(is_dropped=False).values_list("term_id", "term__kind"))
    dropped = {term.pk for term in drop} & set(kept)
    if kind := widened_by(kept, dropped):
        raise ActRefused(LAST_OF_KIND.format(kind=TermKind(kind).label))
    if within and held.within and not is_inside(within.path, held.within.path):
        raise ActRefused(WIDER.format(within=held.within.short_name))
    if not dropped and within in (None, held.within):
        raise ActRefused("请选要去掉的对象，或者选一个区域。")
    held.terms.filter(term__in=dropped).update(is_dropped=True)
    held.within = within or held.within
    return STEPS.finish(held, act, by=by, at=at, details=_details(held))


def send(*, push: Push, by: User, at: dt.datetime) -> Push:
    """Let it be carried out from now on."""
    return STEPS.perform(push, "send", by=by, at=at, sent_at=at)


def _details(push: Push) -> dict[str, object]:
    """By what it chooses: words for groups, never people."""
    rows = push.terms.filter(is_dropped=False).values_list("term__kind", "term__code")
    within = push.within.code if push.within else ""
    return {"terms": sorted(f"{kind}:{code}" for kind, code in rows), "within": within}
