"""Opinions that say almost the same, found by the machine and left to a person."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.db.models import Q

from decisions.consultations.models import Consultation, Opinion
from decisions.consultations.similarity import proposals
from decisions.consultations.workflow import Status


def propose_everywhere(*, at: dt.datetime) -> int:
    """Propose anew wherever opinions came since; returns in how many consultations."""
    fresh = Q(status=Status.RUNNING) & Q(opens_at__lte=at)
    rows = Consultation.objects.filter(fresh, opinions__alike__isnull=True).distinct()
    return sum(propose(consultation=row) for row in rows.order_by("pk"))


@transaction.atomic
def propose(*, consultation: Consultation) -> bool:
    """Mark the open opinions that are perhaps the same, within one clause only: each is given the
    key of the first of its set, or its own. Whether there was anything new to look at.
    """
    rows = consultation.opinions.open().filter(group__isnull=True)
    if not rows.filter(alike__isnull=True).exists():
        # What is answered or grouped is looked at no more.
        consultation.opinions.filter(alike__isnull=True).update(alike=0)
        return False
    texts: dict[int | None, dict[int, str]] = defaultdict(dict)
    for row in rows.only("pk", "now", "text", "seal_id").order_by("pk").iterator(chunk_size=1_000):
        texts[row.now_id][row.pk] = row.text
    marks: dict[int, int] = {}
    for found in texts.values():
        marks.update({key: key for key in found})
        for members in proposals(found):
            marks.update(dict.fromkeys(members, members[0]))
    changed = [Opinion(pk=key, alike=mark) for key, mark in marks.items()]
    Opinion.objects.bulk_update(changed, ["alike"], batch_size=1_000)
    consultation.opinions.filter(alike__isnull=True).update(alike=0)
    return True
