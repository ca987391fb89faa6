"""Voting: with an account at once, without one by a link that is sent to an address.

Opening a link changes nothing, because mail scanners open them too; the button does.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policies.selection.links import ballot_in, is_latest
from policies.selection.models import AskedBallot
from policies.selection.selectors import with_editions
from policies.selection.services import ballots
from policies.selection.views.public import ballot_form, found, page
from policies.selection.workflow import Status
from portal.accounts.permissions import signed_in
from portal.common.errors import ActRefused
from portal.common.typed import mailbox_of
from portal.tracking.limits import DAY, HOUR, Limit, WithoutCache, within

VOTES: Final = Limit("selections.vote", 60, HOUR, WithoutCache.LOCAL)
"""Votes from one address of the network, which a whole office may share; each mailbox has one."""

LETTERS: Final = Limit("selections.letters", 20, HOUR, WithoutCache.CLOSED)
"""Letters that one address of the network may have sent; without the cache none: strangers typed
these addresses in, and an account votes without a letter."""

TO_MAILBOX: Final = Limit("selections.mailbox", 5, DAY, WithoutCache.CLOSED)
"""Letters that one mailbox may get, whoever asks; without the cache none."""

_TOO_OFTEN = "这个网络今天投得太频繁了，请一小时后再投，选好的还在。"


@never_cache
@sensitive_post_parameters("email")
@require_POST
def vote(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """A vote; whatever refuses it, what was chosen stays. Whether an address voted before is said
    to nobody.
    """
    at = timezone.now()
    row = found(year, code)
    if row.status == Status.WITHDRAWN:
        raise Http404
    form = ballot_form(request, row, request.POST)
    if not form.is_valid():
        return page(request, row, form, status=HTTPStatus.BAD_REQUEST)
    given = form.cleaned_data
    if given["website"]:
        return redirect("policies:selection_sent")
    by_mail = "email" in given
    if not within(VOTES) or (by_mail and not within(LETTERS)):
        form.add_error(None, _TOO_OFTEN)
        return page(request, row, form, status=HTTPStatus.TOO_MANY_REQUESTS)
    try:
        if not by_mail:
            user = signed_in(request.user)
            ballots.vote(selection=row, chosen=given["chosen"], user=user, at=at)
        # Of a mailbox that got its letters the answer is the same: it says nothing of it.
        elif within(TO_MAILBOX, mailbox_of(given["email"])):
            ballots.ask_by_mail(
                selection=row, chosen=given["chosen"], address=given["email"], at=at
            )
    except ActRefused as error:
        form.add_error(None, str(error))
        return page(request, row, form, status=HTTPStatus.CONFLICT)
    if by_mail:
        return redirect("policies:selection_sent")
    messages.success(request, "投票成功。截止以前可以再投，以最后一次为准。")
    return redirect(row)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next to somebody who gave an address; the same for every address."""
    return render(request, "policies/selection/sent.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """What was chosen, and the button."""
    named = ballot_in(token)
    if named is None:
        raise Http404
    number, moment = named
    rows = AskedBallot.objects.select_related("selection__organ").filter(public_id=number)
    asked = rows.first()
    now = timezone.now()
    if asked is None or not is_latest(asked, moment) or asked.asked_at <= (
        now - ballots.CONFIRM_WITHIN
    ):  # fmt: skip
        return _confirmation(request, None, status=HTTPStatus.GONE)
    if request.method == "POST":
        try:
            ballots.confirm(asked=asked, at=now)
        except ActRefused as error:
            return _confirmation(request, asked, refused=str(error), status=HTTPStatus.CONFLICT)
        said = "投票成功，邮箱地址已经删除。截止以前可以再投，以最后一次为准。"
        messages.success(request, said)
        return redirect(asked.selection)
    return _confirmation(request, asked)


def _confirmation(
    request: HttpRequest,
    asked: AskedBallot | None,
    *,
    status: int = HTTPStatus.OK,
    refused: str = "",
) -> HttpResponse:
    chosen = with_editions(asked.choices.select_related("organ")) if asked else []
    context = {"asked": asked, "chosen": chosen, "refused": refused}
    return render(request, "policies/selection/confirm.html", context, status=status)
