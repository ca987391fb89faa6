"""Questionnaires for everybody: the list, one as it stands, its paper, its result as data."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.surveys.choices import Method
from decisions.surveys.forms import BeginForm
from decisions.surveys.models import Survey, SurveyVersion
from decisions.surveys.presenters.asked import asked
from decisions.surveys.presenters.paper import HOW, sheet_of
from decisions.surveys.presenters.result import as_csv, as_json, editions
from decisions.surveys.presenters.standing import count_words, state_words, stretch_words
from decisions.surveys.selectors import current, rounded_counts, shown_surveys
from decisions.surveys.services.holders import own_mailbox
from decisions.surveys.workflow import Status
from portal.accounts.models import User
from portal.papers.served import sheet_as_pdf

_MOST = 200
_NEWS = ("renew", "prolong")


@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    """What there is, what ends last first."""
    at = timezone.now()
    rows = [(row, state_words(row, at=at), stretch_words(row)) for row in shown_surveys()[:_MOST]]
    return render(request, "decisions/surveys/list.html", {"rows": rows})


@require_safe
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """One questionnaire as it stands; of one whose result was taken back, that it was."""
    row = found(pk)
    if row.status == Status.WITHDRAWN:
        return _gone(request, row)
    return page(request, row)


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Every question at once for the printer, with the condition of each branch in words."""
    row, version = _asked_of(pk)
    held = version.questionnaire
    context = {
        "survey": row,
        "how": HOW,
        "stretch": stretch_words(row),
        "questions": asked(held, held, {}),
        "version": version.number,
    }
    return render(request, "decisions/surveys/paper.html", context)


@require_safe
def paper_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as pages, to be copied and laid out at a counter."""
    del request
    row, version = _asked_of(pk)
    return sheet_as_pdf(sheet_of(row, version), name=f"survey-{row.pk}-{version.number}")


@require_safe
def result_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The result as a table for spreadsheets."""
    del request
    row = _with_result(pk)
    if row is None:
        return HttpResponse(status=HTTPStatus.GONE)
    response = HttpResponse(as_csv(row), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="survey-{pk}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def result_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as JSON."""
    del request
    row = _with_result(pk)
    if row is None:
        return HttpResponse(status=HTTPStatus.GONE)
    response = JsonResponse(as_json(row), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-cache"
    return response


def _asked_of(pk: int) -> tuple[Survey, SurveyVersion]:
    """One that has a paper, with the version that is asked. Raises Http404 for others."""
    row = found(pk)
    version = current(row)
    if row.status not in (Status.RUNNING, Status.PUBLISHED) or version is None:
        raise Http404
    return row, version


def found(pk: int) -> Survey:
    """One that was ever shown; raises Http404 for others."""
    rows = Survey.objects.select_related("organ", "decision", "event").filter(
        released_at__isnull=False
    )
    row: Survey | None = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def page(
    request: HttpRequest, row: Survey, form: BeginForm | None = None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    """The page of one; with the address as it was typed where it was refused."""
    at = timezone.now()
    is_open = row.is_open(at)
    by_account = isinstance(request.user, User) and bool(own_mailbox(request.user))
    if form is None and is_open:
        form = BeginForm(by_mail=not by_account and row.method == Method.MAIL)
    version = current(row)
    is_told = row.status == Status.RUNNING and not (not is_open and not row.has_closed(at))
    context = {
        "survey": row,
        "state": state_words(row, at=at),
        "stretch": stretch_words(row),
        "is_open": is_open,
        "form": form,
        "by_account": by_account,
        "only_accounts": row.method == Method.ACCOUNT,
        "questions": len(version.questionnaire.asked) if version else 0,
        "count": count_words(rounded_counts([row.pk]).get(row.pk, 0)) if is_told else "",
        "news": row.acts.filter(action__in=_NEWS),
        "editions": editions(row) if row.status == Status.PUBLISHED else [],
        "has_result": row.status == Status.PUBLISHED,
        "is_stopped": row.status == Status.STOPPED,
        "event": row.event,
        "decision": row.decision if row.decision and row.decision.public_at else None,
    }
    response = render(request, "decisions/surveys/page.html", context, status=status)
    if form is not None:
        response["Cache-Control"] = "no-store, private"
    return response


def _with_result(pk: int) -> Survey | None:
    """One with a result; None where it was taken back. Raises Http404."""
    row = found(pk)
    if row.status == Status.WITHDRAWN:
        return None
    if row.status != Status.PUBLISHED:
        raise Http404
    return row


def _gone(request: HttpRequest, row: Survey) -> HttpResponse:
    context = {"survey": row}
    return render(request, "decisions/surveys/gone.html", context, status=HTTPStatus.GONE)
