"""Systems that read the base, in the back office: scope, token, use. For operators of the site."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from policies.answers.choices import Asked
from policies.answers.forms import ConsumerForm
from policies.answers.models import Consumer
from policies.answers.services import consumers
from portal.accounts.permissions import signed_in
from portal.common.errors import ActRefused
from portal.desk.pages import refused_page, unkept_page
from portal.desk.refused_forms import RefusedForms
from portal.notifications.admin import OperatorAdmin

_USED_WITHIN = dt.timedelta(days=30)
_WORDS = 30


@admin.register(Consumer)
class ConsumerAdmin(OperatorAdmin, RefusedForms):
    """A token is shown once, in the answer to the press of the button, and kept nowhere."""

    form = ConsumerForm
    list_display = ("name", "code", "scope", "token_start", "token_at", "is_active")
    list_filter = ("is_active", "scope")
    change_form_outer_after_template = "admin/policies/consumer_use.html"

    def save_model(
        self, request: HttpRequest, obj: Consumer, form: ConsumerForm, change: bool
    ) -> None:
        del form, change
        consumers.save_consumer(obj, by=signed_in(request.user), at=timezone.now())

    def get_urls(self) -> list[URLPattern]:
        """Beside the usual pages, the token."""
        rotate = self.admin_site.admin_view(require_POST(self.token_view))
        return [
            path("<int:pk>/token/", rotate, name="policies_consumer_token"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        consumer = self.get_object(request, object_id)
        context = extra_context or {}
        if consumer is not None and self.has_view_permission(request):
            context |= _use_of(consumer, on=timezone.localdate())
        return super().change_view(request, object_id, form_url, context)

    def token_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new token, told in this answer and never again."""
        consumer = Consumer.objects.filter(pk=pk).first()
        if consumer is None or not self.has_view_permission(request):
            raise Http404
        back = reverse("admin:policies_consumer_change", args=[pk])
        try:
            token = consumers.rotate_token(
                consumer=consumer, by=signed_in(request.user), at=timezone.now()
            )
        except ActRefused as error:
            return refused_page(self, request, error, back=back)
        context = {
            "whose": consumer,
            "noun": "令牌",
            "value": token,
            "how": "用在请求头里：Authorization: Bearer 令牌。",
            "back": back,
        }
        title = f"{consumer}的令牌"
        return unkept_page(self, request, "admin/policies/shown_once.html", title, context)


def _use_of(consumer: Consumer, *, on: dt.date) -> dict[str, Any]:
    """Calls of the last days by what was asked, and words that found nothing."""
    rows = consumer.usage.filter(day__gt=on - _USED_WITHIN).values("asked")
    counts = {row["asked"]: row["total"] for row in rows.annotate(total=Sum("count")).order_by()}
    return {
        "usage": [(label, counts.get(code, 0)) for code, label in Asked.choices],
        "zero_hits": consumer.zero_hits.all()[:_WORDS],
    }
