"""The public policies of an organ's year with all that explains them, as the figures take it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from disclosure.choices import Language, RelationKind
from disclosure.models import Document, DocumentRelation
from policies.interpretations.choices import NO_FORM, Form, Stage, Understood
from policies.interpretations.deadlines import lateness
from policies.interpretations.indicators import Explained, Policy
from policies.interpretations.models import Interpretation, Part, Rating, StepException
from policies.interpretations.requirements import english_rule
from policies.interpretations.selectors import active_rules, facts_of, rule_for
from policies.interpretations.workflow import Status
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from policies.interpretations.requirements import Rule
    from portal.workdays.calendar import WorkingCalendar


@dataclass(frozen=True)
class Judged:
    """A public policy of the year: its document, what the figures count of it, and the sources of
    the two duties, "" for one it has not.
    """

    document: Document
    policy: Policy
    material: str
    english: str


def judged_policies(organs: Collection[int], year: int) -> dict[int, list[Judged]]:
    """Those of each organ that are to be explained, or to be had in English; none where no rule
    asks. The queries are as many for one policy as for all.
    """
    rules = active_rules()
    if not rules:
        return {}
    rows = Document.objects.public().filter(
        organ__in=organs, first_published_at__year=year, first_published_on=None
    )
    rows = rows.select_related("organ").prefetch_related("tags").order_by("-first_published_at")
    asked = [
        (document, rule_for(document, rules), english_rule(rules, facts_of(document)))
        for document in rows.defer("text", "body")
    ]
    asked = [row for row in asked if row[1] or row[2]]
    keys = [document.pk for document, _, _ in asked]
    explained, english = _explained(keys), _in_english(keys)
    excepted = set(
        StepException.objects.filter(document__in=keys).values_list("document", flat=True)
    )
    found: dict[int, list[Judged]] = defaultdict(list)
    for document, material, foreign in asked:
        policy = Policy(
            document.pk,
            tuple(explained[document.pk]),
            is_exception=document.pk in excepted,
            needs_english=foreign is not None,
            has_english=document.pk in english,
        )
        judged = Judged(document, policy, _source(material), _source(foreign))
        found[document.organ_id].append(judged)
    return found


def ratings_by_organ(organs: Collection[int], year: int) -> dict[int, tuple[int, int]]:
    """How many readers rated in a year, and how many of them understood."""
    rows = Rating.objects.filter(series__organ__in=organs, day__year=year).values("series__organ")
    rows = rows.annotate(every=Count("pk"), good=Count("pk", filter=Q(understood=Understood.YES)))
    return {row["series__organ"]: (row["every"], row["good"]) for row in rows}


def _source(rule: Rule | None) -> str:
    return rule.source if rule else ""


def _explained(keys: Collection[int]) -> dict[int, list[Explained]]:
    """What explains each document: public interpretations, and public documents that were filed as
    explanations (docs/decisions/0028).
    """
    found: dict[int, list[Explained]] = defaultdict(list)
    calendar, days = load_calendar(), settings.INTERPRETATION_DAYS
    rows = Interpretation.objects.filter(policies__document__in=keys, status=Status.PUBLISHED)
    rows = rows.distinct().prefetch_related(
        Prefetch("parts", Part.objects.only("interpretation", "form")), "policies__document"
    )
    for case in rows:
        on = timezone.localdate(case.first_published_at)
        for row in case.policies.all():
            found[row.document_id].append(
                Explained(
                    case.stage,
                    _forms(case.parts.all()),
                    on,
                    case.filing_due_on,
                    case.filed_on,
                    _late(calendar, row.document, on, days),
                )
            )
    filed = DocumentRelation.objects.filter(
        target__in=keys, kind=RelationKind.EXPLAINS, source__in=Document.objects.public()
    )
    for relation in filed.select_related("source", "target"):
        on = timezone.localdate(relation.source.first_published_at)
        late = _late(calendar, relation.target, on, days)
        found[relation.target_id].append(
            Explained(Stage.RELEASE, frozenset({Form.WRITTEN}), on, late_days=late)
        )
    return found


def _forms(parts: Iterable[Part]) -> frozenset[str]:
    """The forms that count: another language and slides are none."""
    return frozenset(part.form for part in parts if part.form not in NO_FORM)


def _late(calendar: WorkingCalendar, document: Document, on: dt.date, days: int) -> int | None:
    policy_on = timezone.localdate(document.first_published_at)
    return lateness(calendar, policy_on=policy_on, explained_on=on, days=days)


def _in_english(keys: Collection[int]) -> set[int]:
    """Those readers find in English: a public translation, or an interpretation in English."""
    translated = DocumentRelation.objects.filter(
        target__in=keys,
        kind=RelationKind.TRANSLATES,
        source__language=Language.ENGLISH,
        source__in=Document.objects.public(),
    )
    told = Interpretation.objects.filter(
        policies__document__in=keys, status=Status.PUBLISHED, language=Language.ENGLISH
    )
    return {
        *translated.values_list("target", flat=True),
        *told.values_list("policies__document", flat=True),
    }
