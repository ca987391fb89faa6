"""The public pages: the list, one interpretation, its former editions, captions, a rating."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from policies.interpretations.address import read_address
from policies.interpretations.choices import Understood
from policies.interpretations.forms.ratings import RatingForm
from policies.interpretations.honours import honours_of
from policies.interpretations.models import ExplainedPolicy, Interpretation, Part
from policies.interpretations.presenters.page import (
    forms_with_anchors,
    page_of,
    public_pictures,
)
from policies.interpretations.presenters.words import AI_LABEL, rows_of
from policies.interpretations.search_entries import KIND
from policies.interpretations.selectors import public_editions, ratings_of, with_page_parts
from policies.interpretations.services.ratings import rate
from policies.interpretations.workflow import Status
from portal.common.errors import ActRefused
from portal.drafts.browsers import browser
from portal.organs.models import Organ
from portal.search.lists import NamedList, list_context
from portal.search.queries import search
from portal.tracking.limits import HOUR, Limit, WithoutCache, within

RATINGS: Final = Limit("interpretations.rate", 60, HOUR, WithoutCache.LOCAL)
"""Ratings from one address, which a whole office may share; each browser has one a day."""

_TOO_OFTEN = "这个网络今天评得太频繁了，请一小时后再评。"


LISTED: Final = NamedList(
    name="政策解读",
    description="政策文件的解读：文字、图解、问答、视频，可按阶段、形式、主题、机关和年份查找。",
    keywords="政策解读,图解,问答,一图读懂",
    noun="解读", unit="件", view="policies:interpretations", feed="policies:interpretations_feed",
    json_feed="policies:interpretations_json_feed", says="解读的标题、内容或文件",
)  # fmt: skip


@require_safe
def interpretations(request: HttpRequest) -> HttpResponse:
    """The list: search, facets, rows. All of its state is in the address."""
    organs = dict(Organ.objects.values_list("code", "short_name"))
    address = read_address(request.GET, organs)
    found = search(address.query(KIND), viewer=request.user)
    editions = public_editions(hit.object_id for hit in found.hits)
    context = list_context(request, LISTED, address, found, rows_of(found.hits, editions))
    return render(request, "policies/interpretations/list.html", context)


@require_safe
def interpretation(request: HttpRequest, pk: int) -> HttpResponse:
    """The public edition of a series; of one that was taken down, that it was and when."""
    case = with_page_parts(Interpretation.objects.public()).filter(series=pk).first()
    if case is None:
        return _gone(request, pk)
    return _page(request, case, RatingForm())


@require_safe
def edition(request: HttpRequest, pk: int, edition: int) -> HttpResponse:
    """A former edition of what is public now."""
    rows = with_page_parts(Interpretation.objects.once_public())
    case = get_object_or_404(rows, series=pk, edition=edition)
    if case.is_public:
        return HttpResponseRedirect(case.get_absolute_url())
    return _page(request, case, None)


@require_safe
def captions(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The captions of a film, for the player on its page."""
    del request
    editions = Interpretation.objects.once_public().filter(pk=pk)
    part = get_object_or_404(Part, interpretation__in=editions, position=number)
    if not part.captions:
        raise Http404
    response = HttpResponse(part.captions, content_type="text/vtt; charset=utf-8")
    response["Cache-Control"] = "no-cache, private"
    return response


@require_POST
def rate_interpretation(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what a reader says; a program that filled in what nobody sees is thanked as well."""
    case = with_page_parts(Interpretation.objects.public()).filter(series=pk).first()
    if case is None:
        raise Http404
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _page(request, case, form, status=HTTPStatus.BAD_REQUEST)
    given = form.cleaned_data
    if not given["website"]:
        if not within(RATINGS):
            form.add_error(None, _TOO_OFTEN)
            return _page(request, case, form, status=HTTPStatus.TOO_MANY_REQUESTS)
        try:
            rate(
                interpretation=case,
                understood=given["understood"],
                reason=given["reason"],
                browser=browser(request),
                at=timezone.now(),
            )
        except ActRefused as error:
            form.add_error(None, str(error))
            return _page(request, case, form, status=HTTPStatus.CONFLICT)
    return HttpResponseRedirect(f"{case.get_absolute_url()}?rated=1#rate")


def _page(
    request: HttpRequest,
    case: Interpretation,
    form: RatingForm | None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    policies: list[ExplainedPolicy] = case.public_policies  # type: ignore[attr-defined]
    page = page_of(case, policies, pictures=public_pictures(case))
    ratings = ratings_of(case.series_id) if form else {}
    context = {
        "case": case,
        "page": page,
        "places": forms_with_anchors(page),
        "former": _former(case) if form else [],
        "honours": honours_of(case.series_id) if form else [],
        "form": form,
        "has_rated": "rated" in request.GET,
        "rated": sum(ratings.values()),
        "understood": ratings.get(Understood.YES, 0),
        "ai_label": AI_LABEL,
    }
    return render(request, "policies/interpretations/page.html", context, status=status)


def _former(case: Interpretation) -> list[Interpretation]:
    """The editions before, where there are any."""
    if case.edition == 1:
        return []
    rows = Interpretation.objects.filter(series=case.series_id, status=Status.SUPERSEDED)
    return list(rows.order_by("-edition").defer("summary"))


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Interpretation.objects.filter(series=pk, withdrawn_at__isnull=False)
    case = rows.filter(status=Status.WITHDRAWN).order_by("-edition").first()
    if case is None:
        raise Http404
    context = {"withdrawn_at": case.withdrawn_at}
    return render(request, "policies/interpretations/gone.html", context, status=HTTPStatus.GONE)
