"""Following a case: by number and code, or by account; and answering what is asked in it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.common.errors import ActRefused
from portal.drafts import keeping
from portal.drafts.keeping import marked, sent
from portal.personal.masks import hidden_name, masked_contacts, masked_number
from portal.tracking import codes, doors, grants
from portal.tracking.refusals import not_now_page
from portal.tracking.withdrawals import withdrawn
from portal.workdays.services import load_calendar
from requests_app.deadlines.clock import Clock
from requests_app.forms.tracking import CaseDoorForm, CorrectionForm, ReplyForm
from requests_app.models import Answer, AnswerFile, InformationRequest
from requests_app.outcomes import LAPSED
from requests_app.permissions import may_act
from requests_app.preconditions import EVERYTHING
from requests_app.presenters.clocks import days_left, due_of, steps_of
from requests_app.presenters.downloads import answer_file_response
from requests_app.presenters.knots import knots_of
from requests_app.presenters.masks import masked_name
from requests_app.presenters.months import months_of
from requests_app.presenters.remedies import remedies_of, remedies_of_silence
from requests_app.presenters.standing import standing_of, timeline_of
from requests_app.query_codes import CASE_CODE
from requests_app.rectification.models import Rectification
from requests_app.rectification.numbers import is_rectification_number
from requests_app.rectification.presenters.standing import rectification_standing
from requests_app.selectors import letters_to_applicant
from requests_app.services.clock import clock_of
from requests_app.services.correction import supply_correction
from requests_app.services.reasons import supply_reasons
from requests_app.services.steps import STEPS
from requests_app.services.withdrawal import withdraw as withdraw_request
from requests_app.views.applicant import for_applicant, lineage
from requests_app.views.drafts import own_drafts
from requests_app.workflow.states import Status

_REFUSED = "编号或者查询码不对，请对照回执核对后再试。回执丢了的，请带证件到受理机关查询。"
_LOCKED = "输错的次数太多，请半小时后再试，或者拨打受理机关的电话查询。"
_PER_PAGE = 20
_CLOSED = (Status.ANSWERED, Status.WITHDRAWN, Status.SPLIT, Status.JOINED, Status.ARCHIVED)


def _opens(number: str, code: str) -> bool:
    """Whether the code is the number's, or that of the application a part was split from, which
    is the only one its applicant was given.
    """
    stored: list[str] = []
    if is_rectification_number(number):
        known = Rectification._default_manager.filter(number=number)
        stored += known.values_list("code_index", flat=True)
    elif found := InformationRequest.objects.filter(number=number).first():
        stored += [each.code_index for each in lineage(found)]
    return codes.opens(stored, code, purpose=CASE_CODE)


def _lead(number: str) -> HttpResponse:
    is_record = is_rectification_number(number)
    return redirect("requests:record_case" if is_record else "requests:case", number=number)


track = doors.view(
    CaseDoorForm,
    _opens,
    template="requests/track.html",
    lead=_lead,
    wrong=_REFUSED,
    locked=_LOCKED,
)


@require_safe
@for_applicant
def case(request: HttpRequest, found: InformationRequest) -> HttpResponse:
    """Where it stands, until when it is due, what is asked, what was answered."""
    return _page(request, found, _reply_form(found))


@sensitive_post_parameters("text")
@require_POST
@for_applicant
def reply(request: HttpRequest, found: InformationRequest) -> HttpResponse:
    """The applicant's correction, or reasons, whichever is waited for."""
    form = _reply_form(found, request.POST, request.FILES)
    if form is None:
        reason = "这件申请现在不需要补充内容，请看办理进度。"
        return not_now_page(request, reason, back=found.get_absolute_url())
    if not form.is_valid():
        return _page(request, found, form, status=400)
    text, now = form.cleaned_data["text"], timezone.now()
    try:
        if found.status == Status.AWAITING_CORRECTION:
            files = form.cleaned_data.get("papers", [])
            supply_correction(request=found, text=text, files=files, at=now)
        else:
            supply_reasons(request=found, text=text, at=now)
    except ActRefused as error:
        form.add_error("text", str(error))
        return _page(request, found, form, status=409)
    sent(request)
    messages.success(request, "已经收到您提交的内容。")
    return redirect("requests:case", number=found.number)


@require_safe
@for_applicant
def answer_file(
    request: HttpRequest, found: InformationRequest, public_id: uuid.UUID
) -> FileResponse:
    """What a delivered answer hands over; nothing of one that has not left."""
    del request
    rows = AnswerFile.objects.filter(answer__request=found, answer__delivery__isnull=False)
    return answer_file_response(get_object_or_404(rows.exclude(file=""), public_id=public_id))


