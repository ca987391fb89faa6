"""What an interpretation begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from disclosure.choices import Language
from disclosure.forms.named import NAMED, named_document
from disclosure.models import Document
from policies.interpretations.choices import PolicyKind, Stage
from portal.common.forms import LongTextField, SaidField
from portal.organs.models import Organ

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User


class BeginForm(forms.Form):
    """For which organ, of which policy, under which title."""

    organ = forms.ModelChoiceField(
        label="解读机关",
        queryset=Organ.objects.none(),
        empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择解读机关。"},
    )
    document = SaidField(
        label="解读哪件文件",
        max_length=300,
        help_text=f"{NAMED}；还没有公开的也可以。要解读几件的，随后再加",
        widget=UnfoldAdminTextInputWidget,
        error_messages={"required": "请填写所解读的文件。"},
    )
    title = LongTextField(
        label="标题",
        max_length=200,
        help_text="说人话：读者能得到什么，不照抄文件标题",
        widget=UnfoldAdminTextInputWidget,
        error_messages={
            "required": "请填写标题。",
            "max_length": "最多写%(limit_value)d字，现有%(show_value)d字，请删减。",
        },
    )
    stage = forms.ChoiceField(
        label="解读阶段", choices=Stage.choices, widget=UnfoldAdminSelectWidget
    )
    kind = forms.ChoiceField(
        label="政策类型",
        choices=PolicyKind.choices,
        help_text="决定要写哪些要素",
        widget=UnfoldAdminSelectWidget,
    )
    language = forms.ChoiceField(
        label="语种", choices=Language.choices, widget=UnfoldAdminSelectWidget
    )

    def __init__(
        self,
        data: Any = None,
        *,
        organs: set[int],
        reader: User | AnonymousUser,
        document: str = "",
    ) -> None:
        begun = {"stage": Stage.RELEASE, "kind": PolicyKind.NORMATIVE, "document": document}
        super().__init__(data, initial=begun)
        self._reader = reader
        field = self.fields["organ"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows for the type checker
        field.queryset = Organ.objects.filter(pk__in=organs)
        if len(organs) == 1:
            field.initial = next(iter(organs))

    def clean_document(self) -> Document:
        """The one document meant."""
        return named_document(self.cleaned_data["document"], reader=self._reader)

    def given(self) -> dict[str, Any]:
        """What the service takes, once it is valid."""
        given = dict(self.cleaned_data)
        given["documents"] = [given.pop("document")]
        return given
