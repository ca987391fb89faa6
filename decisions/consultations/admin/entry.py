"""Opinions that came on paper, by mail or were said somewhere, typed in one by one."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from decisions.consultations.choices import Stance, Way
from decisions.consultations.models import ChannelRecord, Consultation, DraftClause
from decisions.consultations.selectors import newest
from decisions.consultations.services.intake import LONGEST_QUOTE, LONGEST_TEXT, Said, enter
from portal.accounts.choices import Role
from portal.accounts.permissions import holds, signed_in
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.common.forms import LongTextField, MailField, PlainField, TelephoneField
from portal.desk import fields as f
from portal.desk.case_pages import CasePages
from portal.desk.pages import unkept_page

_LINE = UnfoldAdminTextInputWidget
_SAID = ("stance", "clause", "quote", "text", "name", "phone", "email", "may_publish", "may_name",
         "is_child", "guardian")  # fmt: skip


class EntryForm(forms.Form):
    """What came, how and when. Consent is ticked only where it stands on the paper."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    way = forms.ChoiceField(
        label="方式", choices=[each for each in Way.choices if each[0] != Way.ONLINE],
        widget=UnfoldAdminSelectWidget,
    )  # fmt: skip
    channel: forms.ModelChoiceField[ChannelRecord] = forms.ModelChoiceField(
        label="哪一次", queryset=ChannelRecord.objects.none(), required=False, empty_label="无",
        widget=UnfoldAdminSelectWidget, help_text="座谈、听证、走访、问卷的，选登记过的那一次",
    )  # fmt: skip
    sent_on = f.day("寄出、提出的日期", help_text="信函以邮戳为准，不晚于最后一天的计入")(None)
    late_entry_reason = LongTextField(
        label="截止以后登记的理由", max_length=300, required=False, widget=_LINE,
        help_text="如：邮戳是最后一天，今天收到",
    )  # fmt: skip
    clause: forms.ModelChoiceField[DraftClause] = forms.ModelChoiceField(
        label="对哪一条", queryset=DraftClause.objects.none(), required=False,
        empty_label="对全文", widget=UnfoldAdminSelectWidget,
    )  # fmt: skip
    quote = LongTextField(
        label="对其中哪句话", max_length=LONGEST_QUOTE, required=False, widget=_LINE
    )
    stance = forms.ChoiceField(label="态度", choices=Stance.choices, widget=UnfoldAdminSelectWidget)
    text = LongTextField(
        label="意见", max_length=LONGEST_TEXT, widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        error_messages={"required": "请填写意见。"},
    )  # fmt: skip
    name = PlainField(label="称呼", max_length=40, required=False, widget=_LINE)
    phone = TelephoneField(label="联系电话", required=False, widget=_LINE)
    email = MailField(label="电子邮箱", required=False, widget=_LINE)
    may_publish = forms.BooleanField(
        label="本人书面同意公开意见", required=False, widget=UnfoldBooleanWidget
    )
    may_name = forms.BooleanField(
        label="本人书面同意公开称呼", required=False, widget=UnfoldBooleanWidget
    )
    is_child = forms.BooleanField(
        label="本人不满十四周岁", required=False, widget=UnfoldBooleanWidget
    )
    guardian = PlainField(label="监护人", max_length=120, required=False, widget=_LINE)

    def __init__(self, *args: Any, case: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["channel"].queryset = case.channels.filter(struck_at__isnull=True)
        fields["clause"].queryset = DraftClause.objects.filter(version=newest(case))


class EnteringPages(CasePages):
    """The form on which handlers register what did not come by the page."""

    def entering_urls(self) -> list[URLPattern]:
        """Its pattern, for the admin class that also has the list."""
        both = require_http_methods(["GET", "HEAD", "POST"])
        view = self.admin_site.admin_view(sensitive_post_parameters()(both(self.enter_view)))
        name = f"{self.opts.app_label}_{self.opts.model_name}_enter"
        return [path("<int:pk>/enter/", view, name=name)]

    def enter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Register one; the same form sent twice makes one, and a refusal keeps what was typed."""
        case = self.reachable(request, pk)
        may = holds(request.user, case.organ, Role.DECISION_HANDLER)
        initial = {"key": uuid.uuid4(), "sent_on": timezone.localdate()}
        form = EntryForm(request.POST or None, case=case, initial=initial)
        status = 200 if may else 403
        if request.method == "POST" and may:
            status = 400
            if form.is_valid():
                try:
                    self._enter(request, case, form.cleaned_data)
                except ActRefused as error:
                    form.add_error(None, str(error))
                    status = status_of(error)
                else:
                    return HttpResponseRedirect(
                        reverse("admin:decisions_consultation_enter", args=[case.pk]) + "?done=1"
                    )
        context = {"case": case, "form": form, "may": may, "is_done": "done" in request.GET}
        template = "admin/decisions/consultation/enter.html"
        return unkept_page(self, request, template, f"{case}　登记意见", context, status=status)

    def _enter(self, request: HttpRequest, case: Consultation, given: dict[str, Any]) -> None:
        version = newest(case)
        if version is None:
            raise ActRefused("还没有公布草案。")
        said = Said(version=version, **{name: given[name] for name in _SAID})
        rest = {name: given[name] for name in ("way", "channel", "sent_on", "key")}
        enter(
            consultation=case, opinion=said, late_entry_reason=given["late_entry_reason"],
            by=signed_in(request.user), at=timezone.now(), **rest,
        )  # fmt: skip
