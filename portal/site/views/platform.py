"""政府信息公开: the platform with its prescribed entries."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure.models import Document
from disclosure.presenters.rows import row_of
from disclosure.presenters.works import rules_in_words
from disclosure.selectors import category_value, public_documents, row_parts, rules_in_force
from portal.organs.models import Organ
from portal.site.navigation import PLATFORM
from portal.statute import REGULATION, SECRETS_LAW, SECRETS_RULES
from portal.taxonomy.models import DisclosureCategory

OPENNESS_THEME = "综合政务\\政务公开"
_MOST = 50
_MOST_REPORTS = 200


def _page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    menu = [(entry, entry.is_current(request.path)) for entry in PLATFORM]
    return render(request, template, {"menu": menu, **context})


@require_safe
def platform(request: HttpRequest) -> HttpResponse:
    """The front page of the platform."""
    rows = row_parts(Document.objects.public().normative())
    latest = rows.order_by("-published_at", "-pk")[:6]
    return _page(request, "site/platform.html", rows=[row_of(found) for found in latest])


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """政府信息公开指南 (条例第十二条)."""
    return _page(
        request,
        "site/guide.html",
        categories=DisclosureCategory.objects.all(),
        organs=Organ.objects.active().exclude(phone=""),
    )


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """政府信息公开制度: the law, and the documents of the city on openness."""
    about = Document.objects.public().in_force().filter(theme__path=OPENNESS_THEME)
    own = row_parts(about).order_by("-signed_on", "-pk")[:_MOST]
    laws = (REGULATION, SECRETS_LAW, SECRETS_RULES)
    return _page(request, "site/rules.html", laws=laws, rows=[row_of(found) for found in own])


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """法定主动公开内容: the items of Art. 20 and 21, each with what is public under it."""
    counted = DisclosureCategory.objects.annotate(
        n=Count("document", filter=public_documents("document"))
    )
    categories = counted.order_by("article", "item")
    rows = [(found, category_value(found.article, found.item)) for found in categories]
    public = Document.objects.public()
    return _page(
        request,
        "site/contents.html",
        general=[row for row in rows if row[0].article == 20],
        local=[row for row in rows if row[0].article != 20],
        regulations=public.in_force().rules().count(),
        normative=public.in_force().normative().count(),
    )


@require_safe
def regulations(request: HttpRequest) -> HttpResponse:
    """现行有效规章: title, 题注 and text only (国办公开办函〔2021〕33号)."""
    rules = rules_in_words(rules_in_force(), on=timezone.localdate())
    return _page(request, "site/regulations.html", rules=rules)


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """政府信息公开年报, by year."""
    annual = Document.objects.public().filter(title__contains="政府信息公开工作年度报告")
    found = row_parts(annual).order_by("-signed_on", "-pk")[:_MOST_REPORTS]
    return _page(request, "site/reports.html", rows=[row_of(report) for report in found])


@require_safe
def on_request(request: HttpRequest) -> HttpResponse:
    """依申请公开: how to apply, and what happens then."""
    return _page(request, "site/on_request.html")
