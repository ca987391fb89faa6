"""政府信息公开: the platform with its prescribed entries."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure.models import Document
from disclosure.presenters.rows import row_of
from disclosure.presenters.works import rules_in_words
from disclosure.selectors import category_value, public_documents, row_parts, rules_in_force
from portal.platform.models import RuleEntry
from portal.platform.presenters import rule_levels
from portal.platform.selectors import listed_rules
from portal.taxonomy.models import DisclosureCategory

_MOST_REPORTS = 200


@require_safe
def platform(request: HttpRequest) -> HttpResponse:
    """The front page of the platform."""
    rows = row_parts(Document.objects.public().normative())
    latest = rows.newest_first()[:6]
    context = {"rows": [row_of(found) for found in latest], "is_platform": True}
    return render(request, "site/platform.html", context)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """政府信息公开制度: what was chosen, by the level that laid it down."""
    titles = set(RuleEntry.objects.exclude(title="").values_list("title", flat=True))
    levels = rule_levels(listed_rules(), overruled=titles)
    return render(request, "site/rules.html", {"levels": levels})


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
