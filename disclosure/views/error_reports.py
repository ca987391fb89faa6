"""我要纠错: a reader reports an error on a page, without an account and without JavaScript."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from disclosure.forms.error_reports import ErrorReportForm
from disclosure.models import Document
from disclosure.services.error_reports import report_error
from portal.common.errors import ActRefused
from portal.tracking.limits import HOUR, Limit, WithoutCache, within

REPORTS = Limit("corrections.report", 10, HOUR, WithoutCache.OPEN)
"""Reports of errors from one address; without the cache they are taken in without a limit: the
site has to hear of its errors most of all when something is wrong with it."""

_TOO_OFTEN = "提交得太频繁了，请一小时后再试，或者拨打页面底部的电话。"


@never_cache
@sensitive_post_parameters("text", "contact", "place")
@require_http_methods(["GET", "HEAD", "POST"])
def error_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, and after it what happens next."""
    document = get_object_or_404(
        Document.objects.readable_by(request.user).select_related("organ"), pk=pk
    )
    if request.method != "POST":
        if "done" in request.GET:
            return _page(request, document, None)
        return _page(request, document, ErrorReportForm(initial={"key": uuid.uuid4()}))
    form = ErrorReportForm(_with_key(request))
    if not form.is_valid():
        return _page(request, document, form, status=400)
    given = form.cleaned_data
    # A program that filled in what nobody sees is thanked, and nothing is kept.
    if not given["website"]:
        if not within(REPORTS):
            form.add_error(None, _TOO_OFTEN)
            return _page(request, document, form, status=429)
        try:
            report_error(
                document=document,
                text=given["text"],
                place=given["place"],
                contact=given["contact"],
                key=given["key"],
                at=timezone.now(),
            )
        except ActRefused as error:
            form.data = {**form.data, "key": str(uuid.uuid4())}
            form.add_error(None, str(error))
            return _page(request, document, form, status=409)
    return redirect(f"{reverse('disclosure:error_report', args=[pk])}?done=1")


def _page(
    request: HttpRequest, document: Document, form: ErrorReportForm | None, *, status: int = 200
) -> HttpResponse:
    context = {"document": document, "form": form}
    return render(request, "disclosure/error_report.html", context, status=status)


def _with_key(request: HttpRequest) -> dict[str, str]:
    """What was sent; a form that lost its key gets one, so that nothing typed is lost."""
    sent = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    try:
        uuid.UUID(sent.get("key", ""))
    except ValueError:
        sent["key"] = str(uuid.uuid4())
    return sent
