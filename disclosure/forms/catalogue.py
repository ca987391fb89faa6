"""Theme, category and labels for many drafts, and an abstract for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from disclosure.models import Document
from portal.common.forms import SaidField
from portal.desk.fields import TypeAheadSelect, TypeAheadSelectMultiple
from portal.taxonomy.models import Audience, DisclosureCategory, PolicyTag, Theme

_LONGEST = 300


class CatalogueForm(forms.Form):
    """What is the same for all; what is left empty stays as it is in each."""

    theme = forms.ModelChoiceField(
        label="主题分类",
        queryset=Theme.objects.all(),
        required=False,
        empty_label="不改",
        help_text="下面没有为某件另选主题的，都用这一个",
        widget=TypeAheadSelect,
        error_messages={"invalid_choice": "请重新选择主题分类。"},
    )
    category = forms.ModelChoiceField(
        label="公开类别",
        queryset=DisclosureCategory.objects.all(),
        required=False,
        empty_label="不改",
        widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请重新选择公开类别。"},
    )
    tags = forms.ModelMultipleChoiceField(
        label="增加政策标签",
        queryset=PolicyTag.objects.filter(is_active=True),
        required=False,
        widget=TypeAheadSelectMultiple,
    )
    audiences = forms.ModelMultipleChoiceField(
        label="增加适用对象",
        queryset=Audience.objects.all(),
        required=False,
        widget=TypeAheadSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        documents: Sequence[Document],
        proposed: Sequence[str],
        likely: Mapping[int, int],
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("auto_id", "catalogue_%s")
        super().__init__(*args, **kwargs)
        self.documents = documents
        self._themes = {str(theme.pk): theme for theme in Theme.objects.all()}
        themes = [("", "用上面选的"), *((pk, str(each)) for pk, each in self._themes.items())]
        for document, proposal in zip(documents, proposed, strict=True):
            is_likely = document.theme_id is None and document.pk in likely
            self.fields[_theme_of(document)] = forms.ChoiceField(
                label=f"主题分类：{document.title}",
                choices=themes,
                required=False,
                initial=document.theme_id or likely.get(document.pk, ""),
                help_text="按本机关标题相近的文件拟的，请核对" if is_likely else "",
                widget=TypeAheadSelect,
                error_messages={"invalid_choice": "请重新选择主题分类。"},
            )
            self.fields[_abstract_of(document)] = SaidField(
                label=f"内容概述：{document.title}",
                required=False,
                max_length=_LONGEST,
                initial=document.abstract or proposal,
                help_text="" if document.abstract else "按正文拟的，请核对后改写",
                widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
                error_messages={"max_length": f"内容概述最多{_LONGEST}字。"},
            )

    def given(self, document: Document) -> dict[str, Any]:
        """What goes to one of them: its own theme and abstract, and what is the same for all."""
        shared = {name: self.cleaned_data[name] for name in ("category", "tags", "audiences")}
        own = self._themes.get(self.cleaned_data[_theme_of(document)])
        abstract = str(self.cleaned_data[_abstract_of(document)])
        return {**shared, "theme": own or self.cleaned_data["theme"], "abstract": abstract}


def _theme_of(document: Document) -> str:
    return f"theme_{document.pk}"


def _abstract_of(document: Document) -> str:
    return f"abstract_{document.pk}"
