"""Systems that read the base: their tokens, what they may read, and how they use it."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from policies.answers.choices import Asked
from policies.answers.models import Consumer, Usage, ZeroHit, ZeroHitMonth
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.permissions import may_operate
from portal.personal.free_text import masked
from portal.vault.keys import blind_index

if TYPE_CHECKING:
    from portal.accounts.models import User

_PREFIX: Final = "kb_"
_SHOWN: Final = 8
_LONGEST_WORDS: Final = 100


def token_hash(token: str) -> str:
    """By which a token is found: the token itself is kept nowhere."""
    return blind_index(token, purpose="answers token")


@transaction.atomic
def save_consumer(consumer: Consumer, *, by: User, at: dt.datetime) -> Consumer:
    """Keep a consumer's name, scope, rate and whether it may ask. Raises NotPermitted."""
    _require_operator(by)
    done = "修改" if consumer.pk else "登记"
    consumer.updated_at = at
    consumer.save()
    record(
        action="answers.save_consumer",
        summary=f"{done}知识库接入系统 {consumer.code}",
        by=by,
        at=at,
        subject=consumer,
        details={
            "scope": consumer.scope,
            "rate": consumer.rate,
            "active": consumer.is_active,
        },
    )
    return consumer


@transaction.atomic
def rotate_token(*, consumer: Consumer, by: User, at: dt.datetime) -> str:
    """A new token in place of the old one, which is worth nothing from now on.

    The token is returned this once. Raises NotPermitted, and ActRefused while it is switched off.
    """
    _require_operator(by)
    held = Consumer.objects.select_for_update(no_key=True).get(pk=consumer.pk)
    if not held.is_active:
        raise ActRefused(f"{held}已停用，启用以后才能签发令牌。")
    token = _PREFIX + secrets.token_urlsafe(32)
    held.token_hash, held.token_start = token_hash(token), token[:_SHOWN]
    held.token_at = held.updated_at = at
    held.save()
    record(
        action="answers.rotate_token",
        summary=f"签发知识库令牌 {held.code}",
        by=by,
        at=at,
        subject=held,
        details={"starts": held.token_start},
    )
    return token


def consumer_of(token: str) -> Consumer | None:
    """Whose token it is; None for what is nobody's, or belongs to one that is switched off."""
    if not token.startswith(_PREFIX) or len(token) > _LONGEST_WORDS:
        return None
    return Consumer.objects.filter(token_hash=token_hash(token), is_active=True).first()


def count(consumer: Consumer, asked: Asked, *, at: dt.datetime) -> None:
    """One more call of the day."""
    day = timezone.localdate(at)
    rows = Usage.objects.filter(consumer=consumer, day=day, asked=asked)
    if rows.update(count=F("count") + 1):
        return
    first = Usage(consumer=consumer, day=day, asked=asked, count=0)
    Usage.objects.bulk_create([first], ignore_conflicts=True)
    rows.update(count=F("count") + 1)


def note_zero_hit(consumer: Consumer, words: str, *, at: dt.datetime) -> None:
    """Words that found nothing, with personal data masked before they are kept; once for the
    consumer, and once in the sum of the month.
    """
    kept = masked(" ".join(words.split()))[:_LONGEST_WORDS]
    day = timezone.localdate(at)
    month = {"month": day.replace(day=1), "words": kept}
    ZeroHitMonth.objects.bulk_create([ZeroHitMonth(**month)], ignore_conflicts=True)
    ZeroHitMonth.objects.filter(**month).update(count=F("count") + 1)
    rows = ZeroHit.objects.filter(consumer=consumer, words=kept)
    if rows.update(count=F("count") + 1, last_on=day):
        return
    first = ZeroHit(consumer=consumer, words=kept, count=0, last_on=day)
    ZeroHit.objects.bulk_create([first], ignore_conflicts=True)
    rows.update(count=F("count") + 1, last_on=day)


def forget_zero_hits(*, at: dt.datetime) -> int:
    """Delete words that nobody looked for in a long while; returns how many."""
    oldest = timezone.localdate(at) - dt.timedelta(days=settings.ANSWER_ZERO_HIT_DAYS)
    ZeroHitMonth.objects.filter(month__lt=oldest.replace(day=1)).delete()
    return ZeroHit.objects.filter(last_on__lt=oldest).delete()[0]


def _require_operator(by: User) -> None:
    if not (verdict := may_operate(by)):
        raise NotPermitted(verdict.reason)
