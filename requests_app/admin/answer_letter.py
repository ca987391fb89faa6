"""文书: letters of a case as they are printed, signed for or put into an envelope.

What names the applicant is recorded each time, as any other look at what is masked.
"""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.accounts.permissions import signed_in
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.pages import refused_page, unkept_page
from portal.notifications.links import absolute
from portal.papers.paper import Paper
from portal.papers.sheets import FORMS, letter_file
from requests_app.admin.case_file import read_case
from requests_app.letters.kinds import Kind, kind_of_outcome
from requests_app.models import Consultation, InformationRequest
from requests_app.outcomes import BY_CODE
from requests_app.permissions import may_read
from requests_app.services.letters.facts import Subject
from requests_app.services.letters.printout import named, open_paper

_NAME = "requests_app_informationrequest"


class AnswerLetterPages(BackOfficeAdmin):
    """One address for every letter of a case; which one stands in what is posted."""

    def answer_letter_urls(self) -> list[URLPattern]:
        """Its pattern, for the admin class that also has the list."""
        view = self.admin_site.admin_view(require_POST(self.answer_letter_view))
        return [path("<int:pk>/letter/", view, name=f"{_NAME}_letter")]

    def answer_letter_view(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        """A letter to be printed, as Word file or as PDF; without a name the signed answer."""
        case = read_case(pk)
        if case is None or not may_read(request.user, case):
            raise Http404
        found = named(case, request.POST["paper"]) if "paper" in request.POST else _answer_of(case)
        if found is None:
            raise Http404
        return letter_response(self, request, case, *found)


def letter_response(
    admin: BackOfficeAdmin,
    request: HttpRequest,
    case: InformationRequest,
    kind: Kind,
    subject: Subject,
) -> HttpResponse | FileResponse:
    """The letter, recorded, in the form that was asked for; kept by no cache."""
    now, back = timezone.now(), reverse(f"admin:{_NAME}_change", args=[case.pk])
    try:
        paper = open_paper(
            request=case,
            kind=kind,
            subject=subject,
            by=signed_in(request.user),
            at=now,
            ways=absolute(reverse("requests:opinion")),
        )
    except ActRefused as error:
        return refused_page(admin, request, error, back=back)
    form = request.POST.get("form", "")
    if form in FORMS:
        return letter_file(paper, form, number=case.number, at=now)
    context = {"back": back, "paper": paper, "note": _note(case, kind, paper)}
    if paper.attached and isinstance(subject, Consultation):
        context["path"] = reverse("requests:opinion_number", args=[subject.number])
    title = f"{kind.title} {paper.number or case.number}"
    return unkept_page(admin, request, "admin/requests_app/letter/page.html", title, context)


def _answer_of(case: InformationRequest) -> tuple[Kind, Subject] | None:
    answer = case.answers.order_by("-version").first()
    if answer is None or answer.signed_on is None:
        return None
    return kind_of_outcome(BY_CODE[answer.outcome].group), answer


def _note(case: InformationRequest, kind: Kind, paper: Paper) -> str:
    """What to do with the paper."""
    if kind.is_form:
        return "打印后由有关的人填写、签名，存入案卷。每次打开都有记录。"
    where = f"寄：{case.address}，{paper.to}。" if kind.has_applicant and case.address else ""
    return f"{where}打印、盖章，寄出或者当面交给对方，再登记送达。每次打开都有记录。"
