"""更正申请 (第四十一条) for the applicant: what it is, the form, receipt, case, withdrawal."""

from __future__ import annotations

import datetime as dt
import uuid
from http import HTTPStatus
from typing import Any, BinaryIO, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portal.drafts.keeping import marked, sent
from portal.papers.served import letters_to_party
from portal.papers.slips import slips_to_party
from portal.personal.handed_in import MOST_FILES, HandedIn
from portal.tracking.limits import within
from portal.tracking.party_pages import PartyPages
from portal.tracking.submissions import Submission
from requests_app.choices import Channel
from requests_app.rectification.forms.application import FILES, RectificationForm
from requests_app.rectification.models import Rectification
from requests_app.rectification.presenters.masks import masked_particulars
from requests_app.rectification.presenters.standing import (
    rectification_standing,
    rectification_timeline,
    term_sentence,
)
from requests_app.rectification.services.intake import (
    RectificationAsked,
    RectificationReceipt,
    submit_rectification,
)
from requests_app.rectification.services.steps import STEPS
from requests_app.rectification.services.withdrawal import withdraw_rectification
from requests_app.selectors import letters_of_rectification, organs_to_ask
from requests_app.services.intake import offered_channels
from requests_app.views import limits
from requests_app.views.application import account_of

_TOO_OFTEN = "提交得太频繁了，请一小时后再试，或者拨打页面底部的电话。"
_SUBMISSION = Submission(
    # Kept when the room was renamed: a form sent before and after must stay one.
    salt="requests.records",
    limit=limits.SUBMISSIONS,
    too_often=_TOO_OFTEN,
    receipt="requests:record_receipt",
    door="requests:track",
)


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What it is for, what is needed, what happens then."""
    context = {"is_online": Channel.ONLINE in offered_channels()}
    return render(request, "requests/records/home.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """The form, sent once it has been looked over; files are not kept when something is wrong."""
    organs = organs_to_ask()
    if request.method != "POST":
        code = request.GET.get("organ", "").replace("\x00", "")
        initial = {"key": uuid.uuid4(), "organ": organs.filter(code=code).first()}
        return _form_page(request, RectificationForm(organs=organs, initial=initial))
    # A program that filled in what nobody sees is sent away, and nothing is kept.
    if request.POST.get("website"):
        return redirect("requests:record_home")
    form = RectificationForm(request.POST, request.FILES, organs=organs)
    if not within(limits.SAVES):
        form.add_error(None, _TOO_OFTEN)
        return _form_page(request, form, status=429)
    answer = _SUBMISSION.answer(
        request,
        form,
        lambda key, at: _take_in(request, form, key, at),
        lambda status: _form_page(request, form, status=status),
    )
    if answer.status_code == HTTPStatus.FOUND:
        sent(request)
    return answer


def case(request: HttpRequest, found: Rectification) -> HttpResponse:
    """Where it stands, what happened, what came of it."""
    decided = found.decisions.filter(approved_at__isnull=False).order_by("-id").first()
    context: dict[str, Any] = {
        "case": found,
        "standing": rectification_standing(found),
        "term": term_sentence(found, today=timezone.localdate()),
        "timeline": rectification_timeline(found),
        "forwardings": found.forwardings.select_related("source", "target"),
        "decision": decided,
        "letters": letters_of_rectification(found),
        "applicant": masked_particulars(found),
        "may_withdraw": STEPS.party_verdict(found, "withdraw", on=timezone.localdate()),
    }
    return render(request, "requests/records/case.html", context)


PAGES = PartyPages(
    steps=STEPS,
    noun="更正申请",
    names="requests:record_",
    door="requests:track",
    done="requests:home",
    show=case,
    withdraw=withdraw_rectification,
    receipt_template="requests/records/receipt.html",
    receipt_file=slips_to_party(limit=limits.LETTERS),
    on_receipt=lambda found: {"term": term_sentence(found, today=timezone.localdate())},
    up=lambda: ("申请更正自己的信息", reverse("requests:record_home")),
    beside={
        "letter/<uuid:public_id>/": letters_to_party(
            letters_of_rectification, limit=limits.LETTERS
        ),
    },
)


def _take_in(
    request: HttpRequest, form: RectificationForm, key: uuid.UUID, at: dt.datetime
) -> RectificationReceipt:
    given = form.cleaned_data
    asked = {name: given[name] for name in RectificationAsked.__dataclass_fields__}
    return submit_rectification(
        asked=RectificationAsked(**asked),
        evidence=_handed_in(form),
        key=key,
        at=at,
        user=account_of(request),
    )


def _handed_in(form: RectificationForm) -> list[HandedIn]:
    return [
        HandedIn(cast(BinaryIO, upload.file), upload.name or "", purpose)
        for name, purpose in FILES.items()
        for upload in form.cleaned_data[name][: MOST_FILES + 1]
    ]


def _form_page(request: HttpRequest, form: RectificationForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "had_files": bool(request.FILES),
        **marked(request, form),
        "is_online": Channel.ONLINE in offered_channels(),
    }
    return render(request, "requests/records/form.html", context, status=status)
