"""Drafts of an answer and the letter it will be, kept and looked at before it is signed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal.accounts.permissions import signed_in
from portal.acts.refusals import problems_of, status_of
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.buttons import ActForm
from portal.desk.pages import refused_page, unkept_page
from portal.drafts import keeping, marks
from portal.papers.paper import Paper
from portal.papers.sheets import letter_file
from requests_app.admin.acts import DESK
from requests_app.admin.case_file import read_case
from requests_app.models import InformationRequest
from requests_app.permissions import may_read
from requests_app.services.answer_content import chosen_outcome, drafted
from requests_app.services.answer_drafts import save_draft
from requests_app.services.letters.preview import preview
from requests_app.services.obstacles import last_answer

if TYPE_CHECKING:
    from portal.accounts.models import User

_NAME = "requests_app_informationrequest"
_ACT = "submit_answer"
# What a form posts beside its fields.
_NOT_TYPED = ("csrfmiddlewaretoken", marks.FIELD, "seen", "preview")


class AnswerPreviewPages(BackOfficeAdmin):
    """Two addresses of a case: the draft of its answer, and the letter of what was handed in."""

    def answer_preview_urls(self) -> list[URLPattern]:
        """Their patterns, for the admin class that also has the list."""
        wrap, hidden = self.admin_site.admin_view, sensitive_post_parameters()
        return [
            path(
                "<int:pk>/draft/",
                wrap(hidden(require_POST(self.draft_view))),
                name=f"{_NAME}_draft",
            ),
            path(
                "<int:pk>/preview/", wrap(require_POST(self.preview_view)), name=f"{_NAME}_preview"
            ),
        ]

    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        """Keep what is typed; with `preview` the letter of it as PDF. Files are not kept: they are
        cleaned and sealed when the answer is handed in.
        """
        case, by, now = _reachable(request, pk), signed_in(request.user), timezone.now()
        typed = {name: values for name, values in request.POST.lists() if name not in _NOT_TYPED}
        form = DESK.act(_ACT).form(case, request.POST, request.FILES)
        try:
            save_draft(request=case, typed=typed, by=by, at=now)
            # It stands in the draft now: what was kept besides would hide a later one.
            keeping.sent(request)
            if "preview" not in request.POST:
                messages.success(
                    request, "草稿已保存，还没有提交审核；没有先准备的附件在提交时再选择。"
                )
                return HttpResponseRedirect(reverse(f"admin:{_NAME}_act", args=[case.pk, _ACT]))
            paper = _of_draft(form, case, by=by, at=now)
        except ActRefused as error:
            return self._again(request, case, form, error)
        return letter_file(paper, "pdf", number=case.number, at=now)

    def _again(
        self, request: HttpRequest, case: InformationRequest, form: ActForm, error: ActRefused
    ) -> HttpResponse:
        """The form with what was typed, and why it was not kept or cannot be shown as a letter."""
        act = DESK.act(_ACT)
        context = {
            "case": case,
            "act": act,
            "form": form,
            "problems": problems_of(error),
            "heading": DESK.heading(case),
            "back": DESK.address(case),
            "back_words": DESK.back,
        }
        title, status = f"{act.label}：{case}", status_of(error)
        return unkept_page(self, request, "admin/desk/act.html", title, context, status=status)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        """The letter of the last version, as PDF, while it is not signed."""
        case, now = _reachable(request, pk), timezone.now()
        answer = last_answer(case)
        if answer is None:
            raise Http404
        try:
            paper = preview(
                request=case,
                answer=answer,
                parts=[row.told for row in answer.parts.all()],
                files=[row.title for row in answer.files.all()],
                documents=answer.documents.all(),
                by=signed_in(request.user),
                at=now,
            )
        except ActRefused as error:
            return refused_page(self, request, error, back=DESK.address(case))
        return letter_file(paper, "pdf", number=case.number, at=now)


def _of_draft(form: ActForm, case: InformationRequest, *, by: User, at: dt.datetime) -> Paper:
    """The letter of what stands in the form, however little. Raises ActRefused."""
    form.is_valid()
    given: dict[str, Any] = dict(form.cleaned_data)
    outcome = chosen_outcome(given.pop("outcome", ""))
    files = [row.title for name in ("kept", "prepared") for row in given.pop(name, None) or ()]
    files += [each.name.rpartition(".")[0] or each.name for each in given.pop("files", None) or ()]
    parts, documents = given.pop("parts", ()), given.pop("documents", ())
    for name in ("body", "reason", "earlier_number"):
        given.setdefault(name, "")
    for name in ("earlier", "earlier_on"):
        given.setdefault(name, None)
    answer = drafted(case, outcome, parts, **given)
    return preview(
        request=case,
        answer=answer,
        parts=parts,
        files=files,
        documents=documents,
        by=by,
        at=at,
    )


def _reachable(request: HttpRequest, pk: int) -> InformationRequest:
    case = read_case(pk)
    if case is None or not may_read(request.user, case):
        raise Http404
    return case
