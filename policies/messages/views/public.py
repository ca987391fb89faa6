"""留言与答复 for everybody: the list, one page, and 我也想问."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from disclosure.models import Document
from policies.messages.forms import AlsoForm
from policies.messages.models import PublishedMessage
from policies.messages.presenters.listing import PER_PAGE, TAKEN, Listed, page_of
from policies.messages.search_entries import KIND
from policies.messages.selectors import (
    month_so_far,
    open_channels,
    organs_that_answer,
    published_like,
)
from policies.messages.services.also_asked import also_ask
from portal.accounts.models import User
from portal.common.errors import ActRefused
from portal.drafts.browsers import browser
from portal.search.queries import SearchQuery, found_ids
from portal.taxonomy.models import Theme
from portal.tracking.limits import HOUR, Limit, WithoutCache, within
from portal.tracking.refusals import refused_page, too_often_page

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

ALSO: Final = Limit("messages.also", 60, HOUR, WithoutCache.OPEN)
"""我也想问 from one address; without the cache the one for each person still holds."""

_MOST_FOUND: Final = 400


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What was asked and answered, and the way to ask."""
    listed, today = Listed.read(request.GET.dict()), timezone.localdate()
    found = rows_of(listed, request.user)
    context: dict[str, Any] = {
        "listed": listed,
        "page": page_of(listed, list(found[: PER_PAGE + 1])),
        "organs": organs_that_answer(),
        "themes": Theme.objects.filter(parent=None).order_by("path_order"),
        "taken": [(code, words) for code, (words, _, _) in TAKEN.items()],
        "channels": open_channels(),
        "month": month_so_far(on=today),
        "today": today,
    }
    return render(request, "messages/index.html", context)


@require_safe
def published(request: HttpRequest, pk: int) -> HttpResponse:
    """One question with its answer; gone for good once it was taken down."""
    row = _found(pk)
    if not row.is_live:
        gone = {"taken_down_at": row.taken_down_at}
        return render(request, "messages/gone.html", gone, status=HTTPStatus.GONE)
    alike = [each.row for each in published_like(f"{row.title}{row.question}", most=4)]
    policy = Document.objects.public().filter(pk=row.policy_id).only("title", "status").first()
    context: dict[str, Any] = {
        "row": row,
        "policy": policy,
        "alike": [each for each in alike if each.pk != row.pk][:3],
        "form": AlsoForm(),
    }
    return render(request, "messages/public.html", context)


@never_cache
@require_POST
def also(request: HttpRequest, pk: int) -> HttpResponse:
    """我也想问: one press, one person."""
    row = _found(pk)
    form = AlsoForm(request.POST)
    if not form.is_valid():
        messages.error(request, "电子邮箱写得不对，请核对后再点。")
        return redirect(row)
    if not within(ALSO):
        often = "点得太频繁了，请一小时后再试。"
        return too_often_page(request, often, back=row.get_absolute_url())
    try:
        is_new = also_ask(
            published=row,
            user=request.user if isinstance(request.user, User) else None,
            email=form.cleaned_data["email"],
            browser=browser(request),
            from_writing=form.cleaned_data["from_writing"],
            at=timezone.now(),
        )
    except ActRefused as error:
        return refused_page(request, error, back=reverse("policies:messages"))
    told = "记下了：您也想问这件事。答复就在下面。" if is_new else "您已经点过了。答复就在下面。"
    messages.success(request, told)
    return redirect(row)


def _found(pk: int) -> PublishedMessage:
    row = PublishedMessage.objects.select_related("organ", "theme", "channel").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def rows_of(listed: Listed, viewer: User | AnonymousUser) -> QuerySet[PublishedMessage]:
    """The rows of a list, the latest answered first, from its place on."""
    rows = PublishedMessage.objects.live().select_related("organ")
    if listed.text:
        query = SearchQuery(text=listed.text, kinds=(KIND,))
        _, ids = found_ids(query, viewer=viewer, most=_MOST_FOUND)
        rows = rows.filter(pk__in=ids)
    if listed.organ:
        rows = rows.filter(organ__code=listed.organ)
    if listed.theme:
        rows = rows.filter(Q(theme__path=listed.theme) | Q(theme__parent__path=listed.theme))
    if listed.policy:
        rows = rows.filter(policy_id=int(listed.policy))
    if listed.typical:
        rows = rows.filter(typical_on__isnull=False)
    if listed.taken:
        _, least, most = TAKEN[listed.taken]
        rows = rows.filter(days_taken__gte=least, days_taken__lte=most)
    if listed.after:
        day, key = listed.after
        # The first condition is what an index begins at.
        rows = rows.filter(answered_on__lte=day)
        rows = rows.filter(Q(answered_on__lt=day) | Q(pk__lt=key))
    return rows.order_by("-answered_on", "-id")
