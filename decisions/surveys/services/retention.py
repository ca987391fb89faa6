"""How long what people wrote in their own words is kept: people write of themselves whatever they
are told. What they picked is counted and names nobody.
"""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from decisions.surveys.models import Answer, PaperSheet, Survey
from decisions.surveys.selectors import ended_long_ago
from portal.audit.services import record
from portal.personal.retention import BASIS


def purge_texts(*, at: dt.datetime) -> int:
    """Empty what was written to every questionnaire whose term is over, each in a transaction of
    its own; returns of how many. Killed in the middle, it goes on where it was.
    """
    # The last day of the term is still within it.
    last = timezone.localdate(at) - relativedelta(months=settings.SURVEYS_TEXTS_MONTHS, days=1)
    due = list(ended_long_ago(last).values_list("pk", flat=True))
    return sum(_purge(pk, at) for pk in due)


@transaction.atomic
def _purge(pk: int, at: dt.datetime) -> bool:
    held = Survey.objects.select_for_update(no_key=True).get(pk=pk)
    if held.texts_purged_at is not None:
        return False
    emptied = Answer.objects.filter(version__survey=held).update(texts="")
    # Sheets of a pile that was never counted.
    PaperSheet.objects.filter(batch__survey=held).delete()
    held.texts_purged_at = at
    held.save(update_fields=["texts_purged_at"])
    record(
        action="surveys.purge_texts",
        summary=f"按保存期限清除答卷里写的话：{held}",
        by=None,
        at=at,
        organ=held.organ,
        subject=held,
        basis=BASIS,
        details={"answers": emptied},
    )
    return True
