"""Acts: take a subscription, confirm it, pause it, end it.

The audit trail says that and when, never by whom of those without an account, nor what for:
an address and a person's questions are theirs.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import half_width
from portal.notifications.choices import Frequency
from portal.notifications.models import Subscription
from portal.notifications.models.subscription import LONGEST_CRITERION
from portal.notifications.permissions import may_manage
from portal.notifications.presenters import Letter, already_letter, confirmation_letter
from portal.notifications.querysets import CONFIRM_WITHIN
from portal.notifications.registry import Recipient
from portal.notifications.services.outbox import notify

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.notifications.registry import Topic

CONFIRMATION = "subscriptions.confirmation"
# More than anybody reads; it keeps one person from filling the sweep.
MOST_EACH = 50
# A form sent twice in a row is one request.
_QUIET = dt.timedelta(minutes=5)
_TOO_MANY = f"每人最多订阅{MOST_EACH}组条件，请先退订不再需要的。"
_LAPSED = "确认链接已过期，请重新订阅。"


def criterion_of(topic: Topic, query: str) -> str:
    """The criterion a query string asks for. Raises ActRefused for one that cannot be kept."""
    criterion = topic.normalise(query)
    if len(criterion) > LONGEST_CRITERION:
        raise ActRefused("条件太多，无法订阅。请减少几项后再试。")
    return criterion


@transaction.atomic
def subscribe(
    *, topic: Topic, query: str, frequency: Frequency, by: User, at: dt.datetime
) -> Subscription:
    """Keep a criterion for somebody with an account.

    The same criterion again sets how often they are told, and takes up what they had paused.
    """
    criterion = criterion_of(topic, query)
    own = Subscription.objects.of(by)
    known = own.select_for_update(no_key=True).filter(topic=topic.code, criterion=criterion).first()
    if known is not None:
        known = change_frequency(subscription=known, frequency=frequency, by=by, at=at)
        return resume(subscription=known, by=by, at=at) if known.paused_at else known
    if own.count() >= MOST_EACH:
        raise ActRefused(_TOO_MANY)
    subscription, is_new = Subscription.objects.get_or_create(
        user=by,
        topic=topic.code,
        criterion=criterion,
        defaults={"frequency": frequency, "confirmed_at": at, **_moments(at)},
    )
    if is_new:
        _record("subscribe", "新增订阅", subscription, by=by, at=at)
    return subscription


@transaction.atomic
def request_by_mail(
    *, topic: Topic, query: str, frequency: Frequency, address: str, at: dt.datetime
) -> None:
    """Ask the owner of an address whether they want a subscription.

    Whoever asks learns nothing of the address: neither from the answer nor from an error.
    """
    address = half_width(address).lower()
    subscription, is_new = Subscription.objects.get_or_create(
        address=address,
        topic=topic.code,
        criterion=criterion_of(topic, query),
        defaults={"frequency": frequency, **_moments(at)},
    )
    if subscription.confirmed_at:
        day = at.date().isoformat()
        _write(subscription, already_letter(topic), key=f"already:{day}", at=at)
        return
    if not is_new:
        if at - subscription.requested_at < _QUIET:
            return
        subscription.frequency = frequency
        subscription.requested_at = at
        subscription.save(update_fields=["frequency", "requested_at"])
    letter = confirmation_letter(subscription, topic)
    _write(subscription, letter, key=f"confirm:{at.isoformat()}", at=at)


@transaction.atomic
def confirm(*, subscription: Subscription, at: dt.datetime) -> Subscription:
    """The owner of the address wants it: what becomes public from now on is news.

    Confirming twice changes nothing. Raises ActRefused when it comes too late.
    """
    subscription = _locked(subscription)
    if subscription.confirmed_at:
        return subscription
    if subscription.requested_at <= at - CONFIRM_WITHIN:
        raise ActRefused(_LAPSED)
    others = Subscription.objects.filter(address=subscription.address, confirmed_at__isnull=False)
    if others.count() >= MOST_EACH:
        raise ActRefused(_TOO_MANY)
    subscription.confirmed_at = subscription.starts_at = subscription.looked_at = at
    subscription.save(update_fields=["confirmed_at", "starts_at", "looked_at"])
    _record("confirm_subscription", "确认邮件订阅", subscription, by=None, at=at)
    return subscription


@transaction.atomic
def change_frequency(
    *, subscription: Subscription, frequency: Frequency, by: User, at: dt.datetime
) -> Subscription:
    """Tell its owner more or less often. Raises NotPermitted for another's."""
    subscription = _own(subscription, by)
    if subscription.frequency != frequency:
        subscription.frequency = frequency
        subscription.save(update_fields=["frequency"])
        _record("change_subscription", "修改订阅的通知方式", subscription, by=by, at=at)
    return subscription


