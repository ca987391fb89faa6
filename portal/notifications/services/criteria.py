"""Keeping criteria: one row for all who ask the same, filed under what the fewest things meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from portal.notifications.models import Criterion, CriterionChoice, CriterionKey
from portal.notifications.models.criterion import digest_of

if TYPE_CHECKING:
    from portal.notifications.registry import Topic

_BATCH = 500


@transaction.atomic
def criterion_row(
    topic: Topic, text: str, *, kinds: Sequence[str] = (), at: dt.datetime
) -> Criterion:
    """The row of a criterion, locked against being forgotten until the transaction ends."""
    while True:
        made, is_new = Criterion.objects.get_or_create(
            topic=topic.code,
            digest=digest_of(text, kinds),
            defaults={"text": text, "kinds": list(kinds)},
        )
        if is_new:
            file_one(topic, made, at=at)
            return made
        kept = Criterion.objects.select_for_update(no_key=True).filter(pk=made.pk).first()
        if kept is not None:
            return kept


def file_one(topic: Topic, criterion: Criterion, *, at: dt.datetime) -> None:
    """Write down what a thing must bear to meet it."""
    asked = topic.conditions(criterion.text)
    key, choices = asked.groups[0], [group for group in asked.groups if len(group) > 1]
    criterion.keys.all().delete()
    criterion.choices.all().delete()
    CriterionKey.objects.bulk_create(
        CriterionKey(criterion=criterion, term=term) for term in sorted(key)
    )
    CriterionChoice.objects.bulk_create(
        CriterionChoice(criterion=criterion, terms=sorted(group)) for group in choices
    )
    criterion.needs = sorted({term for group in asked.groups if len(group) == 1 for term in group})
    criterion.has_choices, criterion.is_exact = bool(choices), asked.is_exact
    criterion.filed_at = at
    criterion.save(update_fields=["needs", "has_choices", "is_exact", "filed_at"])


def file_waiting(topic: Topic, *, at: dt.datetime) -> int:
    """File what was not filed yet, in batches of one transaction each; returns how many."""
    waiting, count = Criterion.objects.filter(topic=topic.code, filed_at=None), 0
    while True:
        with transaction.atomic():
            rows = list(
                waiting.select_for_update(skip_locked=True, no_key=True).order_by("pk")[:_BATCH]
            )
            for row in rows:
                file_one(topic, row, at=at)
        if not rows:
            return count
        count += len(rows)


@transaction.atomic
def forget_unasked() -> int:
    """Delete the criteria that nobody asks any more; returns how many."""
    unasked = Criterion.objects.filter(subscriptions=None).values_list("pk", flat=True)
    # Locked as by whoever begins to ask for one; then looked at once more.
    held = list(
        Criterion.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(pk__in=list(unasked[:_BATCH]))
        .values_list("pk", flat=True)
    )
    _, counts = Criterion.objects.filter(pk__in=held, subscriptions=None).delete()
    return counts.get(Criterion._meta.label, 0)


def mark_lapsed(topic: Topic, *, at: dt.datetime) -> int:
    """Find the criteria that nothing can meet any more; returns how many there are.

    Whoever subscribes is told so in the list of subscriptions, for the notices would merely stay
    away.
    """
    lost = sorted(topic.lost(_terms_of(topic)))
    hopeless = Criterion.objects.filter(
        Q(needs__overlap=lost) | Q(choices__terms__contained_by=lost), topic=topic.code
    )
    numbers = set(hopeless.values_list("pk", flat=True)) if lost else set()
    of_topic = Criterion.objects.filter(topic=topic.code)
    of_topic.filter(pk__in=numbers, lapsed_at=None).update(lapsed_at=at)
    of_topic.exclude(pk__in=numbers).exclude(lapsed_at=None).update(lapsed_at=None)
    return len(numbers)


def _terms_of(topic: Topic) -> set[str]:
    of_topic = Criterion.objects.filter(topic=topic.code)
    several = CriterionChoice.objects.filter(criterion__in=of_topic)
    groups = (of_topic.values_list("needs", flat=True), several.values_list("terms", flat=True))
    return {term for rows in groups for terms in rows.iterator() for term in terms}
