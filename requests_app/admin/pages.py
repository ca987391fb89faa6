"""The page of a case, its acts, and what of it is seen only with an entry in the trail.

Whoever may not see the case finds nothing at any of these addresses.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.permissions import signed_in
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.desk.pages import unkept_page
from portal.desk.reveal_pages import InFull, RevealPages, Seen
from portal.personal.masks import hidden_name, masked_contacts, masked_number
from portal.workdays.services import load_calendar
from requests_app.admin.acts import DESK
from requests_app.admin.case_file import (
    already_public,
    case_file,
    others_of_applicant,
    others_on_subject,
    read_case,
    reckoning,
)
from requests_app.admin.case_letters import case_letters
from requests_app.admin.next_case import APPLICATIONS, KINDS
from requests_app.forms.retention import KeepingForm
from requests_app.models import AnswerFile, InformationRequest
from requests_app.permissions import (
    may_open_letter,
    may_open_opinion,
    may_publish_summary,
    may_take_in,
    may_weigh,
)
from requests_app.presenters.downloads import answer_file_response
from requests_app.presenters.masks import masked_name
from requests_app.presenters.retention import keeping_section
from requests_app.queues.holders import holding_of
from requests_app.queues.waits import waits_shown
from requests_app.services.consultation.opinions import OpinionPurpose
from requests_app.services.register import publish_summary, withdraw_summary
from requests_app.services.reveal import REVEALS, open_evidence, reveal

_NAME = "requests_app_informationrequest"
KEEPING_ID = "keeping_%s"


class CasePages(RevealPages):
    """Addresses of one case."""

    waiting, kinds = APPLICATIONS, KINDS
    page_template = "admin/requests_app/case/page.html"
    in_full = InFull(REVEALS, reveal, papers="evidence", open_paper=open_evidence)

    def case_urls(self) -> list[URLPattern]:
        """Their patterns, for the admin class that also has the list."""
        wrap = self.admin_site.admin_view
        return [
            *super().case_urls(),
            path(
                "<int:pk>/file/<uuid:public_id>/",
                wrap(require_safe(self.file_view)),
                name=f"{_NAME}_file",
            ),
            path(
                "<int:pk>/summary/", wrap(require_POST(self.summary_view)), name=f"{_NAME}_summary"
            ),
        ]

    def file_view(self, request: HttpRequest, pk: int, public_id: str) -> FileResponse:
        """What an answer hands over, for those who write and judge it."""
        case = self.reachable(request, pk)
        rows = AnswerFile.objects.filter(answer__request=case).exclude(file="")
        return answer_file_response(get_object_or_404(rows, public_id=public_id))

    def summary_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Its words in the public register, or out of it; a refusal keeps what was typed."""
        case = self.reachable(request, pk)
        text, by, now = request.POST.get("text", ""), signed_in(request.user), timezone.now()
        try:
            if "withdraw" in request.POST:
                withdraw_summary(request=case, by=by, at=now)
                done = "已从公开登记中撤下。"
            else:
                publish_summary(request=case, text=text, by=by, at=now)
                done = "公开摘要已列入公开登记。"
        except ActRefused as error:
            context = {"summary_text": text, "summary_problem": str(error)}
            return self.page(request, case, context=context, status=status_of(error))
        messages.success(request, done)
        return HttpResponseRedirect(DESK.address(case))

    def found(self, pk: int) -> InformationRequest | None:
        """The case of a key with what its page reads."""
        return read_case(pk)

    def facts(self, case: InformationRequest, seen: Seen) -> dict[str, Any]:
        """Everything about the case, the applicant masked."""
        today, viewer, file = timezone.localdate(), seen.by, case_file(case)
        summary, calendar = getattr(case, "public_summary", None), load_calendar()
        return {
            "title": f"申请 {case.number}",
            "file": file,
            "letters": case_letters(case, file, viewer),
            "masked": _masked(case),
            "may_take_in": may_take_in(viewer, case.organ_id),
            "may_letter": may_open_letter(viewer, case),
            "may_papers": may_open_opinion(viewer, case),
            "may_weigh": may_weigh(viewer, case),
            "opinion_purposes": OpinionPurpose.choices,
            "reckoning": reckoning(case, on=today),
            "held": holding_of(case, file.acts, calendar, on=today),
            "waits": waits_shown(case, calendar, on=today),
            "others": others_of_applicant(case),
            "alike": others_on_subject(case),
            "matches": already_public(case, viewer),
            "may_summarise": may_publish_summary(viewer, case)
            and case.status in ("answered", "archived"),
            "summary_text": summary.text if summary else "",
            "is_registered": summary is not None,
            "kept": keeping_section(case, viewer),
            "keeping_form": KeepingForm(auto_id=KEEPING_ID),
        }

    def _answer(
        self,
        request: HttpRequest,
        template: str,
        title: str,
        context: dict[str, Any],
        *,
        status: int = 200,
    ) -> HttpResponse:
        """A page of a case: kept by no cache between here and the reader."""
        return unkept_page(
            self, request, f"admin/requests_app/case/{template}.html", title, context, status=status
        )


def _masked(case: InformationRequest) -> dict[str, Any]:
    return {
        "name": masked_name(case),
        "number": masked_number(case.identity_number),
        "contacts": masked_contacts(phone=case.phone, email=case.email, address=case.address),
        "agent": hidden_name(case.agent_name),
        "agent_number": masked_number(case.agent_number),
    }
