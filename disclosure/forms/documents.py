"""The elements of a draft as a clerk types them."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget

from disclosure.elements import ELEMENTS, LABELS, TABLE
from disclosure.forms.uploads import MultipleFileField
from disclosure.models import AddresseeGroup, Document, DocumentIssuer
from portal.common.forms import SaidField, SaidTexts
from portal.desk.fields import TypeAheadSelectMultiple
from portal.desk.refused_forms import RefusalInForm
from portal.organs.docnumbers import is_strict
from portal.organs.models import Organ
from portal.taxonomy.models import SubjectWord
from portal.text.forms import TextFormField
from portal.text.model import Text
from portal.text.plain import plain

# A field of the form that bears another name than its element.
_FORM_NAMES = {"issuers": "issuer_names"}
_BAD_DATE = "日期应为日历上有的日子，写成 2026-01-31 的形式，请核对原件后改正。"


class DocumentForm(RefusalInForm, SaidTexts, forms.ModelForm[Document]):
    """The elements of a draft. Only the title is needed to save; the rest before submission.

    The body is given as a structured text; its lines are what the model keeps beside it.
    """

    body = TextFormField(label="正文", required=False)

    issuer_names = SaidField(
        label="发文机关",
        required=False,
        help_text="每行一个，按次序，第一行为牵头机关",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )

    addressed_organs: forms.ModelMultipleChoiceField[Organ] = forms.ModelMultipleChoiceField(
        label="公开对象（机关）",
        queryset=Organ.objects.active(),
        required=False,
        help_text="定点定向公开时选择；只有所选机关的工作人员登录后可以看到",
        widget=TypeAheadSelectMultiple,
    )
    addressed_groups: forms.ModelMultipleChoiceField[AddresseeGroup] = (
        forms.ModelMultipleChoiceField(
            label="公开对象（对象组）",
            queryset=AddresseeGroup.objects.all(),
            required=False,
            help_text="由本机关维护的机关和人员名单，见“定向对象组”",
            widget=TypeAheadSelectMultiple,
        )
    )

    attach_files = MultipleFileField(
        label="添加附件",
        required=False,
        help_text="可一次选择多个，随保存一起上传；名称、次序上传后可改",
    )
    form_names = _FORM_NAMES

    class Meta:
        model = Document
        fields = ("organ", *ELEMENTS, *LABELS)
        widgets = {
            each.name: UnfoldAdminTextareaWidget(attrs={"rows": each.text_rows})
            for each in TABLE
            if each.text_rows
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "issuer_names" in self.fields:
            names = self.instance.issuer_rows.values_list("name", flat=True)
            self.fields["issuer_names"].initial = "\n".join(names)
        if self.instance.pk and isinstance(body := self.fields.get("body"), TextFormField):
            body.base = self.initial["body"] = self.instance.text
            body.enclosed = self.instance.enclosed_titles()
        self._offer_addressees()
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.error_messages["invalid"] = _BAD_DATE

    def _offer_addressees(self) -> None:
        """Groups of the document's own organ, and whom it is addressed to so far."""
        if "addressed_groups" not in self.fields:
            return
        rows = list(self.instance.addressees.all()) if self.instance.pk else []
        self.fields["addressed_organs"].initial = [r.organ_id for r in rows if r.organ_id]
        self.fields["addressed_groups"].initial = [r.group_id for r in rows if r.group_id]
        groups = self.fields["addressed_groups"]
        if self.instance.pk and isinstance(groups, forms.ModelMultipleChoiceField):
            groups.queryset = AddresseeGroup.objects.filter(owner=self.instance.organ)

    def clean_body(self) -> str:
        """The lines of the text; `elements` hands over the text itself."""
        self._text: Text = self.cleaned_data["body"]
        return "\n".join(plain(self._text))

    def clean_subject_words(self) -> list[SubjectWord]:
        words = list(self.cleaned_data["subject_words"])
        if blocked := [word.word for word in words if word.is_blocked]:
            raise forms.ValidationError(f"不得使用的主题词：{'、'.join(blocked)}，请另选。")
        return words

    def clean_doc_number(self) -> str:
        number: str = self.cleaned_data["doc_number"].strip()
        if number and not is_strict(number):
            raise forms.ValidationError(
                "发文字号应写成“机关代字〔年份〕顺序号号”，如 海府规〔2026〕3号。"
            )
        return number

    def clean_issuer_names(self) -> str:
        names: str = self.cleaned_data["issuer_names"]
        limit = DocumentIssuer._meta.get_field("name").max_length or 0
        if any(len(name.strip()) > limit for name in names.splitlines()):
            raise forms.ValidationError(f"每个发文机关名称不超过{limit}字，请每行只写一个。")
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("effective_on"), cleaned.get("expires_on")
        if begins and ends and ends < begins:
            self.add_error("expires_on", "有效期届满不能早于施行日期。")
        return cleaned

    def elements(self) -> dict[str, Any]:
        """The cleaned elements, as the acts take them."""
        given = {name: self.cleaned_data[name] for name in ELEMENTS if name in self.cleaned_data}
        if given.pop("body", None) is not None:
            given["text"] = self._text
        return given

    def addressees(self) -> tuple[list[Organ], list[AddresseeGroup]] | None:
        """The organs and groups chosen, or None when the form did not ask."""
        if "addressed_organs" not in self.cleaned_data:
            return None
        given = self.cleaned_data
        return list(given["addressed_organs"]), list(given["addressed_groups"])

    def issuers(self) -> list[str]:
        """The names of the issuing organs in order."""
        return str(self.cleaned_data.get("issuer_names", "")).splitlines()
