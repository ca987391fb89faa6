"""登记来件: what a superior organ passed down, or somebody said by telephone."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from policies.messages.admin.acts import DESK
from policies.messages.choices import Category, Entrance
from policies.messages.models import MessageChannel
from policies.messages.services.intake import LONGEST_TEXT, Asked, enter
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.common.forms import LongTextField, MailField, PlainField, TelephoneField
from portal.desk import fields as f
from portal.desk.case_pages import CasePages
from portal.desk.pages import unkept_page
from portal.drafts.keeping import marked, sent
from portal.organs.models import Organ

_LINE = UnfoldAdminTextInputWidget


class EntryForm(forms.Form):
    """What came, how and when; nobody's consent is given for them, so none is asked."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    office = forms.ModelChoiceField(
        label="登记的机关", queryset=Organ.objects.none(), empty_label=None,
        widget=UnfoldAdminSelectWidget,
    )  # fmt: skip
    channel = forms.ModelChoiceField(
        label="渠道",
        queryset=MessageChannel.objects.filter(is_open=True).exclude(entrance=Entrance.BASE),
        empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择渠道。"},
    )  # fmt: skip
    received_on = f.day("收到日期")(None)
    outside_number = LongTextField(
        label="原编号", max_length=80, required=False, widget=_LINE,
        help_text="上级转办的，填写转办单上的编号",
    )  # fmt: skip
    category = forms.ChoiceField(
        label="类别", choices=Category.choices, widget=UnfoldAdminSelectWidget
    )
    text = LongTextField(
        label="内容", max_length=LONGEST_TEXT, widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        error_messages={"required": "请填写内容。"},
    )  # fmt: skip
    name = PlainField(label="留言人称呼", max_length=40, required=False, widget=_LINE)
    phone = TelephoneField(label="联系电话", required=False, widget=_LINE)
    email = MailField(label="电子邮箱", required=False, widget=_LINE)

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = self.fields["office"]
        if isinstance(office, forms.ModelChoiceField):
            office.queryset = offices


def _blank() -> dict[str, Any]:
    """What the form begins with."""
    return {"key": uuid.uuid4(), "received_on": timezone.localdate()}


class EnteringPages(CasePages):
    """The form on which those who distribute register what did not come by the site."""

    def entering_urls(self) -> list[URLPattern]:
        """Their pattern, for the admin class that also has the list."""
        both = require_http_methods(["GET", "HEAD", "POST"])
        view = self.admin_site.admin_view(sensitive_post_parameters()(both(self.enter_view)))
        name = f"{self.opts.app_label}_{self.opts.model_name}_enter"
        return [path("enter/", view, name=name)]

    def enter_view(self, request: HttpRequest) -> HttpResponse:
        """Register it; the same form sent twice makes one."""
        own = organs_with_role(request.user, Role.MESSAGE_DESK)
        if not own:
            raise PermissionDenied
        offices = Organ.objects.active().filter(pk__in=own).order_by("depth", "path")
        if request.method != "POST":
            form = EntryForm(offices=offices, initial=_blank())
            return self._entry_page(request, form)
        form = EntryForm(request.POST, offices=offices)
        if not form.is_valid():
            return self._entry_page(request, form, status=400)
        given = form.cleaned_data
        asked = {name: given[name] for name in ("channel", "text", "category", "name", "phone")}
        try:
            receipt = enter(
                asked=Asked(**asked, email=given["email"]),
                office=given["office"],
                key=given["key"],
                received_on=given["received_on"],
                outside_number=given["outside_number"],
                by=signed_in(request.user),
                at=timezone.now(),
            )
        except ActRefused as error:
            form.add_error(None, str(error))
            return self._entry_page(request, form, status=status_of(error))
        sent(request)
        return HttpResponseRedirect(DESK.address(receipt.case))

    def _entry_page(
        self, request: HttpRequest, form: EntryForm, *, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, **marked(request, form)}
        template = "admin/policies/message/enter.html"
        return unkept_page(self, request, template, "登记来件", context, status=status)
