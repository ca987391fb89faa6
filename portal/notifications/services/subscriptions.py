"""Acts: take a subscription, confirm it, pause it, end it.

The audit trail says that and when, never by whom of those without an account, nor what for:
an address and a person's questions are theirs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import half_width
from portal.notifications.choices import Frequency
from portal.notifications.models import Announcement, Subscription
from portal.notifications.models.criterion import LONGEST_CRITERION
from portal.notifications.permissions import may_manage
from portal.notifications.presenters import Letter, already_letter, confirmation_letter
from portal.notifications.querysets import CONFIRM_WITHIN
from portal.notifications.registry import OWN, Recipient, news_kinds
from portal.notifications.services.criteria import criterion_row
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


def kinds_of(topic: Topic, asked: Iterable[str]) -> list[str]:
    """The kinds of news a criterion asks for, as it keeps them: none where it asks for the topic's
    own alone. Raises ActRefused where nothing is left to be told of.
    """
    asked = set(asked)
    known = [kind.code for kind in news_kinds(topic) if kind.code in asked]
    if asked and not known:
        raise ActRefused("请至少选一种消息。")
    return [] if known == [OWN] else known


@transaction.atomic
def subscribe(
    *,
    topic: Topic,
    query: str,
    kinds: Iterable[str] = (),
    frequency: Frequency,
    by: User,
    at: dt.datetime,
) -> Subscription:
    """Keep a criterion for somebody with an account.

    The same conditions again set what kinds of news they are told of and how often, and take up
    what they had paused.
    """
    text = criterion_of(topic, query)
    criterion = criterion_row(topic, text, kinds=kinds_of(topic, kinds), at=at)
    own = Subscription.objects.of(by)
    same = own.filter(criterion__topic=topic.code, criterion__text=text)
    known = same.select_for_update(of=("self",), no_key=True).order_by("pk").first()
    if known is not None:
        if known.criterion_id != criterion.pk:
            known.criterion = criterion
            known.save(update_fields=["criterion"])
            _record("change_subscription", "修改订阅的消息种类", known, by=by, at=at)
        known = change_frequency(subscription=known, frequency=frequency, by=by, at=at)
        return resume(subscription=known, by=by, at=at) if known.paused_at else known
    if own.count() >= MOST_EACH:
        raise ActRefused(_TOO_MANY)
    subscription, is_new = Subscription.objects.get_or_create(
        user=by,
        criterion=criterion,
        defaults={"frequency": frequency, "confirmed_at": at, **_moments(at)},
    )
    if is_new:
        _record("subscribe", "新增订阅", subscription, by=by, at=at)
    return subscription


@transaction.atomic
def request_by_mail(
    *,
    topic: Topic,
    query: str,
    kinds: Iterable[str] = (),
    frequency: Frequency,
    address: str,
    at: dt.datetime,
) -> None:
    """Ask the owner of an address whether they want a subscription.

    Whoever asks learns nothing of the address: neither from the answer nor from an error.
    """
    address = half_width(address).lower()
    subscription, is_new = Subscription.objects.get_or_create(
        address=address,
        criterion=criterion_row(
            topic, criterion_of(topic, query), kinds=kinds_of(topic, kinds), at=at
        ),
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
    """The owner of the address wants it: what becomes public from now on is news. One of theirs on
    the same conditions, for other kinds of news, ends: nobody is told the same thing twice.

    Confirming twice changes nothing. Raises ActRefused when it comes too late.
    """
    subscription = _locked(subscription)
    if subscription.confirmed_at:
        return subscription
    if subscription.requested_at <= at - CONFIRM_WITHIN:
        raise ActRefused(_LAPSED)
    others = Subscription.objects.filter(address=subscription.address, confirmed_at__isnull=False)
    topic, text = subscription.criterion.topic, subscription.criterion.text
    for former in others.filter(criterion__topic=topic, criterion__text=text):
        end(subscription=former, by=None, at=at)
    if others.count() >= MOST_EACH:
        raise ActRefused(_TOO_MANY)
    subscription.confirmed_at = subscription.starts_at = at
    subscription.save(update_fields=["confirmed_at", "starts_at"])
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
        subscription.starts_at = at
        subscription.save(update_fields=["paused_at", "starts_at"])
        Announcement.objects.filter(subscription=subscription, told_at=None).delete()
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
    return {"requested_at": at, "starts_at": at}


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
    rows = Subscription.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("criterion").filter(pk=subscription.pk).first()
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
        details={"topic": subscription.criterion.topic, "frequency": subscription.frequency},
    )
