"""How long personal data of a closed case are kept, what holds them longer, and their end.

A purge takes away who applied and what they wrote, and every file; organ, dates, kinds, channel
and outcome stay, so that no figure changes, and the audit trail, which never held any of it, is
as verifiable as before.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.statute import PRIVACY_LAW, Article
from requests_app.choices import Status
from requests_app.models import AnswerFile, InformationRequest
from requests_app.outcomes import LAPSED, WITHDRAWN
from requests_app.permissions import may_hold
from requests_app.services.forgetting import GONE, forget_words
from requests_app.services.handing_over import stored_files
from requests_app.services.opining import forget_opinions
from requests_app.services.record_retention import purge_due_records
from requests_app.services.stepping import locked
from requests_app.services.telling import forget_told
from requests_app.services.wording import impersonal

if TYPE_CHECKING:
    from portal.accounts.models import User
    from requests_app.querysets import RequestQuerySet

# How far ahead the list of what will be purged looks.
SOON = dt.timedelta(days=90)
MOST_SHOWN = 200
LONGEST_REASON = 300
_SLACK = dt.timedelta(days=4)
_OF_CLASS = {
    "withdrawn": Q(outcome=WITHDRAWN),
    "lapsed": Q(outcome__in=LAPSED),
    "answered": ~Q(outcome__in=(WITHDRAWN, *LAPSED)),
}
_SEALED = ("name", "identity_number", "phone", "email", "address", "agent_name", "agent_number")
_CLOSED = (Status.ANSWERED, Status.WITHDRAWN, Status.SPLIT, Status.JOINED, Status.ARCHIVED)


def retention_class(request: InformationRequest) -> str:
    """The class by which a case is kept: withdrawn, lapsed, or answered."""
    if request.outcome == WITHDRAWN:
        return "withdrawn"
    if request.outcome in LAPSED:
        return "lapsed"
    return "answered"


def term_over(request: InformationRequest) -> dt.date | None:
    """The last day of its term; None while it is open or contested. A hold stands above it."""
    if request.closed_on is None or request.status not in _CLOSED:
        return None
    if any(not remedy.result for remedy in request.remedies.all()):
        return None
    months = settings.REQUEST_RETENTION_MONTHS[retention_class(request)]
    return request.closed_on + relativedelta(months=months)


def keep_until(request: InformationRequest) -> dt.date | None:
    """The last day on which its personal data are kept; None while it is open or held."""
    return None if request.legal_hold else term_over(request)


def held_cases(seen: RequestQuerySet) -> RequestQuerySet:
    """Those kept beyond their term, the longest closed first."""
    return _with_remedies(seen.exclude(legal_hold=""))


def purged_soon(seen: RequestQuerySet, *, on: dt.date) -> list[InformationRequest]:
    """Those whose term ends within the next days, the first to go first; at most `MOST_SHOWN`."""
    last = on + SOON
    kept = seen.filter(status__in=_CLOSED, legal_hold="", purged_at=None)
    near = Q(pk__in=())
    for kind, mine in _OF_CLASS.items():
        months = settings.REQUEST_RETENTION_MONTHS[kind]
        # Months differ in length: some days too many are looked at, and counted exactly below.
        near |= mine & Q(closed_on__lte=last - relativedelta(months=months) + _SLACK)
    dated = [(term_over(case), case) for case in _with_remedies(kept.filter(near))]
    found = [(until, case.pk, case) for until, case in dated if until and until <= last]
    return [case for _, _, case in sorted(found, key=lambda row: row[:2])[:MOST_SHOWN]]


def _with_remedies(cases: RequestQuerySet) -> RequestQuerySet:
    return cases.order_by("closed_on", "pk").prefetch_related("remedies")


@transaction.atomic
def hold(*, request: InformationRequest, reason: str, by: User, at: dt.datetime) -> None:
    """Keep a case beyond its term, for a review, a suit or an inspection."""
    request = _for_head(request, by)
    if request.purged_at:
        raise ActRefused("本件的个人信息已经清除，没有可以延长保存的。")
    if request.legal_hold:
        raise ActRefused("本件已经延长保存。理由有变的，先解除，再重新延长。")
    request.legal_hold = impersonal(reason, "保留的理由", of=[request])
    if len(request.legal_hold) > LONGEST_REASON:
        raise ActRefused(f"保留的理由最多{LONGEST_REASON}字，请删减。")
    request.save(update_fields=["legal_hold"])
    _note(request, "hold", "延长保存", by=by, at=at, reason=request.legal_hold)


@transaction.atomic
def lift_hold(*, request: InformationRequest, reason: str, by: User, at: dt.datetime) -> None:
    """Let the ordinary term apply again."""
    request = _for_head(request, by)
    if not request.legal_hold:
        raise ActRefused("本件没有延长保存。")
    told = impersonal(reason, "解除的理由", of=[request])
    request.legal_hold = ""
    request.save(update_fields=["legal_hold"])
    _note(request, "lift_hold", "解除延长保存", by=by, at=at, reason=told)


def purge_due(*, at: dt.datetime, limit: int = 500) -> int:
    """Purge every case whose term is over, each in a transaction of its own; returns how many."""
    today = timezone.localdate(at)
    shortest = min(settings.REQUEST_RETENTION_MONTHS.values())
    old = InformationRequest.objects.filter(
        status__in=_CLOSED,
        legal_hold="",
        purged_at__isnull=True,
        closed_on__lt=today - relativedelta(months=shortest),
    )
    done = sum(_purge(number, today, at=at) for number in old.values_list("pk", flat=True)[:limit])
    return done + purge_due_records(at=at, limit=limit)


@transaction.atomic
def _purge(number: int, today: dt.date, *, at: dt.datetime) -> bool:
    request = locked(InformationRequest(pk=number))
    until = keep_until(request)
    if until is None or today <= until or request.purged_at:
        return False
    for name in _SEALED:
        setattr(request, name, "")
    request.identity_index = request.code_index = ""
    request.info_title = request.info_number = request.help_needed = ""
    request.description = GONE
    request.user = None
    request.purged_at = at
    request.save()
    forget_words(request)
    forget_told(request)
    files = [row.file for row in request.evidence.all() if row.file]
    files += forget_opinions(request)
    files += stored_files(list(request.answers.all()))
    AnswerFile.objects.filter(answer__request=request).delete()
    request.evidence.all().delete()
    transaction.on_commit(lambda: _delete(files))
    _note(
        request, "purge", "按保存期限清除个人信息", by=None, at=at, reason=retention_class(request)
    )
    return True


def _delete(files: list[FieldFile]) -> None:
    """After the rows are gone for certain: a file that stays behind has no row and no reader."""
    for file in files:
        file.storage.delete(str(file.name))


def _for_head(request: InformationRequest, by: User) -> InformationRequest:
    request = locked(request)
    if not (verdict := may_hold(by, request)):
        raise NotPermitted(verdict.reason)
    return request


def _note(
    request: InformationRequest,
    action: str,
    sentence: str,
    *,
    by: User | None,
    at: dt.datetime,
    reason: str,
) -> None:
    record(
        action=f"requests.{action}",
        summary=f"{sentence}：{request.number}",
        by=by,
        at=at,
        organ=request.organ,
        subject=request,
        basis=Article(47, law=PRIVACY_LAW),
        details={"reason": reason},
    )