@require_http_methods(["GET", "HEAD", "POST"])
@for_applicant
def withdraw(request: HttpRequest, found: InformationRequest) -> HttpResponse:
    """Taking the application back, after one more question."""
    up = ("依申请公开", reverse("requests:home"))
    return withdrawn(request, found, STEPS, withdraw_request, noun="申请", up=up, crumb="撤回申请")


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """退出查询: nobody after them at this computer sees the case, nor what they had typed."""
    grants.leave(request)
    keeping.leave(request)
    messages.success(request, "已经退出查询。在公用电脑上，请再关闭浏览器。")
    return redirect("requests:track")


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All applications of the account, and its drafts."""
    rows = InformationRequest.objects.of_applicant(request.user).select_related("organ")
    pages = Paginator(rows.order_by("-submitted_at", "-pk"), _PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    rectifications = Rectification.objects.of_applicant(request.user).select_related("organ")
    rectifications = rectifications.order_by("-submitted_at", "-pk")[:_PER_PAGE]
    context = {
        "rows": [(row, standing_of(row)) for row in page],
        "page": page,
        "drafts": own_drafts(request),
        "rectifications": [(row, rectification_standing(row)) for row in rectifications],
    }
    return render(request, "requests/mine.html", context)


def _page(
    request: HttpRequest, found: InformationRequest, form: ReplyForm | None, *, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    calendar = load_calendar()
    clock = clock_of(found, as_of=today, calendar=calendar)
    # What lapsed waits for nothing more from the applicant, and was not met with silence.
    is_closed = found.status in _CLOSED or found.outcome in LAPSED
    standing = standing_of(found)
    due = due_of(clock, today=today, is_closed=is_closed, set_for=_set_for(found))
    context: dict[str, Any] = {
        "case": found,
        "standing": standing,
        "knots": knots_of(found, timeline_of(found), standing, due),
        "due": due,
        "days_left": days_left(due, calendar, today=today),
        "months": months_of(clock, calendar, today=today) if due else [],
        "steps": steps_of(clock, calendar),
        "form": form,
        "fee_due": clock.fee.due_on if clock and clock.fee else None,
        "is_correcting": found.status == Status.AWAITING_CORRECTION,
        "is_paying": found.status == Status.AWAITING_PAYMENT,
        "today": today,
        "silence": None if is_closed or _set_for(found) else remedies_of_silence(found, clock),
        "may_withdraw": may_act(request.user, found, "withdraw", as_applicant=True).allowed,
        "applicant": _applicant(found),
        "letters": letters_to_applicant(found),
        **_answer(found, clock),
    }
    if form:
        address = reverse("requests:reply", args=[found.number])
        context |= marked(request, form, address=address, by_browser=True)
    return render(request, "requests/case.html", context, status=status)


def _set_for(found: InformationRequest) -> dt.date | None:
    """The day of the answer where it was set for this case and not by 第三十三条."""
    is_set = hasattr(found, "deferral") or bool(found.reopenings.all())
    return found.reply_due_on if is_set else None


def _answer(found: InformationRequest, clock: Clock | None) -> dict[str, Any]:
    """The last answer that was delivered; one that was reopened is told as such."""
    delivered = Answer.objects.filter(request=found, delivery__isnull=False)
    answer = (
        delivered.select_related("delivery", "in_charge")
        .prefetch_related("files", "documents", "parts")
        .order_by("-version")
        .first()
    )
    if answer is None:
        return {"answer": None}
    is_closed = found.status in (Status.ANSWERED, Status.ARCHIVED)
    is_current = is_closed and found.outcome == answer.outcome
    answer.delivery.answer = answer
    return {
        "answer": answer,
        "is_current": is_current,
        "everything": EVERYTHING,
        "remedies": remedies_of(found, answer.delivery, clock) if is_current else None,
    }


def _applicant(found: InformationRequest) -> list[tuple[str, str]]:
    """Enough to recognise oneself by."""
    rows = [
        ("申请人", masked_name(found)),
        (found.get_identity_kind_display(), masked_number(found.identity_number)),
        *masked_contacts(phone=found.phone, email=found.email, address=found.address),
        ("代理人", hidden_name(found.agent_name)),
    ]
    return [row for row in rows if row[1]]


def _reply_form(found: InformationRequest, data: Any = None, files: Any = None) -> ReplyForm | None:
    """The form for what is waited for, None when nothing is."""
    if found.status == Status.AWAITING_CORRECTION:
        hint = "按上面的要求补充。只要写补充的内容，原来写过的不用再写。"
        return CorrectionForm(data, files, label="补正内容", hint=hint)
    if found.status == Status.AWAITING_REASONS:
        hint = "说明为什么需要提出这些申请，不需要说明信息的用途。"
        return ReplyForm(data, label="理由", hint=hint)
    return None
