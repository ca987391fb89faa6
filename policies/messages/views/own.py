"""A message for whoever wrote it: where it stands, what was said, and what they can do."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from policies.messages.forms import RatingForm, WordForm
from policies.messages.models import Message
from policies.messages.presenters.conversation import own_conversation
from policies.messages.presenters.standing import standing_of, term_of, timeline_of
from policies.messages.services import feedback, publication, supplements, triage
from policies.messages.services.steps import STEPS
from portal.common.errors import ActRefused
from portal.common.verdicts import Verdict
from portal.personal.masks import hidden_name, masked_contacts
from portal.tracking.party_pages import PartyPages
from portal.tracking.refusals import refused_page


def case(request: HttpRequest, found: Message) -> HttpResponse:
    """Everything about it that is its writer's."""
    return _page(request, found, {})


def _page(
    request: HttpRequest, found: Message, sent: Mapping[str, forms.Form], *, status: int = 200
) -> HttpResponse:
    found = _whole(found)
    today = timezone.localdate()
    may = {name: _may(found, name, today).allowed for name in _FORMS}
    blank: dict[str, forms.Form] = {
        name: make() for name, make in _FORMS.items() if make and may[name]
    }
    published = getattr(found, "published", None)
    context: dict[str, Any] = {
        "case": found,
        "standing": standing_of(found),
        "term": term_of(found, today=today),
        "turns": [] if found.purged_at else own_conversation(found),
        "timeline": timeline_of(list(found.acts.all())),
        "name": hidden_name(found.name),
        "contacts": masked_contacts(phone=found.phone, email=found.email, address=""),
        "referral": getattr(found, "referral", None),
        "published": published if published and published.is_live else None,
        "rated": list(found.ratings.all()),
        "may": may,
        "forms": {**blank, **sent},
        # What belongs to 依申请公开 goes into a draft there, which nobody sends but the writer.
        "draft_id": uuid.uuid4(),
        "form": next(iter(sent.values()), None),
        "may_withdraw": _may(found, "withdraw", today).allowed,
    }
    return render(request, "messages/case.html", context, status=status)


def _whole(found: Message) -> Message:
    """The message with all that its page reads."""
    rows = Message.objects.select_related(
        "organ", "channel", "policy", "merged_into__channel", "referral", "published"
    )
    read = ("words", "answers", "ratings", "acts__organ", "merged_into__answers")
    whole: Message = rows.prefetch_related(*read).get(pk=found.pk)
    return whole


def _may(found: Message, action: str, on: dt.date) -> Verdict:
    return STEPS.party_verdict(found, action, on=on)


def _sent(
    action: str, service: Callable[..., object], done: str
) -> Callable[[HttpRequest, Message], HttpResponse]:
    """The view of one act of the writer's: done, or the page again with what was typed and why."""

    def view(request: HttpRequest, found: Message) -> HttpResponse:
        make = _FORMS[action]
        form = make(request.POST) if make else forms.Form(request.POST)
        if not form.is_valid():
            return _page(request, found, {action: form}, status=HTTPStatus.BAD_REQUEST)
        try:
            service(message=found, **form.cleaned_data, at=timezone.now())
        except ActRefused as error:
            if make is None:
                return refused_page(request, error, back=found.get_absolute_url())
            form.add_error(None, str(error))
            return _page(request, found, {action: form}, status=HTTPStatus.CONFLICT)
        messages.success(request, done)
        return redirect(found)

    return view


_FORMS: Final[Mapping[str, Callable[..., forms.Form] | None]] = {
    "supplement": partial(WordForm, label="您补充的情况"),
    "ask_again": partial(WordForm, label="您还想问什么"),
    "rate": RatingForm,
    "withdraw_consent": None,
}
PAGES: Final = PartyPages(
    steps=STEPS,
    noun="留言",
    names="policies:message_",
    done="policies:messages",
    show=case,
    withdraw=triage.withdraw,
    up=lambda: ("留言与答复", reverse("policies:messages")),
    posted={
        "supplement/": _sent("supplement", supplements.supplement, "已经补充，机关接着办理。"),
        "ask_again/": _sent("ask_again", supplements.ask_again, "已经收到您的追问。"),
        "rate/": _sent("rate", feedback.rate, "谢谢您的评价。"),
        "withdraw_consent/": _sent(
            "withdraw_consent", publication.withdraw_consent, "已经不再公开，网页和检索里都撤下了。"
        ),
    },
)
