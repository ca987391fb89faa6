"""Systems that send work in, in the back office. For operators of the site."""

from __future__ import annotations

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from policies.partners import services
from policies.partners.forms import PartnerForm
from policies.partners.models import Partner
from portal.accounts.permissions import signed_in
from portal.common.errors import ActRefused
from portal.desk.pages import refused_page, unkept_page
from portal.desk.refused_forms import RefusedForms
from portal.notifications.admin import OperatorAdmin


@admin.register(Partner)
class PartnerAdmin(OperatorAdmin, RefusedForms):
    """A secret is shown once, in the answer to the press of the button, and sealed."""

    form = PartnerForm
    list_display = ("name", "code", "organ", "brings_items", "secret_at", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("organ",)
    change_form_outer_after_template = "admin/policies/partner_secret.html"

    def save_model(
        self, request: HttpRequest, obj: Partner, form: PartnerForm, change: bool
    ) -> None:
        del form, change
        services.save_partner(obj, by=signed_in(request.user), at=timezone.now())

    def get_urls(self) -> list[URLPattern]:
        """Beside the usual pages, the secret."""
        rotate = self.admin_site.admin_view(require_POST(self.secret_view))
        return [
            path("<int:pk>/secret/", rotate, name="policies_partner_secret"),
            *super().get_urls(),
        ]

    def secret_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new secret, told in this answer and never again."""
        partner = Partner.objects.filter(pk=pk).first()
        if partner is None or not self.has_view_permission(request):
            raise Http404
        back = reverse("admin:policies_partner_change", args=[pk])
        try:
            secret = services.rotate_secret(
                partner=partner, by=signed_in(request.user), at=timezone.now()
            )
        except ActRefused as error:
            return refused_page(self, request, error, back=back)
        context = {
            "whose": partner,
            "noun": "签名密钥",
            "value": secret,
            "how": "每次请求按 Standard Webhooks 用它签名，写法见接口说明。",
            "back": back,
        }
        title = f"{partner}的签名密钥"
        return unkept_page(self, request, "admin/policies/shown_once.html", title, context)
