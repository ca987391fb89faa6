"""Back office of the working-day calendar: a notice and its days are one form and one act."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from portal.audit.services import Actor
from portal.common.admin import BackOfficeAdmin
from portal.common.forms import SaidField, SaidTexts
from portal.workdays import services
from portal.workdays.models import HolidayNotice
from portal.workdays.sheet import Arrangement, SheetError, parse_lines


class HolidayNoticeForm(SaidTexts, forms.ModelForm[HolidayNotice]):
    """A notice with its days as lines: 休 2027-01-01 2027-01-03 元旦."""

    url = forms.URLField(label="网址", required=False, assume_scheme="https")
    arrangement = SaidField(
        label="放假和调休",
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="每行一段：“休 2026-02-15 2026-02-23 春节”或“班 2026-02-14 春节”。",
    )

    class Meta:
        model = HolidayNotice
        fields = ("year", "number", "issued_on", "title", "url", "is_verified")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["arrangement"] = "\n".join(map(str, services.spans_of(self.instance)))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "year" in data and "arrangement" in data:
            try:
                data["spans"] = parse_lines(data["arrangement"], year=data["year"])
            except SheetError as error:
                self.add_error("arrangement", list(error.problems))
        return data


@admin.register(HolidayNotice)
class HolidayNoticeAdmin(BackOfficeAdmin):
    form = HolidayNoticeForm
    list_display = ("number", "year", "issued_on", "title", "is_verified")
    list_filter = ("year", "is_verified")
    search_fields = ("number", "title")
    ordering = ("-issued_on",)
    actions = None

    def get_readonly_fields(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: HolidayNotice | None = None,
    ) -> tuple[str, ...]:
        """The number identifies the notice: a wrong one is removed and entered anew."""
        return ("number",) if obj else ()

    def save_model(
        self,
        request: HttpRequest,
        obj: HolidayNotice,
        form: HolidayNoticeForm,
        change: bool,  # noqa: ARG002
    ) -> None:
        data = form.cleaned_data
        arrangement = Arrangement(
            year=data["year"],
            number=obj.number,
            issued_on=data["issued_on"],
            title=data["title"],
            url=data["url"],
            is_verified=data["is_verified"],
            spans=data["spans"],
        )
        services.save_notice(arrangement, by=cast("Actor", request.user), at=timezone.now())
        obj.pk = HolidayNotice.objects.get(number=obj.number).pk

    def delete_model(self, request: HttpRequest, obj: HolidayNotice) -> None:
        services.remove_notice(obj, by=cast("Actor", request.user), at=timezone.now())
