"""Enquiries for the public: the form, its receipt, the door, the case, its letter."""

import datetime as dt
import uuid

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.organs.models import Organ
from portal.papers.served import letter_to_party
from portal.tracking import codes, doors, grants
from portal.tracking.forms import TrackForm
from portal.tracking.intake import Receipt
from portal.tracking.limits import HOUR, Limit, WithoutCache
from portal.tracking.receipts import receipt_page
from portal.tracking.submissions import Submission
from portal.tracking.withdrawals import withdrawn
from tests.kind import services
from tests.kind.models import Enquiry, EnquiryLetter

LIMIT = Limit("enquiries.submit", 10, HOUR, WithoutCache.OPEN)
LETTERS = Limit("enquiries.letters", 60, HOUR, WithoutCache.OPEN)
_TOO_OFTEN = "提交得太频繁了，请一小时后再试。"
_SUBMISSION = Submission("kind.enquiry", LIMIT, _TOO_OFTEN, "kind:receipt", "kind:track")


class EnquiryForm(forms.Form):
    """What is asked of whom, and how to reach who asks."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.active(), to_field_name="code", label="机关"
    )
    name = forms.CharField(label="姓名", max_length=100)
    email = forms.EmailField(label="电子邮箱", required=False)
    question = forms.CharField(label="咨询的问题", max_length=2000, widget=forms.Textarea)


@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """The form, sent once."""
    form = EnquiryForm(request.POST or None, initial={"key": uuid.uuid4()})

    def page(status: int) -> HttpResponse:
        return render(request, "kind/form.html", {"form": form}, status=status)

    def take_in(key: uuid.UUID, at: dt.datetime) -> Receipt[Enquiry]:
        return services.submit(**{**form.cleaned_data, "key": key}, at=at)

    return _SUBMISSION.answer(request, form, take_in, page) if request.POST else page(200)


@require_safe
@grants.for_receipt(Enquiry, to="kind:track")
def receipt(request: HttpRequest, found: Enquiry) -> HttpResponse:
    """Number and code."""
    return receipt_page(request, found, noun="咨询", door="kind:door", done="kind:ask")


def _opens(number: str, code: str) -> bool:
    known = Enquiry.objects.filter(number=number).values_list("code_index", flat=True)
    return codes.opens(known, code)


track = doors.view(
    TrackForm, _opens, template="kind/door.html",
    lead=lambda number: redirect("kind:case", number=number),
    wrong="编号或者查询码不对，请核对后再试。", locked="输错的次数太多，请半小时后再试。",
)  # fmt: skip
_for_enquirer = grants.for_party(grants.found_for_party(Enquiry), to="kind:track")


@require_safe
@_for_enquirer
def case(request: HttpRequest, found: Enquiry) -> HttpResponse:
    """Where it stands, and the answer once it has gone out."""
    return render(request, "kind/case.html", {"case": found})


@require_safe
@_for_enquirer
def letter(
    request: HttpRequest, found: Enquiry, public_id: uuid.UUID
) -> HttpResponse | FileResponse:
    """The letter as it went out."""
    letters = EnquiryLetter.objects.filter(enquiry=found).select_related("enquiry")
    return letter_to_party(request, found, letters, public_id, limit=LETTERS)


@_for_enquirer
def withdraw(request: HttpRequest, found: Enquiry) -> HttpResponse:
    """Taking it back, after one more question."""
    return withdrawn(request, found, services.STEPS, services.withdraw, noun="咨询")
