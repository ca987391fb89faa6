"""What is known of addresses, and the pages that need somebody because of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import reverse

from portal.links.choices import DEAD, LinkClass
from portal.links.judgement import known_danger
from portal.links.models import DangerousDomain, Link
from portal.links.registry import Lost, Place, Source, sources
from portal.organs.models import Organ, SiteProfile

_BATCH = 200
_IS_ADDRESS: Final = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Known:
    """What is wrong with an address; `link_id` leads to its history where there is one."""

    link_class: LinkClass
    problem: str
    link_id: int | None = None

    @property
    def is_dead(self) -> bool:
        """Whether no page may lead there when it is published."""
        return self.link_class in DEAD


def own_hosts() -> frozenset[str]:
    """The names under which this site is reached."""
    hosts = {urlsplit(settings.PUBLIC_URL).hostname or ""}
    hosts.update(SiteProfile.objects.filter(is_current=True).values_list("domain", flat=True))
    return frozenset(host.lower() for host in hosts if host)


def dangerous_domains() -> frozenset[str]:
    """The domains in use on the list."""
    rows = DangerousDomain.objects.filter(is_active=True)
    return frozenset(rows.values_list("domain", flat=True))


def known_of(urls: Iterable[str]) -> Mapping[str, Known]:
    """Those of the addresses that are not well: by the last look, and by what needs no look. The
    worse of the two counts. Two queries.
    """
    wanted = set(urls)
    if not wanted:
        return {}
    rows = Link.objects.filter(url__in=wanted).exclude(link_class=LinkClass.OK)
    found = {row.url: Known(LinkClass(row.link_class), row.problem, row.pk) for row in rows}
    domains, exempt = dangerous_domains(), settings.OUTBOUND_PRIVATE_HOSTS
    for url in wanted:
        if problem := known_danger(url, domains, exempt):
            looked = found.get(url)
            found[url] = Known(LinkClass.DANGEROUS, problem, looked.link_id if looked else None)
    return found


def refusal_of(url: str) -> str:
    """Why an address that somebody types may stand on no page, in words; empty for one that may.
    Nothing is looked at: what answers there is the patrol's to find out.
    """
    try:
        _IS_ADDRESS(url)
    except ValidationError:
        return "不是网址，应以 https:// 或者 http:// 开头"
    return known_danger(url, dangerous_domains(), settings.OUTBOUND_PRIVATE_HOSTS)


def dead_of(urls: Iterable[str]) -> Mapping[str, str]:
    """Those to which no page may lead when it is published, with the reason."""
    return {url: known.problem for url, known in known_of(urls).items() if known.is_dead}


@dataclass(frozen=True)
class InNeed:
    """A page with what is wrong on it, the worst first."""

    label: str
    place: Place
    links: tuple[tuple[str, Known], ...]
    lost: tuple[Lost, ...]

    @property
    def link_class(self) -> LinkClass:
        """The class of the page: that of its worst link; what is lost of our own is broken."""
        own = [LinkClass.BROKEN] if self.lost else []
        return max(*(known.link_class for _, known in self.links), *own, LinkClass.OK)


def pages_in_need(
    organs: Collection[int], *, among: Collection[str] | None = None
) -> Iterator[InNeed]:
    """The pages of these organs with something wrong, in the order of their sources; with `among`
    those that name one of these addresses. A fixed number of queries for each batch of pages.
    """
    for source in sources():
        places: Iterator[Place] = iter(source.places(organs, among))
        if among is not None:
            places = (place for place in places if not set(among).isdisjoint(place.urls))
        while batch := list(islice(places, _BATCH)):
            known = known_of(url for place in batch for url in place.urls)
            for place in batch:
                wrong = [(url, known[url]) for url in place.urls if url in known]
                if wrong or place.lost:
                    wrong.sort(key=lambda pair: -pair[1].link_class)
                    yield InNeed(source.label, place, tuple(wrong), place.lost)


def places_of(url: str, organs: Collection[int]) -> list[tuple[str, Place]]:
    """The pages of these organs that name an address."""
    return [
        (source.label, place)
        for source in sources()
        for place in source.places(organs, [url])
        if url in place.urls
    ]


def _addresses_of_organs() -> set[str]:
    """The addresses by which organs are reached outside."""
    rows = Organ.objects.active().values_list("website", "review_url")
    return {url for pair in rows for url in pair if url}


def _organs_with_addresses(
    organs: Collection[int], among: Collection[str] | None
) -> Iterator[Place]:
    """The organs that print any."""
    del among  # few
    for organ in Organ.objects.active().filter(pk__in=organs).order_by("path"):
        if urls := tuple(url for url in (organ.website, organ.review_url) if url):
            mend = reverse("admin:organs_organ_change", args=[organ.pk])
            yield Place(organ.pk, organ.name, mend, urls)


OF_ORGANS = Source("organs", "机关", _addresses_of_organs, _organs_with_addresses)