@transaction.atomic
def pause(*, subscription: Subscription, by: User, at: dt.datetime) -> Subscription:
    """Say nothing until it is resumed. Raises NotPermitted for another's."""
    subscription = _own(subscription, by)
    if subscription.paused_at is None:
        subscription.paused_at = at
        subscription.save(update_fields=["paused_at"])
        _record("pause_subscription", "暂停订阅", subscription, by=by, at=at)
    return subscription


@transaction.atomic
def resume(*, subscription: Subscription, by: User, at: dt.datetime) -> Subscription:
    """Begin anew: what became public during the pause is not news. Raises NotPermitted."""
    subscription = _own(subscription, by)
    if subscription.paused_at:
        subscription.paused_at = None
        subscription.starts_at = subscription.looked_at = at
        subscription.save(update_fields=["paused_at", "starts_at", "looked_at"])
        _record("resume_subscription", "恢复订阅", subscription, by=by, at=at)
    return subscription


@transaction.atomic
def end(*, subscription: Subscription, by: User | None, at: dt.datetime) -> None:
    """Delete it, its address and what was sent or is still to be sent for it.

    `by` is None for whoever holds the link of a letter. Raises NotPermitted for another's, or
    when it is gone already.
    """
    subscription = _own(subscription, by) if by else _locked(subscription)
    _record("end_subscription", "退订", subscription, by=by, at=at)
    subscription.delete()


@transaction.atomic
def purge_unconfirmed(*, at: dt.datetime) -> int:
    """Forget the addresses whose owners did not confirm in time; returns how many requests."""
    lapsed = list(
        Subscription.objects.lapsed(at=at).select_for_update(skip_locked=True, no_key=True)
    )
    Subscription.objects.filter(pk__in=[one.pk for one in lapsed]).delete()
    if lapsed:
        record(
            action="notifications.purge_unconfirmed",
            summary=f"清除逾期未确认的邮件订阅{len(lapsed)}项",
            by=None,
            at=at,
        )
    return len(lapsed)


def _moments(at: dt.datetime) -> dict[str, dt.datetime]:
    return {"requested_at": at, "starts_at": at, "looked_at": at}


def _write(subscription: Subscription, letter: Letter, *, key: str, at: dt.datetime) -> None:
    notify(
        kind=CONFIRMATION,
        recipients=[Recipient(email=subscription.address)],
        subject=letter.subject,
        body=letter.body,
        url=letter.url,
        dedup_key=f"subscription:{subscription.pk}:{key}",
        at=at,
        subscription=subscription,
    )


def _locked(subscription: Subscription) -> Subscription:
    found = Subscription.objects.select_for_update(no_key=True).filter(pk=subscription.pk).first()
    if found is None:
        raise NotPermitted("没有找到这项订阅，它可能已经退订。")
    return found


def _own(subscription: Subscription, by: User) -> Subscription:
    if not (verdict := may_manage(by, subscription)):
        raise NotPermitted(verdict.reason)
    return _locked(subscription)


def _record(
    action: str, summary: str, subscription: Subscription, *, by: User | None, at: dt.datetime
) -> None:
    record(
        action=f"notifications.{action}",
        summary=summary,
        by=by,
        at=at,
        subject=subscription,
        details={"topic": subscription.topic, "frequency": subscription.frequency},
    )
