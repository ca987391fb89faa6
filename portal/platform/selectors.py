"""Which guide holds for an organ, and what its page shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from disclosure.models import Document
from portal.links.registry import Place, Source
from portal.links.selectors import own_hosts
from portal.links.texts import links_in
from portal.organs.choices import OrganLevel
from portal.organs.models import Organ, SiteProfile
from portal.platform.models import GuideVersion, RuleEntry
from portal.platform.workflow import Status


@dataclass(frozen=True)
class GuideOf:
    """The guide that holds for an organ: its own, its city's, or none that anybody released."""

    organ: Organ
    guide: GuideVersion | None
    versions: Sequence[GuideVersion]

    @property
    def is_own(self) -> bool:
        return self.guide is not None and self.guide.organ_id == self.organ.pk


def released() -> QuerySet[GuideVersion]:
    """What readers may see, the newest version of an organ first."""
    rows = GuideVersion.objects.filter(status=Status.RELEASED).select_related("organ")
    return rows.order_by("organ", "-version")


def site_organ() -> Organ | None:
    """The organ whose site this is: the city."""
    profile = SiteProfile.objects.select_related("organ").filter(is_current=True).first()
    return profile.organ if profile else None


def organs_with_guides(text: str = "") -> QuerySet[Organ]:
    """The organs of this site, in the tree's order; a text narrows them by name and short name."""
    city = site_organ()
    organs = Organ.objects.within(city) if city else Organ.objects.get_queryset()
    organs = organs.filter(is_active=True).exclude(level=OrganLevel.STATE)
    if text:
        organs = organs.filter(name__icontains=text) | organs.filter(short_name__icontains=text)
    return organs


def current_guide(organ: Organ) -> GuideVersion | None:
    """The organ's own guide as it holds now."""
    return released().filter(organ=organ).first()


def example_for(organ: Organ) -> GuideVersion | None:
    """The city's guide, for an organ that has none of its own."""
    city = site_organ()
    return current_guide(city) if city and city.pk != organ.pk else None


def guide_of(organ: Organ) -> GuideOf:
    """The guide that holds for an organ now."""
    versions = list(released().filter(organ=organ))
    return GuideOf(organ, versions[0] if versions else example_for(organ), versions)


def listed_rules() -> QuerySet[RuleEntry]:
    """What the catalogue of 制度 shows: entries in use, those of a document while it is public."""
    public = Document.objects.public()
    rows = RuleEntry.objects.filter(is_listed=True)
    rows = rows.filter(document=None) | rows.filter(document__in=public)
    rows = rows.select_related("document__organ", "document__work_text__work")
    return rows.defer("document__body", "document__text").prefetch_related("document__issuer_rows")


_TEXTS = ("classification", "arrangement", "obtaining", "applying", "further")


def _current_guides() -> Iterator[tuple[GuideVersion, tuple[str, ...]]]:
    """The guide of each organ as it holds now, with the addresses outside that it names."""
    hosts = own_hosts()
    for guide in released().distinct("organ"):
        text = "\n".join(getattr(guide, name) for name in _TEXTS)
        yield guide, links_in(text, hosts=hosts, roots=()).external


def _addresses_in_guides() -> set[str]:
    return {url for _, urls in _current_guides() for url in urls}


def _guides_with_addresses(
    organs: Collection[int], among: Collection[str] | None
) -> Iterator[Place]:
    """Those of these organs that name any; mended by their next version."""
    del among  # one for each organ
    for guide, urls in _current_guides():
        if urls and guide.organ_id in organs:
            mend = reverse("admin:platform_guideversion_change", args=[guide.pk])
            yield Place(guide.organ_id, str(guide), mend, urls)


def _rules_with_addresses() -> QuerySet[RuleEntry]:
    return RuleEntry.objects.filter(is_listed=True).exclude(url="")


def _addresses_of_rules() -> set[str]:
    return set(_rules_with_addresses().values_list("url", flat=True))


def _rules_of(organs: Collection[int], among: Collection[str] | None) -> Iterator[Place]:
    """The entries of these organs with an official address."""
    rules = _rules_with_addresses().filter(organ_id__in=organs)
    if among is not None:
        rules = rules.filter(url__in=among)
    for rule in rules.order_by("pk"):
        mend = reverse("admin:platform_ruleentry_change", args=[rule.pk])
        yield Place(rule.organ_id, rule.title, mend, (rule.url,))


PATROLLED = (
    Source("platform.guides", "公开指南", _addresses_in_guides, _guides_with_addresses),
    Source("platform.rules", "制度目录", _addresses_of_rules, _rules_of),
)
