"""The catalogue of 制度 in the back office."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldAdminURLInputWidget

from disclosure.models import Document
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.common.admin import OrganRows
from portal.common.forms import SaidTexts
from portal.desk.refused_forms import RefusedForms
from portal.organs.docnumbers import parse
from portal.platform.models import RuleEntry
from portal.platform.services.rules import save_rule

_PLACE = re.compile(r"^(?:\S*/documents/)?(\d{1,9})/?$")


class PublicDocumentField(forms.CharField):
    """A public document by its number, or by the address of its page; the one that is listed
    already stays, whatever became of it.
    """

    listed: Document | None = None

    def prepare_value(self, value: Any) -> Any:
        """The form begins with the key of what is stored, shown as the address of its page."""
        return f"/documents/{value}/" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        typed = str(super().clean(value) or "").strip()
        if not typed:
            return None
        public = Document.objects.public()
        place, number = _PLACE.match(typed), parse(typed)
        found = None
        if place and self.listed and int(place[1]) == self.listed.pk:
            found = self.listed
        elif place:
            found = public.filter(pk=int(place[1])).first()
        elif number:
            found = public.filter(doc_number_key=number.key).first()
        if found is None:
            raise forms.ValidationError(
                "没有找到这份公开的文件，请填写它的文号，或者它页面的网址（/documents/编号/）。"
            )
        return found


class RuleEntryForm(SaidTexts, forms.ModelForm[RuleEntry]):
    """An entry; what does not go together is the act's to say."""

    document = PublicDocumentField(
        label="本站文件",
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text="文号，或者页面的网址；选了本站文件的，下面四项不填",
    )

    url = forms.URLField(
        label="正式网址",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=UnfoldAdminURLInputWidget,
        help_text="没有正式网址的不填，只列名称和文号",
    )

    # The column's own bounds: nothing but the act looks at the row itself.
    position = forms.IntegerField(
        label="次序", min_value=0, max_value=9999, initial=0, help_text="小的在前，最大 9999"
    )

    class Meta:
        model = RuleEntry
        fields = (
            "organ", "level", "document", "title", "number", "issuer", "url", "position",
            "is_listed",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("PublicDocumentField", self.fields["document"]).listed = self.instance.document

    def _post_clean(self) -> None:
        """The act decides what holds together, and says it in words."""


@admin.register(RuleEntry)
class RuleEntryAdmin(OrganRows, RefusedForms):
    """Entries that one's own organs listed; kept by their clerks."""

    form = RuleEntryForm
    list_display = ("title_shown", "level", "organ", "position", "listed")
    list_filter = ("level", "is_listed")
    list_select_related = ("organ", "document")
    search_fields = ("title", "number", "document__title", "document__doc_number")
    ordering = ("position", "id")

    @admin.display(description="名称")
    def title_shown(self, entry: RuleEntry) -> str:
        return str(entry)

    @admin.display(description="列出", ordering="is_listed")
    def listed(self, entry: RuleEntry) -> str:
        return "是" if entry.is_listed else "停用"

    def kept_organs(self, request: HttpRequest) -> set[int]:
        return organs_with_role(request.user, Role.CLERK)

    def save_model(
        self, request: HttpRequest, obj: RuleEntry, form: forms.ModelForm[Any], change: bool
    ) -> None:
        given = form.cleaned_data
        stored = RuleEntry.objects.select_related("organ").get(pk=obj.pk) if change else None
        saved = save_rule(
            entry=stored,
            organ=stored.organ if stored else given["organ"],
            level=given["level"],
            document=given["document"],
            title=given["title"],
            number=given["number"],
            issuer=given["issuer"],
            url=given["url"],
            position=given["position"],
            is_listed=given["is_listed"],
            by=signed_in(request.user),
            at=timezone.now(),
        )
        obj.__dict__.update(saved.__dict__)
