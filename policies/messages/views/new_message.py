"""Writing a message: what others asked is shown first, and what is personal pointed out."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, cast

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from disclosure.models import Document
from policies.answers.choices import Audience
from policies.answers.models import Entry
from policies.answers.selectors import suggested
from policies.messages.choices import Category, Entrance
from policies.messages.forms import AlsoForm, MessageForm
from policies.messages.models import MessageChannel
from policies.messages.selectors import Similar, open_channels, published_like
from policies.messages.services.also_asked import note_shown
from policies.messages.services.intake import Asked, submit
from portal.accounts.models import User
from portal.drafts.keeping import marked, sent
from portal.personal.handed_in import MOST_FILES, HandedIn
from portal.tracking.limits import HOUR, Limit, WithoutCache
from portal.tracking.submissions import Submission

if TYPE_CHECKING:
    from typing import BinaryIO

LIMIT: Final = Limit("messages.submit", 10, HOUR, WithoutCache.OPEN)
"""Messages from one address; without the cache they are taken in: the law lets everybody ask."""

_SUBMISSION: Final = Submission(
    "policies.message", LIMIT, "提交得太频繁了，请一小时后再试，或者拨打页面底部的电话。",
    "policies:message_receipt", "policies:message_track",
)  # fmt: skip
_OPENED: Final = "policies.message.opened"
_POLICY: Final = "policy"


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """The form of a channel, for a policy where one comes from its page."""
    channel = _channel(request)
    if channel is None:
        return render(request, "messages/closed.html", status=HTTPStatus.NOT_FOUND)
    if channel.entrance == Entrance.ACCOUNTS and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    policy = _policy(request)
    if request.method != "POST":
        initial = {
            "key": uuid.uuid4(),
            "opened": signing.dumps(timezone.now().timestamp(), salt=_OPENED),
            "text": "",
        }
        return _page(request, MessageForm(channel=channel, initial=initial), channel, policy)
    form = MessageForm(request.POST, request.FILES, channel=channel)
    alike, known = _alike(form)
    if alike or known:
        form.ask_to_look()
        return _page(request, form, channel, policy, alike=alike, known=known)
    answer = _SUBMISSION.answer(
        request,
        form,
        lambda key, at: submit(
            asked=_asked(form, channel, policy), key=key, at=at, user=_account(request)
        ),
        lambda status: _page(request, form, channel, policy, status=status),
    )
    if answer.status_code == HTTPStatus.FOUND:
        sent(request)
    return answer


def _alike(form: MessageForm) -> tuple[list[Similar], list[Entry]]:
    """Answers to much the same, for somebody who has not seen them yet: those to other people, and
    those of the base.
    """
    if not form.is_valid() or form.cleaned_data["looked"]:
        return [], []
    text = form.cleaned_data["text"]
    alike, known = published_like(text), suggested(text, Audience.PUBLIC)
    if alike:
        note_shown(at=timezone.now())
    return alike, known


def _asked(form: MessageForm, channel: MessageChannel, policy: Document | None) -> Asked:
    given = form.cleaned_data
    return Asked(
        channel=channel,
        text=given["text"],
        category=given.get("category") or Category.CONSULT,
        policy=policy,
        may_publish=given["may_publish"],
        seconds=_seconds(given["opened"]),
        trapped=bool(given["website"]),
        files=_handed_in(given["papers"]),
        name=form.particulars.name,
        phone=form.particulars.phone,
        email=form.particulars.email,
    )


def _seconds(opened: str) -> float | None:
    """How long ago the form was drawn; None where nobody can say."""
    try:
        at = float(signing.loads(opened, salt=_OPENED))
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return timezone.now().timestamp() - at


def _handed_in(files: Sequence[Any]) -> list[HandedIn]:
    return [
        HandedIn(cast("BinaryIO", upload.file), upload.name or "")
        for upload in files[: MOST_FILES + 1]
    ]


def _channel(request: HttpRequest) -> MessageChannel | None:
    """The one the address names, else the first; None where it is closed."""
    slug = request.GET.get("channel", "").replace("\x00", "")
    rows = open_channels()
    return rows.filter(slug=slug).first() if slug else rows.first()


def _policy(request: HttpRequest) -> Document | None:
    """The public document that the address names."""
    number = request.GET.get(_POLICY, "")
    if not number.isdecimal() or len(number) > 9:
        return None
    rows = (
        Document.objects.public()
        .select_related("organ", "theme")
        .only("title", "organ", "theme", "status", "reach")
    )
    return rows.filter(pk=int(number)).first()


def _account(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _page(
    request: HttpRequest,
    form: MessageForm,
    channel: MessageChannel,
    policy: Document | None,
    *,
    status: int = 200,
    alike: Sequence[Similar] = (),
    known: Sequence[Entry] = (),
) -> HttpResponse:
    context = {
        "form": form,
        **marked(request, form),
        "channel": channel,
        "channels": open_channels(),
        "policy": policy,
        "alike": alike,
        "known": known,
        "also_form": AlsoForm(initial={"from_writing": True}),
        "had_files": bool(request.FILES),
        "address": request.get_full_path(),
    }
    return render(request, "messages/write.html", context, status=status)
