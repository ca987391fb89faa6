"""Theme, category and labels for many drafts, and an abstract for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from disclosure.choices import ATTACHED
from disclosure.forms.catalogued import category_field, theme_field
from disclosure.models import Document, DocumentAttachment
from portal.common.forms import SaidField
from portal.desk.fields import DayField, TypeAheadSelect, TypeAheadSelectMultiple
from portal.taxonomy.models import Audience, PolicyTag, Theme

_LONGEST = 300


class CatalogueForm(forms.Form):
    """What is the same for all; what is left empty stays as it is in each."""

    theme = theme_field(none="不改", help_text="下面没有为某件另选主题的，都用这一个")
    category = category_field(none="不改")
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
        files: Mapping[int, Sequence[DocumentAttachment]] | None = None,
        likely: Mapping[int, int],
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("auto_id", "catalogue_%s")
        super().__init__(*args, **kwargs)
        self.documents = documents
        self._files = files or {}
        if self._files:
            self._add_shared()
        self._themes = {str(theme.pk): theme for theme in Theme.objects.all()}
        themes = [("", "用上面选的"), *((pk, str(each)) for pk, each in self._themes.items())]
        for document, proposal in zip(documents, proposed, strict=True):
            self._add_own(document)
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
                help_text="" if document.abstract else "拟的，请核对后改写",
                widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
                error_messages={"max_length": f"内容概述最多{_LONGEST}字。"},
            )

    def _add_shared(self) -> None:
        """What a budget, a list, a plan has besides; the same for many."""
        self.fields["kind"] = forms.ChoiceField(
            label="信息类别（附件型信息）",
            required=False,
            choices=[("", "不改"), *((kind.value, kind.label) for kind in ATTACHED)],
            widget=UnfoldAdminSelectWidget,
            error_messages={"invalid_choice": "请重新选择信息类别。"},
        )
        self.fields["signed_on"] = DayField(
            label="形成日期（附件型信息）",
            required=False,
            widget=UnfoldAdminDateWidget,
            help_text="留空的不改",
            error_messages={"invalid": "日期应为日历上有的日子，写成 2026-01-31 的形式。"},
        )

    def _add_own(self, document: Document) -> None:
        """Title, period and the titles of the files, of what is led by them."""
        if document.pk not in self._files:
            return
        self.fields[f"title_{document.pk}"] = _line(f"标题：{document.title}", document.title, 500)
        self.fields[f"period_{document.pk}"] = _line(
            f"所属期间：{document.title}", document.period, 20, needed=False
        )
        for row in self._files[document.pk]:
            self.fields[f"file_{row.pk}"] = _line(f"附件名称：{row.file.name}", row.title, 200)

    def own(self, document: Document) -> dict[str, Any]:
        """What was written of one document led by its files; nothing of any other."""
        if document.pk not in self._files:
            return {}
        given = self.cleaned_data
        elements = {
            "title": given[f"title_{document.pk}"],
            "period": given[f"period_{document.pk}"],
            "kind": given["kind"],
            "signed_on": given["signed_on"],
        }
        titles = {row.pk: given[f"file_{row.pk}"] for row in self._files[document.pk]}
        return {"elements": elements, "file_titles": titles}

    def given(self, document: Document) -> dict[str, Any]:
        """What goes to one of them: its own theme and abstract, what is written of its files, and
        what is the same for all.
        """
        shared = {name: self.cleaned_data[name] for name in ("category", "tags", "audiences")}
        own = self._themes.get(self.cleaned_data[_theme_of(document)])
        abstract = str(self.cleaned_data[_abstract_of(document)])
        return {
            **shared,
            **self.own(document),
            "theme": own or self.cleaned_data["theme"],
            "abstract": abstract,
        }


def _theme_of(document: Document) -> str:
    return f"theme_{document.pk}"


def _line(label: str, initial: str, longest: int, *, needed: bool = True) -> SaidField:
    return SaidField(
        label=label,
        required=needed,
        max_length=longest,
        initial=initial,
        widget=UnfoldAdminTextInputWidget,
        error_messages={"required": "请填写。", "max_length": f"最多{longest}字。"},
    )


def _abstract_of(document: Document) -> str:
    return f"abstract_{document.pk}"
