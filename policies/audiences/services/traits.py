"""What a person does with their own traits: state them, switch off what follows, clear them.

The trail says that and when, never what was stated.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from django.db import transaction

from policies.audiences.choices import KIND
from policies.audiences.models import AudienceTerm, Trait, TraitProfile
from policies.audiences.services.terms import region_term
from portal.audit.services import record
from portal.notifications.choices import State
from portal.notifications.models import OutboxMessage
from portal.statute import PRIVACY_LAW, Article

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

# A way not to be told by personal traits, or to refuse it easily.
BASIS: Final = Article(24, 2, law=PRIVACY_LAW)


@transaction.atomic
def choose(
    *,
    user: User,
    terms: Collection[AudienceTerm],
    region: Organ | None,
    by_mail: bool,
    at: dt.datetime,
) -> TraitProfile:
    """State these traits in place of those before; the switch stays as it is."""
    profile = _held(user, at=at)
    wanted = {term.pk for term in terms} | ({region_term(region).pk} if region else set())
    profile.traits.exclude(term__in=wanted).delete()
    Trait.objects.bulk_create(
        [Trait(profile=profile, term_id=key) for key in sorted(wanted)], ignore_conflicts=True
    )
    profile.by_mail, profile.updated_at = by_mail, at
    profile.save()
    _record("choose", "修改自己的推送特征", profile, at=at)
    return profile


@transaction.atomic
def turn_off(*, user: User, at: dt.datetime) -> TraitProfile:
    """不按个人特征推送, from this moment: what has not left yet does not leave. What was stated
    stays.
    """
    profile = _held(user, at=at)
    if not profile.is_off:
        profile.is_off, profile.off_at, profile.updated_at = True, at, at
        profile.save()
        _record("turn_off", "关闭按个人特征推送", profile, at=at)
    _take_unsent(user)
    return profile


@transaction.atomic
def turn_on(*, user: User, at: dt.datetime) -> TraitProfile:
    """Be told again of what is pushed from now on."""
    profile = _held(user, at=at)
    if profile.is_off:
        profile.is_off, profile.off_at, profile.updated_at = False, None, at
        profile.save()
        _record("turn_on", "打开按个人特征推送", profile, at=at)
    return profile


@transaction.atomic
def clear(*, user: User, at: dt.datetime) -> None:
    """Delete every trait; the switch stays as it is."""
    profile = _held(user, at=at)
    profile.traits.all().delete()
    profile.by_mail, profile.updated_at = False, at
    profile.save()
    _take_unsent(user)
    _record("clear", "清除自己的推送特征", profile, at=at)


def _held(user: User, *, at: dt.datetime) -> TraitProfile:
    """The person's row, made where there is none, held until the transaction ends."""
    TraitProfile.objects.get_or_create(user=user, defaults={"updated_at": at})
    return TraitProfile.objects.select_for_update(no_key=True).get(user=user)


def _take_unsent(user: User) -> None:
    OutboxMessage.objects.filter(kind=KIND, user=user).exclude(state=State.SENT).delete()


def _record(action: str, summary: str, profile: TraitProfile, *, at: dt.datetime) -> None:
    record(
        action=f"audiences.{action}",
        summary=summary,
        by=profile.user,
        at=at,
        subject=profile,
        basis=BASIS,
    )
