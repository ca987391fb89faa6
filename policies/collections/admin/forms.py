"""Forms of the staff pages of collections."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from policies.collections.choices import Kind
from policies.collections.models import CollectionGroup, PolicyCollection
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.common.forms import LongTextField, SaidField
from portal.desk.fields import PersonChoiceField, TypeAheadSelectMultiple
from portal.organs.models import Organ
from portal.taxonomy.models import Audience, PolicyTag

_SLUG: Final = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


class BeginForm(forms.Form):
    """A new collection: whose, where it is found, what it gathers by itself."""

    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(), label="责任机关", empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择责任机关。", "invalid_choice": "请选择您录入的机关。"},
    )  # fmt: skip
    title = LongTextField(
        label="标题", max_length=100, widget=UnfoldAdminTextInputWidget,
        error_messages={"required": "请填写标题。", "max_length": "标题最多100字，请删减。"},
    )  # fmt: skip
    slug = SaidField(
        label="网址中的名字", max_length=40, widget=UnfoldAdminTextInputWidget,
        help_text="小写字母、数字和短横，如 elder-care",
        validators=[RegexValidator(_SLUG, "只能用小写字母、数字和短横。")],
        error_messages={"required": "请填写网址中的名字。"},
    )  # fmt: skip
    kind = forms.ChoiceField(label="种类", choices=Kind.choices, widget=UnfoldAdminSelectWidget)
    audience: forms.ModelChoiceField[Audience] = forms.ModelChoiceField(
        Audience.objects.all(), label="面向", required=False, empty_label="不限",
        widget=UnfoldAdminSelectWidget, help_text="服务包必须选定",
    )  # fmt: skip
    tags: forms.ModelMultipleChoiceField[PolicyTag] = forms.ModelMultipleChoiceField(
        PolicyTag.objects.filter(is_active=True), label="标签", required=False,
        widget=TypeAheadSelectMultiple,
        help_text="新公开的文件有其中一个标签的，成为责任编辑的任务",
    )  # fmt: skip
    editor = PersonChoiceField(
        User.objects.none(), label="责任编辑", required=False, empty_label="不指定",
        widget=UnfoldAdminSelectWidget,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, organs: set[int]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["organ"].queryset = Organ.objects.filter(pk__in=organs)
        fields["editor"].queryset = User.objects.filter(
            memberships__organ_id__in=organs, memberships__role=Role.CLERK, is_active=True
        ).distinct()
        if len(organs) == 1:
            fields["organ"].initial = next(iter(organs))


class IncludeForm(forms.Form):
    """What is taken in: a document of the library by its number or page, or a page elsewhere."""

    what = SaidField(
        label="本站文件的文号或者网址，或者别处网页的网址", max_length=500,
        widget=UnfoldAdminTextInputWidget, error_messages={"required": "请填写文号或者网址。"},
    )  # fmt: skip
    title = SaidField(
        label="标题", max_length=200, required=False, widget=UnfoldAdminTextInputWidget,
        help_text="别处的网页要填；本站文件不用填",
    )  # fmt: skip
    publisher = SaidField(
        label="发布机关", max_length=100, required=False, widget=UnfoldAdminTextInputWidget
    )
    group: forms.ModelChoiceField[CollectionGroup] = forms.ModelChoiceField(
        CollectionGroup.objects.none(), label="分组", required=False, empty_label="不分组",
        widget=UnfoldAdminSelectWidget,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, collection: PolicyCollection) -> None:
        super().__init__(data)
        groups: Any = self.fields["group"]
        groups.queryset = collection.groups.all()
