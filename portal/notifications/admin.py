"""Back office of the outbox: what failed and why, sending again, endpoints."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.widgets import UnfoldAdminPasswordWidget

from portal.accounts.models import User
from portal.common.admin import KeptRows
from portal.common.errors import ActRefused
from portal.common.forms import SaidTexts
from portal.notifications import services
from portal.notifications.channels.base import Undeliverable
from portal.notifications.channels.outbound import split_checked
from portal.notifications.choices import Channel
from portal.notifications.models import OutboxMessage, WebhookEndpoint
from portal.notifications.permissions import may_operate
from portal.notifications.registry import all_kinds


class OperatorAdmin(KeptRows):
    """Open to system administrators only; nothing is deleted here."""

    def may_keep(self, request: HttpRequest) -> bool:
        return bool(may_operate(request.user))


@admin.register(OutboxMessage)
class OutboxMessageAdmin(OperatorAdmin):
    """Shows no address and no text: those are the recipient's, not the operator's."""

    list_display = ("delivery_id", "state", "channel", "kind", "attempts", "last_error")
    list_filter = ("state", "channel", "kind")
    ordering = ("-created_at",)
    fields = readonly_fields = (
        *("delivery_id", "state", "channel", "kind", "attempts", "last_error"),
        *("created_at", "next_attempt_at", "sent_at"),
    )
    actions = ("send_again",)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    @admin.action(description="重新发送投递失败的通知")
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> None:
        sent = 0
        for message in queryset:
            try:
                services.retry_dead(
                    message=message, by=cast("User", request.user), at=timezone.now()
                )
                sent += 1
            except ActRefused as error:
                self.message_user(request, f"{message.delivery_id}：{error}", messages.WARNING)
        self.message_user(request, f"已安排重新发送{sent}条通知。")


class EndpointForm(SaidTexts, forms.ModelForm[WebhookEndpoint]):
    """An endpoint; its kinds are chosen from the registered ones.

    The secret is shown while the endpoint is set up, for the receiver, and never again: left
    empty it stays what it is.
    """

    url = forms.URLField(label="地址", assume_scheme="https")
    kinds = forms.MultipleChoiceField(
        label="通知种类", required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = WebhookEndpoint
        fields = ("name", "url", "secret", "kinds", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.MultipleChoiceField", self.fields["kinds"])
        # The others reach people only: an endpoint would wait for them in vain.
        pushed = (kind for kind in all_kinds() if Channel.WEBHOOK in kind.channels)
        field.choices = [(kind.code, kind.label) for kind in pushed]
        if self.instance.pk:
            secret = self.fields["secret"]
            # A default that is called would be printed a second time, beside the field.
            secret.required = secret.show_hidden_initial = False
            secret.widget = UnfoldAdminPasswordWidget(attrs={"autocomplete": "off"})
            secret.help_text = "已经设定，不再显示。需要更换时填写新的密钥，不更换的留空。"

    def clean_secret(self) -> str:
        return self.cleaned_data["secret"] or self.instance.secret

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            split_checked(url)
        except Undeliverable as error:
            raise forms.ValidationError(f"{error}。") from error
        return url


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(OperatorAdmin):
    form = EndpointForm
    list_display = ("name", "url", "is_active")
    list_filter = ("is_active",)

    def save_model(
        self,
        request: HttpRequest,
        obj: WebhookEndpoint,
        form: EndpointForm,  # noqa: ARG002
        change: bool,  # noqa: ARG002
    ) -> None:
        services.save_endpoint(obj, by=cast("User", request.user), at=timezone.now())
