"""The end of the personal data of a closed case.

A purge takes away who applied and what they wrote, and every file; organ, dates, kinds, channel
and outcome stay, so that no figure changes, and the audit trail, which never held any of it, is
as verifiable as before.
"""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from requests_app.models import AnswerFile, InformationRequest
from requests_app.rectification.services.retention import purge_due_rectifications
from requests_app.services.answer_files import stored_files
from requests_app.services.consultation.opinions import forget_opinions
from requests_app.services.notices import forget_told
from requests_app.services.retention.term import CLOSED, keep_until, retention_class
from requests_app.services.retention.trail import note
from requests_app.services.retention.words import GONE, forget_words
from requests_app.services.steps import STEPS

_SEALED = ("name", "identity_number", "phone", "email", "address", "agent_name", "agent_number")


def purge_due(*, at: dt.datetime, limit: int = 500) -> int:
    """Purge every case whose term is over, each in a transaction of its own; returns how many."""
    today = timezone.localdate(at)
    shortest = min(settings.REQUEST_RETENTION_MONTHS.values())
    old = InformationRequest.objects.filter(
        status__in=CLOSED,
        legal_hold="",
        purged_at__isnull=True,
        closed_on__lt=today - relativedelta(months=shortest),
    )
    done = sum(_purge(number, today, at=at) for number in old.values_list("pk", flat=True)[:limit])
    return done + purge_due_rectifications(at=at, limit=limit)


@transaction.atomic
def _purge(number: int, today: dt.date, *, at: dt.datetime) -> bool:
    request = STEPS.locked(InformationRequest(pk=number))
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
    note(
        request, "purge", "按保存期限清除个人信息", by=None, at=at, reason=retention_class(request)
    )
    return True


def _delete(files: list[FieldFile]) -> None:
    """After the rows are gone for certain: a file that stays behind has no row and no reader."""
    for file in files:
        file.storage.delete(str(file.name))
