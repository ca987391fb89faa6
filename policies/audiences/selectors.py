"""Reads of audiences: the terms there are, whom a policy concerns, what a person stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Q

from disclosure.models import Document
from policies.audiences.choices import TermKind
from policies.audiences.models import (
    AudienceOfPolicy,
    AudienceTerm,
    Push,
    TagMeaning,
    TraitProfile,
)
from portal.organs.choices import OrganKind, OrganLevel
from portal.organs.models import Organ, SiteProfile

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from portal.accounts.models import User


def terms_in_use() -> QuerySet[AudienceTerm]:
    """What can be chosen, regions apart: those are rows only where somebody chose them."""
    return AudienceTerm.objects.filter(is_active=True).exclude(kind=TermKind.REGION)


def regions() -> QuerySet[Organ]:
    """The districts, streets and towns of the site's city, each town behind its district."""
    site = SiteProfile.objects.filter(is_current=True).select_related("organ").first()
    rows = Organ.objects.filter(
        Q(level=OrganLevel.DISTRICT, kind=OrganKind.GOVERNMENT)
        | Q(level=OrganLevel.TOWN, kind__in=(OrganKind.STREET, OrganKind.TOWN)),
        is_active=True,
    )
    if site is not None:
        rows = rows.filter(path__startswith=site.organ.root_path)
    return rows.order_by("path")


def terms_of(document: Document) -> list[AudienceTerm]:
    """Whom a policy concerns, as its clerk said."""
    rows = AudienceOfPolicy.objects.filter(document=document).select_related("term")
    return [row.term for row in rows]


def proposals_for(document: Document) -> list[AudienceTerm]:
    """Whom it may concern, by its tags, its theme and its labels, and what the office made of
    those; without what was said of it already.
    """
    themes = [document.theme_id]
    if document.theme and document.theme.parent_id:
        themes.append(document.theme.parent_id)
    meant = TagMeaning.objects.filter(
        Q(tag__in=document.tags.all())
        | Q(theme__in=[number for number in themes if number])
        | Q(label__in=document.audiences.all())
    )
    said = AudienceOfPolicy.objects.filter(document=document).values("term")
    rows = AudienceTerm.objects.filter(is_active=True, meanings__in=meant).exclude(pk__in=said)
    return list(rows.distinct())


def profile_of(user: User | AnonymousUser) -> TraitProfile | None:
    """What the person stated; nobody reads another's."""
    if not user.is_authenticated:
        return None
    rows = TraitProfile.objects.filter(user_id=user.pk).prefetch_related("traits__term__organ")
    return rows.first()


def traits_in_words(profile: TraitProfile | None) -> Mapping[str, list[str]]:
    """What was stated, by kind, in the order of the kinds."""
    found: dict[str, list[str]] = defaultdict(list)
    if profile is not None:
        for trait in profile.traits.all():
            found[trait.term.kind].append(trait.term.name)
    return {kind.label: sorted(found[kind]) for kind in TermKind if found[kind]}


def own_pushes(user: User, _on: dt.date) -> TraitProfile | None:
    """For 我的; None for whoever stated nothing."""
    profile = profile_of(user)
    return profile if profile and list(profile.traits.all()) else None


def kept_terms(push: Push) -> list[AudienceTerm]:
    """The terms by which a push chooses now."""
    return [row.term for row in push.terms.filter(is_dropped=False).select_related("term__organ")]


def policies_to_push(organs: Iterable[int]) -> QuerySet[Document]:
    """The public documents of organs, the latest first."""
    rows = Document.objects.public().filter(organ_id__in=list(organs)).select_related("organ")
    return rows.order_by("-published_at", "-pk").defer("body", "text")
