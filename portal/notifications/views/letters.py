"""Where the links of letters lead: confirming and ending a subscription without an account.

Opening a link changes nothing, because mail scanners open them too; the button does.
"""

from __future__ import annotations

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.common.errors import ActRefused, NotPermitted
from portal.notifications import links
from portal.notifications.models import Subscription
from portal.notifications.presenters import kinds_in_words
from portal.notifications.querysets import CONFIRM_WITHIN
from portal.notifications.registry import topic_of
from portal.notifications.selectors import criteria_in_words
from portal.notifications.services import subscriptions


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """What is to be confirmed, and the button."""
    found = _found(token, links.CONFIRM)
    now = timezone.now()
    lapsed = found is None or (
        found.confirmed_at is None and found.requested_at <= now - CONFIRM_WITHIN
    )
    if found is None or lapsed:
        return _page(request, "confirm", None, status=410)
    if request.method == "POST":
        try:
            subscriptions.confirm(subscription=found, at=now)
        except ActRefused as error:
            return _page(request, "confirm", found, status=409, refused=str(error))
        return redirect(request.path)
    return _page(request, "confirm", found)


@csrf_exempt  # RFC 8058: the reader's mail program posts without a cookie; the token is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """What is to be ended, and the button; ended already is as good."""
    found = _found(token, links.UNSUBSCRIBE)
    if found is not None and request.method == "POST":
        with suppress(NotPermitted):  # pressed twice at once
            subscriptions.end(subscription=found, by=None, at=timezone.now())
        found = None
    return _page(request, "unsubscribe", found)


def _found(token: str, purpose: str) -> Subscription | None:
    """The subscription of a link, None when it is gone; a link not made here does not exist."""
    number = links.number_in(token, purpose)
    if number is None:
        raise Http404
    return Subscription.objects.select_related("criterion").filter(public_id=number).first()


def _page(
    request: HttpRequest,
    purpose: str,
    subscription: Subscription | None,
    *,
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    context: dict[str, object] = {"subscription": subscription, "refused": refused}
    if subscription is not None:
        criterion = subscription.criterion
        key = (criterion.topic, criterion.text)
        topic = topic_of(criterion.topic)
        context["topic"] = topic
        context["words"] = criteria_in_words([subscription]).get(key, ())
        context["kinds"] = kinds_in_words(topic, criterion) if topic else ()
        context["list_url"] = topic.url(criterion.text) if topic else ""
    return render(request, f"notifications/{purpose}.html", context, status=status)
