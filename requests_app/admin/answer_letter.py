"""答复书: the signed answer as it is printed, signed for or put into an envelope.

It names the applicant, so that each printing is recorded as any other look at what is masked.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin

from portal.accounts.permissions import signed_in
from portal.common.errors import ActRefused
from requests_app.admin.case_file import read_case
from requests_app.admin.unkept import unkept_page
from requests_app.permissions import may_read
from requests_app.presenters.remedies import remedies_on_paper
from requests_app.services.unmasking import Purpose, reveal

_NAME = "requests_app_informationrequest"


class AnswerLetterPages(ModelAdmin):
    """One letter to a case: its last answer, once that is signed."""

    def answer_letter_urls(self) -> list[URLPattern]:
        """Its pattern, for the admin class that also has the list."""
        view = self.admin_site.admin_view(require_POST(self.answer_letter_view))
        return [path("<int:pk>/letter/", view, name=f"{_NAME}_letter")]

    def answer_letter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The letter with the applicant's name, on this answer only."""
        case = read_case(pk)
        if case is None or not may_read(request.user, case):
            raise Http404
        answer = case.answers.order_by("-version").first()
        if answer is None or answer.signed_on is None:
            raise Http404
        try:
            shown = reveal(
                request=case, purpose=Purpose.LETTER, by=signed_in(request.user), at=timezone.now()
            )
        except ActRefused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse(f"admin:{_NAME}_change", args=[case.pk]))
        title = f"答复书 {case.number}"
        context = {
            "case": case,
            "answer": answer,
            "shown": shown,
            "remedies": remedies_on_paper(answer),
        }
        return unkept_page(self, request, "case/answer_letter", title, context)
