"""What an office types about the words of the search."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from portal.asking.models import BestBet, SynonymLine
from portal.asking.services.words import checked_line, entry_at, path_of, require_public
from portal.asking.texts import split_words
from portal.common.errors import ActRefused
from portal.common.forms import PlainField
from portal.desk.fields import DayField, LinesField

_WIDE = 300


class WordsField(PlainField):
    """Several words in one line, with blanks or commas between them."""

    widget = UnfoldAdminTextInputWidget

    def clean(self, value: Any) -> Any:
        return split_words(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value


class LineForm(forms.ModelForm[SynonymLine]):
    """A line of synonyms."""

    words = WordsField(
        label="同义的词",
        max_length=_WIDE,
        help_text="用顿号或空格分开，如：公积金、住房公积金。搜其中一个，等于搜其中每一个。",
    )
    meant = WordsField(
        label="还指",
        max_length=_WIDE,
        required=False,
        help_text="搜上面的词时也找这些词，反过来不找，如：遛狗，还指：养犬、犬类。可以不写。",
    )
    note = PlainField(
        label="说明", max_length=200, required=False, widget=UnfoldAdminTextInputWidget
    )

    class Meta:
        model = SynonymLine
        fields = ("words", "meant", "note", "is_active")
        widgets = {"is_active": UnfoldBooleanSwitchWidget}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "words" in given and "meant" in given:
            try:
                checked_line(given["words"], given["meant"])
            except ActRefused as error:
                raise forms.ValidationError(str(error)) from error
        return given


class QuestionsField(LinesField):
    """Questions, one a line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class BetForm(forms.ModelForm[BestBet]):
    """What is shown first to whoever asks."""

    questions = QuestionsField(
        label="搜索词",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="每行一个。读者搜的正好是它（不计空格、标点、全角半角）时，放在最前面。",
    )
    path = PlainField(
        label="网址",
        max_length=500,
        widget=UnfoldAdminTextInputWidget,
        help_text="本站公开页面的网址，从浏览器里复制。撤下的、没有公开的不会显示。",
    )
    title = PlainField(
        label="标题",
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text="文件、问答等自己有标题，不用写；其他页面要写。",
    )
    reason = PlainField(
        label="理由",
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text="读者看得到，如：这是现行的办理办法。",
    )

    until = DayField(
        label="到哪天（含当日）",
        required=False,
        widget=UnfoldAdminDateWidget,
        help_text="可以不写，一直有效。",
    )

    class Meta:
        model = BestBet
        fields = ("questions", "path", "title", "reason", "until", "is_active")
        widgets = {"is_active": UnfoldBooleanSwitchWidget}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "path" in given:
            try:
                given["path"] = path_of(given["path"])
                if given.get("is_active"):
                    require_public(given["path"])
            except ActRefused as error:
                self.add_error("path", str(error))
            else:
                if not given.get("title") and entry_at(given["path"]) is None:
                    self.add_error("title", "这个网址不是检索里的一条，请写上它的标题。")
        return given


class LookForm(forms.Form):
    """What the search gives for a question now, and what it would with some words more."""

    q = PlainField(label="搜索词", max_length=200, widget=UnfoldAdminTextInputWidget)
    words = WordsField(label="试加同义的词", max_length=_WIDE, required=False)
    meant = WordsField(label="还指", max_length=_WIDE, required=False)
    path = PlainField(
        label="试加优先结果的网址",
        max_length=500,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
