"""Reads of interpretations that join rows: rules, facts, what a policy has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Prefetch

from disclosure.choices import Reach
from disclosure.models import Document
from disclosure.reading import read
from policies.interpretations.choices import Stage
from policies.interpretations.copied_text import Copied, copied
from policies.interpretations.models import (
    ExplainedPolicy,
    GuideElement,
    InStep,
    Interpretation,
    Part,
    Rating,
)
from policies.interpretations.requirements import Facts, Rule, material_rule
from policies.interpretations.workflow import Status
from portal.text.model import Article, Heading
from portal.text.plain import headed, numbered, words_of

if TYPE_CHECKING:
    from disclosure.reading import Place
    from policies.interpretations.querysets import InterpretationQuerySet


_LAST_WORDS = 20


def active_rules() -> list[Rule]:
    """Every rule in use."""
    rows = InStep.objects.filter(is_active=True).select_related("organ", "tag")
    return [row.as_rule() for row in rows]


def facts_of(document: Document) -> Facts:
    """What the rules ask of a document; its tags and organ are asked once."""
    return Facts(
        organ_path=document.organ.path,
        doc_type=document.doc_type,
        genre=document.instrument_genre,
        is_normative=document.is_normative,
        is_rule=document.is_rule,
        tags=frozenset(tag.name for tag in document.tags.all()),
    )


def rule_for(document: Document, rules: Sequence[Rule] | None = None) -> Rule | None:
    """By which rule a document is explained in step; None where none is. What came out elsewhere
    before, and what is for some addressees only, is not.
    """
    rules = active_rules() if rules is None else rules
    if not rules or document.is_historical or document.reach != Reach.EVERYONE:
        return None
    return material_rule(rules, facts_of(document))


def at_release(document: Document) -> list[Interpretation]:
    """The interpretations that are public with a document or become so in the same act: 发布解读
    that are public, or signed and wait for nothing else.
    """
    rows = Interpretation.objects.filter(
        policies__document=document,
        stage=Stage.RELEASE,
        status__in=(Status.READY, Status.PUBLISHED),
    ).distinct()
    return [row for row in rows.order_by("pk") if row.is_public or waits_only_for(row, document)]


def waits_only_for(case: Interpretation, document: Document) -> bool:
    """Whether all that it explains besides is public."""
    others = Document.objects.filter(interpretation_rows__interpretation=case)
    others = others.exclude(pk=document.pk)
    return others.count() == others.filter(pk__in=Document.objects.public()).count()


def policies_of(case: Interpretation) -> list[ExplainedPolicy]:
    """What it explains, in order, with the passages."""
    rows = case.policies.select_related("document__organ").prefetch_related("passages")
    return list(rows)


def passages_of(document: Document) -> list[tuple[str, str]]:
    """Every place of a document's page that can be named: its anchor and how the text calls it."""
    reading = read(document.public_text())
    return [
        (place.anchor, label)
        for place in (*reading.own, *reading.attached)
        if place.anchor and (label := _label(place))
    ]


def _label(place: Place) -> str:
    match place.block:
        case Article() as article:
            opening = words_of(article.words)
            return f"{headed(article, gap=' ')}{opening}"[:60]
        case Heading(number=number, words=words):
            return numbered(number, words_of(words))[:60]
    return ""


def guide_of(case: Interpretation) -> list[tuple[GuideElement, str]]:
    """Every element for its kind of policy with what is written; what is written under one that is
    no longer asked for stays.
    """
    written = {row.element_id: row for row in case.elements.select_related("element")}
    asked = list(GuideElement.objects.filter(kind=case.kind, is_active=True))
    left = [row.element for row in written.values() if row.element not in asked]
    return [
        (element, written[element.pk].text if element.pk in written else "")
        for element in (*asked, *left)
    ]


def own_words(case: Interpretation, parts: Iterable[Part]) -> str:
    """All that an interpretation says, for the measure of what is copied."""
    lines = [case.summary, *(line for part in parts for line in part.lines)]
    lines += [row.text for row in case.elements.all()]
    return "\n".join(lines)


def copied_in(case: Interpretation) -> Copied:
    """How much of it stands in the policies it explains, by the settings."""
    policies = [row.document.body for row in policies_of(case)]
    return copied(
        own_words(case, case.parts.all()),
        policies,
        window=settings.COPIED_WINDOW,
        quotes_apart=settings.COPIED_QUOTES_APART,
    )


def explaining(document: Document) -> list[Interpretation]:
    """The public interpretations of a document, the newest first, with their parts and, as `here`,
    the passages of it.
    """
    here = ExplainedPolicy.objects.filter(document=document).prefetch_related("passages")
    rows = Interpretation.objects.filter(policies__document=document, status=Status.PUBLISHED)
    return list(
        rows.order_by("-published_at", "-pk").prefetch_related(
            Prefetch("parts", Part.objects.defer("captions", "transcript")),
            Prefetch("policies", here, to_attr="here"),
        )
    )


def public_editions(series: Iterable[int]) -> dict[int, Interpretation]:
    """The public edition of each series, with what a list shows of it."""
    policies = ExplainedPolicy.objects.filter(document__in=Document.objects.public())
    rows = Interpretation.objects.public().filter(series__in=list(series))
    rows = rows.select_related("organ").prefetch_related(
        Prefetch("policies", policies.select_related("document"), to_attr="public_policies"),
        Prefetch("parts", Part.objects.defer("text", "captions", "transcript")),
    )
    return {row.series_id: row for row in rows}


def with_page_parts(rows: InterpretationQuerySet) -> InterpretationQuerySet:
    """Editions with all that their page shows; of the policies those that are public."""
    policies = ExplainedPolicy.objects.filter(document__in=Document.objects.public())
    policies = policies.select_related("document__work_text__work").prefetch_related("passages")
    return rows.select_related("organ", "series", "older").prefetch_related(
        Prefetch("policies", policies, to_attr="public_policies"),
        Prefetch("parts", Part.objects.select_related("recording", "slides")),
        "pictures__file",
        "elements__element",
        "contrasts",
    )


def ratings_of(series: int) -> dict[str, int]:
    """How many readers said what."""
    rows = Rating.objects.filter(series=series).values("understood").annotate(number=Count("pk"))
    return {row["understood"]: row["number"] for row in rows}


def last_words_of_readers(series: int) -> list[Rating]:
    """What readers wrote of late."""
    return list(Rating.objects.filter(series=series).exclude(reason="")[:_LAST_WORDS])
