"""我要纠错: a reader reports an error on a page, without an account and without JavaScript."""

from __future__ import annotations

import logging
import uuid

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from redis.exceptions import RedisError

from disclosure.forms.error_reports import ErrorReportForm
from disclosure.models import Document
from disclosure.services.error_reports import report_error
from portal.audit.context import current_origin
from portal.common.errors import ActRefused

MOST_AN_HOUR = 10
_HOUR = 60 * 60
_TOO_OFTEN = "提交得太频繁了，请一小时后再试，或者拨打页面底部的电话。"
_LOG = logging.getLogger(__name__)


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
        if not _within_limit():
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


def _within_limit() -> bool:
    """Count by a keyed hash of the address; the address itself is kept nowhere."""
    address = current_origin().address
    name = f"error_report:{salted_hmac('disclosure.error_report', address).hexdigest()[:32]}"
    try:
        cache.add(name, 0, _HOUR)
        return cache.incr(name) <= MOST_AN_HOUR
    except ValueError:  # it ran out between the two
        return True
    except RedisError:
        _LOG.warning("The cache does not answer: error reports are taken without a limit")
        return True
