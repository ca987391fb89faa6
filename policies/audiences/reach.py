"""Whom a push reaches, asked of the database alone, and what its issuer learns of them: numbers.

Somebody is reached who switched nothing off, may sign in, and bears of every kind that the push
names at least one of its terms; a region is borne by whoever stated it or a place within it. Of a
group of few the number is not told: it would tell of persons.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Lower

from policies.audiences.choices import KIND, TermKind
from policies.audiences.models import AudienceTerm, Push, Trait, TraitProfile
from policies.audiences.scope import is_inside
from policies.audiences.selectors import kept_terms
from portal.notifications.models import OutboxMessage

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.organs.models import Organ

_FEW: Final = "不足 {least} 人"


@dataclass(frozen=True)
class Wanted:
    """What a push asks: of each kind the keys of the terms of which one is enough, `within` the
    places one of which everybody must have stated, where it was narrowed to a region. `meant` are
    the keys that each of its terms stands for: a region stands for every place in it.
    """

    groups: Mapping[str, frozenset[int]]
    within: frozenset[int] | None
    meant: Mapping[AudienceTerm, frozenset[int]]

    @property
    def terms(self) -> frozenset[int]:
        """Every term by which somebody can have been found."""
        return frozenset().union(*self.groups.values(), self.within or ())


@dataclass(frozen=True)
class Group:
    """How many of those reached bear a term, as it may be told."""

    kind: str
    name: str
    count: str


@dataclass(frozen=True)
class Preview:
    """What the issuer sees before anything is sent: by term, in all, and by mail beside that."""

    groups: Sequence[Group]
    total: str
    by_mail: str


def told(count: int, *, beside_few: bool = False) -> str:
    """A number of people as staff may read it: of few, none among them, only that they are few.

    Beside a group of few it is told in tens, so that the few are not found by subtracting.
    """
    if count < settings.PUSH_SMALL_GROUP:
        return _FEW.format(least=settings.PUSH_SMALL_GROUP)
    if beside_few:
        return f"{count // 10 * 10} 多人" if count >= 10 else _FEW.format(least=10)
    return f"{count} 人"


def wanted_of(push: Push) -> Wanted:
    """What it asks now."""
    return wanted_by(kept_terms(push), push.within)


def wanted_by(terms: Collection[AudienceTerm], within: Organ | None) -> Wanted:
    """What these terms ask, within a region where there is one."""
    places = list(
        AudienceTerm.objects.filter(kind=TermKind.REGION).values_list("pk", "organ__path")
    )

    def in_region(organ: Organ) -> frozenset[int]:
        return frozenset(key for key, path in places if is_inside(path, organ.path))

    meant = {term: in_region(term.organ) if term.organ else frozenset([term.pk]) for term in terms}
    groups: dict[str, frozenset[int]] = {}
    for term, keys in meant.items():
        groups[term.kind] = groups.get(term.kind, frozenset()) | keys
    return Wanted(groups, in_region(within) if within else None, meant)


def matched(wanted: Wanted) -> QuerySet[TraitProfile]:
    """The profiles of those reached: nobody where nothing is asked."""
    if not wanted.groups:
        return TraitProfile.objects.none()
    rows = TraitProfile.objects.filter(is_off=False, user__is_active=True)
    for keys in (*wanted.groups.values(), wanted.within):
        if keys is not None:
            rows = rows.filter(_bears(keys))
    return rows


def untold(rows: QuerySet[TraitProfile], push: Push) -> QuerySet[TraitProfile]:
    """Those of them who were not told of the same policy by an earlier push."""
    about = f"{KIND}:{push.document_id}:"
    told_before = OutboxMessage.objects.filter(
        kind=KIND, user=OuterRef("user"), dedup_key__startswith=about
    ).exclude(dedup_key=f"{about}{push.pk}")
    return rows.exclude(Exists(told_before))


def with_reasons(rows: QuerySet[TraitProfile], wanted: Wanted) -> QuerySet[Any]:
    """The same with the names of what each was found by (`found_by`), and whether they are written
    to by mail as well (`is_mailed`).
    """
    return rows.annotate(
        found_by=ArrayAgg(
            "traits__term__name",
            filter=Q(traits__term__in=wanted.terms),
            order_by=("traits__term__kind", "traits__term__position", "traits__term__name"),
        ),
        is_mailed=_mailed(),
    )


def preview(push: Push) -> Preview:
    """How many it would reach now who were not told of the policy before; one query for all the
    numbers.
    """
    wanted = wanted_of(push)
    counted = untold(matched(wanted), push).aggregate(
        total=Count("pk"),
        mailed=Count("pk", filter=_mailed()),
        **{
            f"term_{term.pk}": Count("pk", filter=Q(_bears(keys)))
            for term, keys in wanted.meant.items()
        },
    )
    fewest = min((counted[f"term_{term.pk}"] for term in wanted.meant), default=0)
    beside_few = fewest < settings.PUSH_SMALL_GROUP
    words = {name: told(count, beside_few=beside_few) for name, count in counted.items()}
    groups = [
        Group(term.get_kind_display(), term.name, words[f"term_{term.pk}"]) for term in wanted.meant
    ]
    return Preview(groups, words["total"], words["mailed"])


def _bears(keys: Collection[int]) -> Exists:
    return Exists(Trait.objects.filter(profile=OuterRef("pk"), term__in=sorted(keys)))


def _mailed() -> Q:
    """They asked for mail, and proved that the address of their account is theirs."""
    proved = EmailAddress.objects.filter(user=OuterRef("user"), verified=True)
    own = proved.annotate(written=Lower("email"), used=Lower("user__email"))
    return Q(by_mail=True) & Q(Exists(own.filter(written=F("used"))))
