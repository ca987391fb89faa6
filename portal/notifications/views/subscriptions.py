"""Subscribing, with an account or without, and one's own subscriptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.models import User
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.choices import Frequency
from portal.notifications.forms import MailForm, SubscribeForm
from portal.notifications.models import Subscription
from portal.notifications.presenters import rows_of
from portal.notifications.registry import OWN, NewsKind, Topic, news_kinds, topic_of
from portal.notifications.selectors import criteria_in_words, with_confirmed_mail
from portal.notifications.services import subscriptions
from portal.tracking.limits import DAY, HOUR, Limit, WithoutCache, within

BY_VISITOR = Limit("subscriptions.visitor", 10, HOUR, WithoutCache.CLOSED)
"""Mails that one visitor may have sent; without the cache none, and the page says so: strangers
typed these addresses in, and an account subscribes without a mail."""

TO_ADDRESS = Limit("subscriptions.address", 5, DAY, WithoutCache.CLOSED)
"""Mails that one address may get, whoever asks; without the cache none, as for a visitor."""

# How far back the page counts what would have been told.
_LATELY = dt.timedelta(days=29)
# The kinds of news that an address asks to be ticked.
KINDS = "tell"
_TOO_OFTEN = "提交得太频繁了，请一小时后再试，或者登录后订阅。"


@never_cache
@sensitive_post_parameters("email")
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest, topic: str) -> HttpResponse:
    """The criterion of the address in words, and how to be told of what newly meets it."""
    found = topic_of(topic)
    if found is None:
        raise Http404
    try:
        criterion = subscriptions.criterion_of(found, request.GET.urlencode())
    except ActRefused as error:
        context = {"topic": found, "refused": str(error), "list_url": found.url("")}
        return render(request, "notifications/subscribe.html", context, status=400)
    lately = _lately(found, criterion)
    made = SubscribeForm if request.user.is_authenticated else MailForm
    kinds = [(each.kind.code, each.words) for each in lately]
    if request.method != "POST":
        ticked = _ticked(request, found, lately)
        form = made(kinds=kinds, initial={"frequency": Frequency.IMMEDIATE, "kinds": ticked})
        return _page(request, found, criterion, form, lately)
    form = made(request.POST, kinds=kinds)
    if not form.is_valid():
        return _page(request, found, criterion, form, lately, status=400)
    if request.user.is_authenticated:
        answer = _for_account(request, found, criterion, form)
    else:
        answer = _by_mail(found, criterion, form)
    if isinstance(answer, HttpResponse):
        return answer
    return _page(request, found, criterion, form, lately, status=answer)


@dataclass(frozen=True)
class _Lately:
    """A kind of news, and how many of it there were."""

    kind: NewsKind
    count: int

    @property
    def words(self) -> str:
        return f"{self.kind.label}（近30天{self.count}件）"


def _lately(topic: Topic, criterion: str) -> list[_Lately]:
    """What would have been told in thirty days, kind by kind."""
    today = timezone.localdate()
    return [
        _Lately(kind, kind.count(criterion, today - _LATELY, today)) for kind in news_kinds(topic)
    ]


def _ticked(request: HttpRequest, topic: Topic, lately: Sequence[_Lately]) -> list[str]:
    """The kinds that the address names, else those the topic opens with."""
    known = [each.kind.code for each in lately]
    named = [code for code in known if code in request.GET.getlist(KINDS)]
    return named or (known if topic.takes_all else [OWN])


def _for_account(
    request: HttpRequest, topic: Topic, criterion: str, form: SubscribeForm
) -> HttpResponse | int:
    """Where it leads, or how it failed; then the form says why."""
    try:
        subscriptions.subscribe(
            topic=topic,
            query=criterion,
            kinds=form.cleaned_data.get("kinds", ()),
            frequency=Frequency(form.cleaned_data["frequency"]),
            by=cast("User", request.user),
            at=timezone.now(),
        )
    except ActRefused as error:
        form.add_error(None, str(error))
        return 409
    messages.success(request, "已订阅。有了符合条件的消息会通知您。")
    return redirect("notifications:subscriptions")


def _by_mail(topic: Topic, criterion: str, form: SubscribeForm) -> HttpResponse | int:
    """Whatever becomes of it, the answer is the same: it says nothing of the address."""
    given = form.cleaned_data
    if given["website"]:
        return redirect("notifications:subscribe_sent")
    if not within(BY_VISITOR):
        form.add_error(None, _TOO_OFTEN)
        return 429
    if within(TO_ADDRESS, given["email"].lower()):
        subscriptions.request_by_mail(
            topic=topic,
            query=criterion,
            kinds=given.get("kinds", ()),
            frequency=Frequency(given["frequency"]),
            address=given["email"],
            at=timezone.now(),
        )
    return redirect("notifications:subscribe_sent")


def _page(
    request: HttpRequest,
    topic: Topic,
    criterion: str,
    form: SubscribeForm,
    lately: Sequence[_Lately],
    *,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    ticked = set(form["kinds"].value() or ()) if "kinds" in form.fields else {OWN}
    context: dict[str, Any] = {
        "topic": topic,
        "lately": sum(each.count for each in lately if each.kind.code in ticked),
        "criterion": criterion,
        "words": topic.describe([criterion])[criterion],
        "list_url": topic.url(criterion),
        "form": form,
        "mailed": user.is_authenticated and bool(with_confirmed_mail([user.pk])),
    }
    return render(request, "notifications/subscribe.html", context, status=status)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next to somebody who gave an address."""
    return render(request, "notifications/subscribe_sent.html")


@never_cache
@login_required
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The person's subscriptions."""
    found = list(Subscription.objects.of(request.user).select_related("criterion"))
    context = {
        "rows": rows_of(found, criteria_in_words(found)),
        "mailed": bool(with_confirmed_mail([cast("User", request.user).pk])),
    }
    return render(request, "notifications/subscriptions.html", context)


@login_required
@require_POST
def change(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """One of the acts of the list on one of the person's own."""
    subscription = get_object_or_404(Subscription.objects.of(request.user), pk=pk)
    if action not in _ACTS:
        raise Http404
    act, done = _ACTS[action]
    try:
        act(subscription=subscription, by=request.user, at=timezone.now())
    except NotPermitted as error:  # ended a moment ago in another window
        raise Http404 from error
    messages.success(request, done)
    return redirect("notifications:subscriptions")


def _tell(frequency: Frequency) -> Callable[..., object]:
    """Changing to this frequency as an act like the others."""

    def act(**facts: Any) -> object:
        return subscriptions.change_frequency(frequency=frequency, **facts)

    return act


_ACTS: dict[str, tuple[Callable[..., object], str]] = {
    "pause": (subscriptions.pause, "已暂停。恢复之前不再通知。"),
    "resume": (subscriptions.resume, "已恢复。从现在起的消息会通知您。"),
    "daily": (_tell(Frequency.DAILY), "已改为每日一封。"),
    "weekly": (_tell(Frequency.WEEKLY), "已改为每周一封。"),
    "immediate": (_tell(Frequency.IMMEDIATE), "已改为有新消息随时通知。"),
    "end": (subscriptions.end, "已退订。"),
}
