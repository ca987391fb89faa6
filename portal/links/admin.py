"""Links for those who look after pages, and dangerous domains for those in charge of security."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.accounts.permissions import signed_in
from portal.common.admin import BackOfficeAdmin
from portal.common.forms import SaidTexts
from portal.desk.pages import unkept_page
from portal.desk.read_only import ReadOnlyAdmin
from portal.links.choices import LinkClass
from portal.links.judgement import host_of, normal_host
from portal.links.models import DangerousDomain, Link
from portal.links.permissions import may_list_domains, organs_looked_after
from portal.links.selectors import pages_in_need, places_of
from portal.links.services import list_domain

MOST_PAGES = 200
MOST_LOOKS = 50


@admin.register(Link)
class LinkAdmin(ReadOnlyAdmin):
    """The pages of one's own organs with something wrong, the worst first, and where to mend it."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(organs_looked_after(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Link | None = None) -> bool:
        organs = organs_looked_after(request.user)
        return bool(organs) if obj is None else bool(places_of(obj.url, organs))

    def get_urls(self) -> list[URLPattern]:
        """Ours and no others."""
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(require_safe(self.list_view)), name="links_link_changelist"),
            path(
                "<int:pk>/change/", wrap(require_safe(self.history_view)), name="links_link_change"
            ),
        ]

    def list_view(self, request: HttpRequest) -> HttpResponse:
        """Every page with its links; by class where one is chosen."""
        organs = organs_looked_after(request.user)
        if not organs:
            raise PermissionDenied
        given = request.GET.get("class", "")
        chosen = next((each for each in LinkClass if given == str(each.value)), None)
        found = list(islice(pages_in_need(organs), MOST_PAGES + 1))
        rows = [row for row in found[:MOST_PAGES] if chosen in (None, row.link_class)]
        rows.sort(key=lambda row: -row.link_class)
        context = {
            "rows": [(row, row.link_class) for row in rows],
            "has_more": len(found) > MOST_PAGES,
            "most": MOST_PAGES,
            "classes": [each for each in reversed(LinkClass) if each is not LinkClass.OK],
            "chosen": chosen,
        }
        return unkept_page(self, request, "admin/links/list.html", "链接巡查", context)

    def history_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One link: every look at it, and the pages that name it."""
        link = Link.objects.filter(pk=pk).first()
        places = places_of(link.url, organs_looked_after(request.user)) if link else []
        if link is None or not places:
            raise Http404
        context = {"link": link, "places": places, "looks": link.looks.all()[:MOST_LOOKS]}
        return unkept_page(self, request, "admin/links/history.html", "链接的查验记录", context)


class DomainForm(SaidTexts, forms.ModelForm[DangerousDomain]):
    """A domain in its one spelling, however it was typed or pasted."""

    class Meta:
        model = DangerousDomain
        fields = ("domain", "reason", "is_active")

    def clean_domain(self) -> str:
        given = str(self.cleaned_data["domain"])
        return normal_host(host_of(given) if "://" in given else given)


@admin.register(DangerousDomain)
class DangerousDomainAdmin(BackOfficeAdmin):
    """Kept by the security administrators; a row that no longer holds is switched off."""

    form = DomainForm
    list_display = ("domain", "reason", "is_active", "by", "at")
    list_filter = ("is_active",)
    list_select_related = ("by",)
    search_fields = ("domain", "reason")
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(may_list_domains(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del obj
        return bool(may_list_domains(request.user))

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(may_list_domains(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del request, obj
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        del request
        return ("domain",) if obj else ()

    def save_model(
        self, request: HttpRequest, obj: DangerousDomain, form: Any, change: bool
    ) -> None:
        del form, change
        saved = list_domain(
            domain=obj.domain,
            reason=obj.reason,
            is_active=obj.is_active,
            by=signed_in(request.user),
            at=timezone.now(),
        )
        obj.pk = saved.pk
