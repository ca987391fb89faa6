"""Enquiries for the public: the form, its receipt, the door, the case, its letter."""

from __future__ import annotations

import uuid

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.organs.models import Organ
from portal.papers.printout import paper_of_letter
from portal.papers.sheets import letter_file
from portal.tracking import codes, doors, grants, submissions
from portal.tracking.forms import TrackForm
from portal.tracking.limits import HOUR, Limit, WithoutCache
from portal.tracking.withdrawals import withdrawn
from tests.kind import services
from tests.kind.models import Enquiry, EnquiryLetter

_SUBMISSIONS = Limit("enquiries.submit", 10, HOUR, WithoutCache.OPEN)


class EnquiryForm(forms.Form):
    """What is asked of whom, and how to reach who asks."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    organ = forms.ModelChoiceField(Organ.objects.active(), to_field_name="code", label="机关")
    name = forms.CharField(label="姓名", max_length=100)
    email = forms.EmailField(label="电子邮箱", required=False)
    question = forms.CharField(label="咨询的问题", max_length=2000, widget=forms.Textarea)


def _enquirers(request: HttpRequest, number: str) -> Enquiry | None:
    found = Enquiry.objects.select_related("organ").filter(number=number).first()
    if found and grants.is_party(request, user_id=found.user_id, numbers=[number]):
        return found
    return None


def _opens(number: str, code: str) -> bool:
    known = Enquiry.objects.filter(number=number).values_list("code_index", flat=True)
    return codes.opens(known, code)


_for_enquirer = grants.for_party(_enquirers, to="kind:track")


@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """The form, sent once."""
    form = EnquiryForm(request.POST or None, initial={"key": uuid.uuid4()})
    if request.method != "POST":
        return render(request, "kind/form.html", {"form": form})
    status = 400
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "question", "email")}
        sent = submissions.send(
            request,
            form,
            lambda key, at: services.submit(
                organ=form.cleaned_data["organ"], asked=services.Question(**given), key=key, at=at
            ),
            salt="kind.enquiry",
            limit=_SUBMISSIONS,
            too_often="提交得太频繁了，请一小时后再试。",
            at=timezone.now(),
        )
        if sent.number:
            return redirect("kind:receipt", number=sent.number)
        status = sent.status
    return render(request, "kind/form.html", {"form": form}, status=status or 302)


@require_safe
@grants.for_receipt(Enquiry, to="kind:track")
def receipt(request: HttpRequest, found: Enquiry) -> HttpResponse:
    """Number and code."""
    context = {"case": found, "code": codes.code_from(found.submission_key)}
    return render(request, "kind/receipt.html", context)


@never_cache
def track(request: HttpRequest, number: str = "") -> HttpResponse:
    """The door."""
    form, status = TrackForm(request.POST or None, initial={"number": number}), 200
    if request.method == "POST":
        status = doors.refused(
            request, form, _opens, wrong="编号或者查询码不对。", locked="请半小时后再试。"
        )
        if not status:
            return redirect("kind:case", number=form.cleaned_data["number"])
    return render(request, "kind/door.html", {"form": form}, status=status)


@require_safe
@_for_enquirer
def case(request: HttpRequest, found: Enquiry) -> HttpResponse:
    """Where it stands, and the answer that has gone out."""
    verdict = services.RULES.judge(request.user, found, "withdraw", as_party=True)
    letter = EnquiryLetter.objects.filter(enquiry=found).first()
    context = {"case": found, "letter": letter, "may_withdraw": verdict}
    return render(request, "kind/case.html", context)


@require_safe
@_for_enquirer
def letter(request: HttpRequest, found: Enquiry) -> FileResponse:
    """The letter as it went out."""
    row = get_object_or_404(EnquiryLetter, enquiry=found)
    return letter_file(paper_of_letter(row), "pdf", number=found.number, at=row.at)


@_for_enquirer
def withdraw(request: HttpRequest, found: Enquiry) -> HttpResponse:
    """Taking it back."""
    verdict = services.RULES.judge(request.user, found, "withdraw", as_party=True)

    def act() -> object:
        return services.withdraw(enquiry=found, at=timezone.now())

    return withdrawn(
        request, found, verdict, act, question="kind/withdraw.html", done="咨询已经撤回。"
    )
