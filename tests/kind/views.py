"""Enquiries for the public: the form, its receipt, the door, the case, its letter."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.organs.models import Organ
from portal.papers.served import letters_to_party
from portal.tracking.limits import HOUR, Limit, WithoutCache
from portal.tracking.party_pages import PartyPages
from portal.tracking.submissions import Submission
from tests.kind import services
from tests.kind.models import Enquiry, EnquiryLetter

LIMIT = Limit("enquiries.submit", 10, HOUR, WithoutCache.OPEN)
LETTERS = Limit("enquiries.letters", 60, HOUR, WithoutCache.OPEN)
_SUBMISSION = Submission(
    "kind.enquiry", LIMIT, "提交得太频繁了，请一小时后再试。", "kind:receipt", "kind:track"
)


class EnquiryForm(forms.Form):
    """What is asked of whom, and how to reach who asks."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.active(), to_field_name="code", label="机关"
    )
    name = forms.CharField(label="姓名", max_length=100)
    email = forms.EmailField(label="电子邮箱", required=False)
    question = forms.CharField(label="咨询的问题", max_length=2000, widget=forms.Textarea)


ask = _SUBMISSION.view(EnquiryForm, services.submit, title="咨询")


def case(request: HttpRequest, found: Enquiry) -> HttpResponse:
    """Where it stands, and the answer once it has gone out."""
    return render(request, "kind/case.html", {"case": found})


_letter = letters_to_party(
    lambda found: EnquiryLetter.objects.filter(enquiry=found).select_related("enquiry"),
    limit=LETTERS,
)
PAGES = PartyPages(
    steps=services.STEPS, noun="咨询", names="kind:", done="kind:ask",
    show=case, withdraw=services.withdraw, beside={"letter/<uuid:public_id>/": _letter},
)  # fmt: skip
