"""政府信息公开: the platform with its prescribed entries."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure.models import Document
from disclosure.presenters.rows import Row, row_of
from disclosure.presenters.works import rules_in_words
from disclosure.selectors import category_value, public_documents, row_parts, rules_in_force
from portal.organs.choices import OrganLevel
from portal.organs.models import Organ
from portal.statute import REGULATION, SECRETS_LAW, SECRETS_RULES
from portal.taxonomy.models import DisclosureCategory

OPENNESS_THEME = "综合政务\\政务公开"
_MOST = 50
_LEVELS = list(OrganLevel.values)
# What is issued to be followed, by the last word of its name.
_INSTRUMENT = "(办法|规定|细则|规则|规程|制度|规范)(（[^（）]*）)?》?$"
_MOST_REPORTS = 200


@require_safe
def platform(request: HttpRequest) -> HttpResponse:
    """The front page of the platform."""
    rows = row_parts(Document.objects.public().normative())
    latest = rows.newest_first()[:6]
    context = {"rows": [row_of(found) for found in latest], "is_platform": True}
    return render(request, "site/platform.html", context)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """政府信息公开指南 (条例第十二条)."""
    context = {
        "categories": DisclosureCategory.objects.all(),
        "organs": Organ.objects.active().exclude(phone=""),
    }
    return render(request, "site/guide.html", context)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """政府信息公开制度: the law, and what the city, districts and towns laid down on openness.

    Not what only reports on it: a yearly plan, an inspection, an event are no 制度.
    """
    about = Document.objects.public().in_force().filter(theme__path=OPENNESS_THEME)
    laid_down = about.laid_down() | about.filter(attached_instrument__iregex=_INSTRUMENT)
    own = row_parts(laid_down).order_by("-signed_on", "-pk")[:_MOST]
    levels: dict[str, list[Row]] = {}
    for found in sorted(own, key=lambda row: _LEVELS.index(row.organ.level)):
        levels.setdefault(OrganLevel(found.organ.level).label, []).append(row_of(found))
    laws = (REGULATION, SECRETS_LAW, SECRETS_RULES)
    return render(request, "site/rules.html", {"laws": laws, "levels": levels})


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """法定主动公开内容: the items of Art. 20 and 21, each with what is public under it."""
    counted = DisclosureCategory.objects.annotate(
        n=Count("document", filter=public_documents("document"))
    )
    categories = counted.order_by("article", "item")
    rows = [(found, category_value(found.article, found.item)) for found in categories]
    public = Document.objects.public()
    context = {
        "general": [row for row in rows if row[0].article == 20],
        "local": [row for row in rows if row[0].article != 20],
        "regulations": public.in_force().rules().count(),
        "normative": public.in_force().normative().count(),
    }
    return render(request, "site/contents.html", context)


@require_safe
def regulations(request: HttpRequest) -> HttpResponse:
    """现行有效规章: title, 题注 and text only (国办公开办函〔2021〕33号)."""
    rules = rules_in_words(rules_in_force(), on=timezone.localdate())
    return render(request, "site/regulations.html", {"rules": rules})


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """政府信息公开年报, by year."""
    annual = Document.objects.public().filter(title__contains="政府信息公开工作年度报告")
    found = row_parts(annual).order_by("-signed_on", "-pk")[:_MOST_REPORTS]
    return render(request, "site/reports.html", {"rows": [row_of(report) for report in found]})
