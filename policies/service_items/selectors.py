"""Reads shaped for a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from disclosure.models import Document
from disclosure.querysets import DocumentQuerySet
from disclosure.reading import Reading
from policies.service_items.choices import Timeliness
from policies.service_items.deadlines import LinkTerm, link_term
from policies.service_items.indicators import Coverage, coverage_of, timeliness_of
from policies.service_items.models import ItemOfPolicy, NothingToApplyFor, ServiceItem
from portal.links.registry import Place, Source
from portal.organs.models import Organ
from portal.taxonomy.models import Theme
from portal.text.model import Annex, Article, Heading
from portal.text.plain import headed, numbered, words_of
from portal.workdays.calendar import WorkingCalendar

_PASSAGE_LETTERS = 60


def passages_of(reading: Reading) -> Mapping[str, str]:
    """The passages of a text by the anchor under which its page is entered, in their order."""
    found = {}
    for place in (*reading.own, *reading.attached):
        match place.block:
            case Annex(title, label):
                words = " ".join(filter(None, (label, words_of(title))))
            case Article() as article:
                words = headed(article, gap=" ") + words_of(article.words)
            case Heading(_, title, number):
                words = numbered(number, words_of(title), gap=" ")
            case _:
                continue
        if place.anchor:
            short = words if len(words) <= _PASSAGE_LETTERS else words[: _PASSAGE_LETTERS - 1] + "…"
            found[place.anchor] = short
    return found


@dataclass(frozen=True)
class Mark:
    """办: an item with the passages from which it is reached."""

    item: ServiceItem
    passages: tuple[tuple[str, str], ...]


def marks_of(document: Document, on: dt.date) -> list[Mark] | None:
    """What a policy leads to on a day, each item once, in the order in which they were linked; None
    where there is nothing.
    """
    links = ItemOfPolicy.objects.shown(on=on).filter(document=document)
    by_item: dict[int, tuple[ServiceItem, list[tuple[str, str]]]] = {}
    for link in links.select_related("item__organ").order_by("made_at", "pk"):
        _, passages = by_item.setdefault(link.item_id, (link.item, []))
        if link.anchor:
            passages.append((link.anchor, link.passage))
    return [Mark(item, tuple(passages)) for item, passages in by_item.values()] or None


def offering_organs(*, on: dt.date) -> list[Organ]:
    """The organs with something that can be applied for on a day, in the order of the tree."""
    offered = ServiceItem.objects.on_offer(on=on).filter(organ=OuterRef("pk"))
    return list(Organ.objects.filter(Exists(offered)).order_by("path"))


def themes_in_use(*, on: dt.date) -> list[Theme]:
    """The first-level themes of policies that lead to something on a day."""
    shown = ItemOfPolicy.objects.shown(on=on)
    used = shown.values_list("document__theme_id", "document__theme__parent_id").distinct()
    tops = {above or own for own, above in used}
    return list(Theme.objects.filter(pk__in=tops - {None}).order_by("path_order", "number"))


def policies_of(item: ServiceItem) -> DocumentQuerySet:
    """The public policies that lead to an item and hold, the newest first."""
    links = ItemOfPolicy.objects.live().filter(item=item, document=OuterRef("pk"))
    holding = ItemOfPolicy.objects.lapsed().filter(document=OuterRef("pk"))
    rows = Document.objects.public().filter(Exists(links)).exclude(Exists(holding))
    return rows.newest_first()


def countable(organs: Iterable[int]) -> DocumentQuerySet:
    """New policies of these organs for which linking is counted: 规章, 行政规范性文件, and whatever
    somebody linked or judged. What came out before it was taken in here is not new.
    """
    public = Document.objects.public().filter(organ_id__in=organs, first_published_on__isnull=True)
    laid_down = Q(is_normative=True) | Q(is_rule=True)
    linked = Exists(ItemOfPolicy.objects.filter(document=OuterRef("pk")))
    judged = Exists(NothingToApplyFor.objects.filter(document=OuterRef("pk")))
    return public.filter(laid_down | linked | judged)


@dataclass(frozen=True)
class Policy:
    """A new policy with its term and how it stands."""

    document: Document
    published_on: dt.date
    term: LinkTerm
    linked_on: dt.date | None
    reason: str
    timeliness: Timeliness


def policies_in(
    documents: DocumentQuerySet, *, calendar: WorkingCalendar, on: dt.date
) -> list[Policy]:
    """Each of these documents with how it stands on a day, by day of publication."""
    rows = documents.annotate(linked_at=Min("service_links__made_at"))
    rows = rows.select_related("organ", "nothing_to_apply_for").defer("text", "body")
    found = []
    for row in rows.order_by("first_published_at", "pk"):
        published_on = timezone.localdate(row.first_published_at)
        term = link_term(calendar, published_on, days=settings.SERVICE_LINK_DAYS)
        linked_on = timezone.localdate(row.linked_at) if row.linked_at else None
        nothing = getattr(row, "nothing_to_apply_for", None)
        stands = timeliness_of(term, linked_on=linked_on, has_nothing=nothing is not None, on=on)
        reason = nothing.reason if nothing else ""
        found.append(Policy(row, published_on, term, linked_on, reason, stands))
    return found


@dataclass(frozen=True)
class OrganCoverage:
    """The coverage of one organ in one year, with every policy it was counted from."""

    name: str
    code: str
    coverage: Coverage
    policies: tuple[Policy, ...]


def coverage_in(
    year: int, organs: Iterable[int], *, calendar: WorkingCalendar, on: dt.date
) -> list[OrganCoverage]:
    """The coverage of policies first published in a year, by organ in the order of the tree."""
    documents = countable(organs).filter(first_published_at__year=year)
    by_organ: dict[int, list[Policy]] = {}
    for policy in policies_in(documents, calendar=calendar, on=on):
        by_organ.setdefault(policy.document.organ_id, []).append(policy)
    groups = sorted(by_organ.values(), key=lambda group: group[0].document.organ.path)
    return [
        OrganCoverage(
            group[0].document.organ.name,
            group[0].document.organ.code,
            coverage_of(policy.timeliness for policy in group),
            tuple(group),
        )
        for group in groups
    ]


def _addresses() -> set[str]:
    """Where the services that are kept here are applied for."""
    rows = ServiceItem.objects.values_list("link_addr", "mobile_terminal_url")
    return {url for pair in rows for url in pair if url}


def _places(organs: Collection[int], among: Collection[str] | None) -> Iterator[Place]:
    """The services of these organs with an address; it is mended by the next table."""
    rows = ServiceItem.objects.filter(organ_id__in=organs).order_by("pk")
    if among is not None:
        rows = rows.filter(Q(link_addr__in=among) | Q(mobile_terminal_url__in=among))
    for item in rows.only("organ", "task_name", "link_addr", "mobile_terminal_url"):
        if urls := tuple(filter(None, (item.link_addr, item.mobile_terminal_url))):
            mend = reverse("admin:policies_serviceitem_change", args=[item.pk])
            yield Place(item.organ_id, item.task_name, mend, urls)


PATROLLED = Source("policies.service_items", "政务服务事项", _addresses, _places)
