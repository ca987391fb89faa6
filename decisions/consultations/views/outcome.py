"""What became of the opinions, for everybody: the page, the whole ledger, the files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from decisions.consultations.counts import counts_of
from decisions.consultations.exchange import as_csv, as_json
from decisions.consultations.presenters.listing import (
    LINES,
    Listed,
    groups_of,
    page_of,
    single_opinions,
)
from decisions.consultations.presenters.outcome import (
    answer_to_group,
    answer_to_opinion,
    changes_of,
    figures_of,
)
from decisions.consultations.presenters.words import standing_of
from decisions.consultations.selectors import concentrated_groups
from decisions.consultations.services.outcome_days import due_of
from decisions.consultations.views.public import found, gone
from decisions.consultations.workflow import Status

_LARGEST = 10


@require_safe
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Figures as chart and table, what many said and was not adopted, each clause before and after;
    also where nobody wrote.
    """
    at = timezone.now()
    row = found(pk, at)
    if row.status != Status.ANSWERED:
        return gone(request, row)
    counts = counts_of(row)
    copies = counts.copies
    largest = groups_of(row, Listed())[:_LARGEST]
    context: dict[str, Any] = {
        "row": row,
        "standing": standing_of(row, at),
        "figures": figures_of(counts.ledger),
        "groups": [answer_to_group(each, copies) for each in largest],
        "concentrated": [answer_to_group(each, copies) for each in concentrated_groups(row)],
        "changes": changes_of(row, counts.adopted_singly),
        "channels": row.channels.filter(struck_at__isnull=True),
        "due": due_of(row),
    }
    return render(request, "decisions/consultations/outcome.html", context)


@require_safe
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """Every group, or every single opinion, with what became of it, page by page."""
    row, listed = found(pk, timezone.now()), Listed.read(request.GET.dict())
    if row.status != Status.ANSWERED:
        return gone(request, row)
    is_single = request.GET.get("kind") == "single"
    if is_single:
        rows: list[Any] = list(single_opinions(row, listed)[: LINES + 1])
        page = page_of(listed, rows, lambda _each: 0, LINES)
        answers = [answer_to_opinion(each) for each in page.rows]
    else:
        rows = list(groups_of(row, listed)[: LINES + 1])
        page = page_of(listed, rows, lambda each: each.opinions, LINES)
        copies = counts_of(row).copies
        answers = [answer_to_group(each, copies) for each in page.rows]
    context = {
        "row": row, "answers": answers, "page": page, "is_single": is_single,
        "kind": "&kind=single" if is_single else "",
    }  # fmt: skip
    return render(request, "decisions/consultations/ledger.html", context)


@require_safe
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """The ledger as a table of every opinion, nothing of who wrote it."""
    row = found(pk, timezone.now())
    if row.status != Status.ANSWERED:
        return gone(request, row)
    response = HttpResponse(as_csv(row), content_type="text/csv; charset=utf-8")
    name = f"意见征集{row.pk}采纳情况.csv"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def data(_request: HttpRequest, pk: int) -> HttpResponse:
    """The same as JSON, with the figures."""
    row = found(pk, timezone.now())
    if row.status != Status.ANSWERED:
        return JsonResponse({"detail": "采纳情况还没有公布，或者已经收回。"}, status=404,
                            json_dumps_params={"ensure_ascii": False})  # fmt: skip
    response = JsonResponse(as_json(row), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-cache"
    return response
