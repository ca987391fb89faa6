"""Decisions for everybody: the list, the course of one, its drafts, the whole as one dossier."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from decisions.dossiers.address import read_address
from decisions.dossiers.models import Decision, DraftRecord
from decisions.dossiers.presenters.course import course_of, stages_of
from decisions.dossiers.presenters.paper import sheet_of
from decisions.dossiers.presenters.rows import rows_of
from decisions.dossiers.search_entries import KIND
from decisions.dossiers.selectors import Dossier, proof_of, public_rows
from decisions.dossiers.sources import told_elsewhere
from disclosure.presenters.prose import Prose, prose_of
from disclosure.reading import read
from portal.organs.models import Organ
from portal.papers.served import sheet_as_pdf
from portal.search.lists import NamedList, list_context
from portal.search.queries import search

LISTED: Final = NamedList(
    name="重大决策",
    description="重大行政决策从启动到后评估的全过程，可按走到哪一步、类别、承办单位和年份查找。",
    keywords="重大行政决策,决策过程",
    noun="决策", unit="项", view="decisions:decisions", feed="decisions:decisions_feed",
    json_feed="decisions:decisions_json_feed", says="决策的名称或者内容",
)  # fmt: skip


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """The list: search, facets, rows; all of its state is in the address."""
    organs = dict(Organ.objects.values_list("code", "short_name"))
    address = read_address(request.GET, organs)
    found = search(address.query(KIND), viewer=request.user)
    rows = rows_of(found.hits, public_rows(hit.object_id for hit in found.hits))
    context = list_context(request, LISTED, address, found, rows)
    return render(request, "decisions/dossiers/list.html", context)


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Step by step what was done; of one that was taken back, that it was."""
    found = _decision(pk)
    if found.public_at is None:
        return _gone(request)
    context = _course(found, Dossier(found, public=True))
    return render(request, "decisions/dossiers/page.html", context)


@require_safe
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as one paper, with contents, the drafts in full and the proof of the trail."""
    found = _decision(pk)
    if found.public_at is None:
        return _gone(request)
    held = Dossier(found, public=True)
    drafts = [(row, _prose(row)) for row in held.all_of(DraftRecord)]
    context = {**_course(found, held), "drafts": drafts, "proof": proof_of(found)}
    return render(request, "decisions/dossiers/dossier.html", context)


@require_safe
def dossier_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossier as pages. The row is asked each time: what is taken back is gone at once."""
    found = _decision(pk)
    if found.public_at is None:
        return _gone(request)
    held = Dossier(found, public=True)
    stops = course_of(held, told_elsewhere(found))
    sheet = sheet_of(found, stops, held.all_of(DraftRecord), proof_of(found))
    return sheet_as_pdf(sheet, name=f"decision-{found.pk}")


@require_safe
def draft(request: HttpRequest, pk: int, record: int) -> HttpResponse:
    """A public draft in full, with its notes and its reading."""
    rows = DraftRecord.objects.filter(disclosed_at__isnull=False, decision_id=pk)
    row = get_object_or_404(rows.select_related("decision__organ"), pk=record)
    context = {"row": row, "decision": row.decision, "prose": _prose(row)}
    return render(request, "decisions/dossiers/draft.html", context)


def _decision(pk: int) -> Decision:
    """A decision of which anything was ever public. Raises Http404."""
    rows = Decision.objects.select_related("organ", "maker", "item__catalogue__maker")
    rows = rows.prefetch_related("joint")
    found: Decision | None = rows.filter(pk=pk, disclosed_at__isnull=False).first()
    if found is None:
        raise Http404
    return found


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "decisions/dossiers/gone.html", status=HTTPStatus.GONE)


def _course(found: Decision, held: Dossier) -> dict[str, Any]:
    stops = course_of(held, told_elsewhere(found))
    return {"decision": found, "stops": stops, "stages": stages_of(found, stops)}


def _prose(row: DraftRecord) -> Prose:
    return prose_of(read(row.text), {})
