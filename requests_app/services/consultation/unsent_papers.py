"""Papers uploaded for an opinion that was never sent are nobody's: after some days they go."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.db.models.fields.files import FieldFile

from portal.audit.services import record
from portal.statute import PRIVACY_LAW, Article
from requests_app.models import Consultation
from requests_app.services.consultation.letters import held_letter
from requests_app.services.steps import STEPS


def sweep_unsent_papers(*, at: dt.datetime, limit: int = 500) -> int:
    """Delete the papers of letters to which nothing was added for so many days and no opinion was
    sent, each letter in a transaction of its own; returns how many papers went.
    """
    before = at - dt.timedelta(days=settings.UNSENT_OPINION_DAYS)
    letters = Consultation.objects.filter(answered_online_at=None, files__isnull=False)
    stale = letters.annotate(last=Max("files__at")).filter(last__lt=before).order_by("pk")
    return sum(_sweep(letter, before, at=at) for letter in stale[:limit])


@transaction.atomic
def _sweep(letter: Consultation, before: dt.datetime, *, at: dt.datetime) -> int:
    """What was sent or added in the meantime stays."""
    request, row = STEPS.locked(letter.request), held_letter(letter)
    papers = list(row.files.all())
    if row.answered_online_at or not papers or any(paper.at >= before for paper in papers):
        return 0
    files = [paper.file for paper in papers if paper.file]
    row.files.all().delete()
    record(
        action="requests.sweep_opinion_papers",
        summary=f"清除没有提交的意见材料：{row.number}",
        by=None,
        at=at,
        organ=request.organ,
        subject=request,
        basis=Article(19, law=PRIVACY_LAW),
        details={"letter": row.number, "papers": len(papers)},
    )
    transaction.on_commit(lambda: _delete(files))
    return len(papers)


def _delete(files: list[FieldFile]) -> None:
    """After the rows are gone for certain: a file that stays behind has no row and no reader."""
    for file in files:
        file.storage.delete(str(file.name))
