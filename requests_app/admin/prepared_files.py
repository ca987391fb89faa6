"""拟提供的文件: uploaded, looked at and redacted before the answer that hands them over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.permissions import signed_in
from portal.acts.refusals import status_of
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.pages import refused_page, unkept_page
from portal.desk.redaction import Redacting, redaction_page, sight_answer
from portal.files.redaction import Mark
from portal.files.redactions import REDACTABLE
from requests_app.admin.case_file import read_case
from requests_app.forms.papers import HandedInField
from requests_app.models import AnswerFile, InformationRequest, PreparedFile
from requests_app.permissions import may_act
from requests_app.presenters.downloads import answer_file_response
from requests_app.services.obstacles import last_answer
from requests_app.services.prepared_files import (
    as_redactable,
    prepare_files,
    prepared_of,
    redact_prepared,
    remove_prepared,
    take_up,
)

_NAME = "requests_app_informationrequest"
_ACT = "submit_answer"


class PreparedFilesForm(forms.Form):
    """What is made ready."""

    papers = HandedInField(
        label="要准备的文件",
        help_text="自动清除隐藏信息，查找个人信息；保存后可以遮盖。没有保存成功的，文件须重新选择。",
        error_messages={"required": "请选择要准备的文件。"},
    )


class PreparedFilesPages(BackOfficeAdmin):
    """Addresses below a case; they exist for those who may hand its answer in now."""

    def prepared_urls(self) -> list[URLPattern]:
        """Their patterns, for the admin class that also has the list."""
        wrap, one = self.admin_site.admin_view, "<int:pk>/prepared/<uuid:public_id>/"
        return [
            path("<int:pk>/prepared/", wrap(self.prepared_view), name=f"{_NAME}_prepared"),
            path(
                "<int:pk>/prepared/take/<uuid:public_id>/",
                wrap(require_POST(self.take_view)),
                name=f"{_NAME}_take",
            ),
            path(one, wrap(require_safe(self.download_view)), name=f"{_NAME}_ready"),
            path(f"{one}redact/", wrap(self.redact_view), name=f"{_NAME}_redact"),
            path(
                f"{one}<int:page>.png", wrap(require_safe(self.sight_view)), name=f"{_NAME}_sight"
            ),
            path(f"{one}remove/", wrap(require_POST(self.remove_view)), name=f"{_NAME}_unready"),
        ]

    def prepared_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is ready, and a form for more; a refusal says which file and why."""
        case = _answerable(request, pk)
        form = PreparedFilesForm()
        problem, status = "", 200
        if request.method == "POST":
            form = PreparedFilesForm(request.POST, request.FILES)
            try:
                if form.is_valid():
                    by, now = signed_in(request.user), timezone.now()
                    papers = form.cleaned_data["papers"]
                    prepare_files(request=case, files=papers, by=by, at=now)
                    messages.success(request, "已准备好，请查看发现的个人信息，需要的先遮盖。")
                    return HttpResponseRedirect(_list(pk))
                problem, status = str(next(iter(form.errors.values()))[0]), 400
            except ActRefused as error:
                problem, status = str(error), status_of(error)
        last = last_answer(case)
        context: dict[str, Any] = {
            "case": case,
            "form": form,
            "problem": problem,
            "ready": prepared_of(case),
            "earlier": AnswerFile.objects.filter(answer=last, taken_up__isnull=True),
            "redactable": REDACTABLE,
            "back": reverse(f"admin:{_NAME}_act", args=[pk, _ACT]),
        }
        title = f"拟提供的文件：{case.number}"
        template = "admin/requests_app/case/prepared.html"
        return unkept_page(self, request, template, title, context, status=status)

    def take_view(self, request: HttpRequest, pk: int, public_id: str) -> HttpResponse:
        """A file of the draft that came back, to be redacted."""
        case = _answerable(request, pk)
        last = last_answer(case)
        file = get_object_or_404(AnswerFile, answer=last, public_id=public_id)
        try:
            row = take_up(file=file, by=signed_in(request.user), at=timezone.now())
        except ActRefused as error:
            return refused_page(self, request, error, back=_list(pk))
        if row.kind not in REDACTABLE:
            return HttpResponseRedirect(_list(pk))
        return HttpResponseRedirect(reverse(f"admin:{_NAME}_redact", args=[pk, row.public_id]))

    def download_view(self, request: HttpRequest, pk: int, public_id: str) -> FileResponse:
        """The file as it would be handed over."""
        return answer_file_response(_prepared(request, pk, public_id))

    def redact_view(self, request: HttpRequest, pk: int, public_id: str) -> HttpResponse:
        """Mark and take out what may not be handed over (条例第三十七条)."""
        row = _prepared(request, pk, public_id)
        if row.kind not in REDACTABLE:
            raise Http404

        def redact(marks: Sequence[Mark]) -> str:
            by, now = signed_in(request.user), timezone.now()
            made = redact_prepared(prepared=row, marks=marks, by=by, at=now)
            return reverse(f"admin:{_NAME}_redact", args=[pk, made.public_id])

        given = Redacting(
            title=row.title,
            file=as_redactable(row),
            record=_list(pk),
            sight=lambda page: reverse(f"admin:{_NAME}_sight", args=[pk, public_id, page]),
            redact=redact,
            done=_history(row),
        )
        return redaction_page(self, request, given)

    def sight_view(self, request: HttpRequest, pk: int, public_id: str, page: int) -> HttpResponse:
        """The picture of one page as it is now."""
        return sight_answer(as_redactable(_prepared(request, pk, public_id)), page)

    def remove_view(self, request: HttpRequest, pk: int, public_id: str) -> HttpResponse:
        """Not handed over after all."""
        row = _prepared(request, pk, public_id)
        try:
            remove_prepared(prepared=row, by=signed_in(request.user), at=timezone.now())
        except ActRefused as error:
            return refused_page(self, request, error, back=_list(pk))
        messages.success(request, "已移除。")
        return HttpResponseRedirect(_list(pk))


def _answerable(request: HttpRequest, pk: int) -> InformationRequest:
    """The case; for whoever may not hand its answer in it does not exist here."""
    case = read_case(pk)
    if case is None or not may_act(request.user, case, _ACT):
        raise Http404
    return case


def _prepared(request: HttpRequest, pk: int, public_id: str) -> PreparedFile:
    case = _answerable(request, pk)
    return get_object_or_404(prepared_of(case).select_related("request"), public_id=public_id)


def _history(row: PreparedFile) -> list[PreparedFile]:
    """The redactions that led to a file, the first first."""
    made = []
    at: PreparedFile | None = row
    while at is not None and at.original is not None:
        made.append(at)
        at = at.original
    return made[::-1]


def _list(pk: int) -> str:
    return reverse(f"admin:{_NAME}_prepared", args=[pk])
