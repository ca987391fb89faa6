"""What a person marked on a page: found items, boxes, words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from portal.common.forms import SaidField
from portal.files.redaction import Mark

SIDES = ("left", "top", "right", "bottom")
ROWS = 4
_MOST_BOXES = 200


class RedactionForm(forms.Form):
    """Found items by key, and words, one a line; the boxes are read by `boxes_in`."""

    items = forms.MultipleChoiceField(
        label="检查发现的内容",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "发现的内容有变化，请看过新的清单再勾选。"},
    )
    words = SaidField(
        label="要遮盖的文字（每行一处，文件里各处都遮盖）",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["items"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices

    def words_given(self) -> list[str]:
        """Each line that says something."""
        return [line for line in self.cleaned_data["words"].splitlines() if line.strip()]


def boxes_in(
    data: QueryDict, *, page: int, width: float, height: float
) -> tuple[list[Mark], list[tuple[str, ...]], str]:
    """Marks from rows of four percentages of the page, the rows as typed, and what is wrong."""
    columns = [data.getlist(side) for side in SIDES]
    rows = [tuple(row) for row in zip(*columns, strict=False) if any(cell.strip() for cell in row)]
    marks: list[Mark] = []
    for row in rows[:_MOST_BOXES]:
        try:
            left, top, right, bottom = (float(cell) for cell in row)
        except ValueError:
            return [], rows, "遮盖范围的左、上、右、下都要填 0 到 100 之间的数。"
        if not (0 <= left < right <= 100 and 0 <= top < bottom <= 100):
            return [], rows, "遮盖范围须在页面以内，右大于左，下大于上（按页面宽、高的百分数）。"
        box = (left * width / 100, top * height / 100, right * width / 100, bottom * height / 100)
        marks.append(Mark(page, box))
    return marks, rows, ""
