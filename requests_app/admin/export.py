"""导出: the list as it is filtered, without the applicants, or with them for a reason."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.accounts.permissions import signed_in
from portal.acts.refusals import status_of
from portal.common.downloads import download
from portal.common.errors import ActRefused
from requests_app.admin.pages import CasePages
from requests_app.forms.export import ExportForm, PersonalExportForm
from requests_app.permissions import organs_to_export
from requests_app.services.export import (
    MOST,
    MOST_PERSONAL,
    Exported,
    export_list,
    export_personal,
    exportable,
)

if TYPE_CHECKING:
    from requests_app.querysets import RequestQuerySet

_NAME = "requests_app_informationrequest"
# Two forms on one page: no label may point to the other's field.
_PERSONAL_ID = "personal_%s"


class ExportPages(CasePages):
    """One page with one form or two; the file is its answer and is kept nowhere."""

    def export_urls(self) -> list[URLPattern]:
        """The pattern, for the admin class that also has the list of cases."""
        guarded = sensitive_post_parameters("reason")(self.export_view)
        view = require_http_methods(["GET", "HEAD", "POST"])(guarded)
        return [path("export/", self.admin_site.admin_view(view), name=f"{_NAME}_export")]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The list, with the link to this page for those who may use it."""
        may_export = bool(organs_to_export(request.user, personal=False))
        context = {"may_export": may_export, **(extra_context or {})}
        found: TemplateResponse = super().changelist_view(request, context)
        return found

    def export_view(self, request: HttpRequest) -> HttpResponse | FileResponse:
        """What would be taken out; with a form that was sent, the file."""
        user = signed_in(request.user)
        if not organs_to_export(user, personal=False):
            raise Http404
        cases, problem, status = self._filtered(request), "", 200
        personal = request.POST.get("what") == "personal"
        form, full = ExportForm(), PersonalExportForm(auto_id=_PERSONAL_ID)
        if request.method == "POST":
            sent: ExportForm
            if personal:
                sent = full = PersonalExportForm(request.POST, auto_id=_PERSONAL_ID)
            else:
                sent = form = ExportForm(request.POST)
            status = 400
            if sent.is_valid():
                act = export_personal if personal else export_list
                try:
                    return _handed_out(
                        act(cases=cases, by=user, at=timezone.now(), **sent.cleaned_data)
                    )
                except ActRefused as error:
                    problem, status = str(error), status_of(error)
        context = {
            "form": form,
            "full": full if organs_to_export(user, personal=True) else None,
            "problem": problem,
            "failed": full if personal else form,
            "count": exportable(cases, user, personal=False).count(),
            "count_full": exportable(cases, user, personal=True).count(),
            "most": MOST,
            "most_full": MOST_PERSONAL,
            "query": request.GET.urlencode(),
        }
        return self._answer(request, "export", "导出申请列表", context, status=status)

    def _filtered(self, request: HttpRequest) -> RequestQuerySet:
        """The cases of the list by the filters of the address, as the list itself reads them."""
        listed = self.get_changelist_instance(request).get_queryset(request)
        return cast("RequestQuerySet", listed)


def _handed_out(file: Exported) -> FileResponse:
    return download(io.BytesIO(file.content), name=file.name, media_type=file.media_type)
