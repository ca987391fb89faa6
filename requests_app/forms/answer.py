"""Fields of the form of an answer: its outcome, the parts kept back, the answer before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminSelectWidget

from requests_app.models import Answer, InformationRequest
from requests_app.outcomes import CHOICES, GROUNDS
from requests_app.preconditions import Part, closed_mark
from requests_app.services.earlier import earlier_answers, number_of
from requests_app.services.preconditions import of_case

PART_COLUMNS = ("part", "ground", "reason")
# Empty rows below those that are filled in; a saved draft comes back with as many again.
_EMPTY_ROWS = 3
_MOST_ROWS = 200
_GROUNDS = [("", "依据")] + [
    (found.code, f"{found.name}（{found.basis}）") for found in GROUNDS if found.basis
]
_MOST_EARLIER = 50
_SELECTED = SafeString(" selected")
_WHICH = "哪一部分，如：第3页的报价明细"


def outcome(case: InformationRequest) -> forms.Field:
    """All outcomes; those the case does not allow as it stands say why not."""
    facts = of_case(case, on=timezone.localdate())
    marked = [_marked(found.choice, closed_mark(found, facts)) for found in CHOICES]
    return forms.ChoiceField(
        label="办理结果",
        choices=[("", "请选择"), *marked],
        help_text="标有“还没有……”的，要先办理那一项才能这样答复",
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": "请选择办理结果。", "invalid_choice": "请重新选择办理结果。"},
    )


def _marked(choice: tuple[str, str], mark: str) -> tuple[str, str]:
    key, words = choice
    return key, f"{words}（{mark}）" if mark else words


def rows_of(columns: Sequence[Sequence[str]]) -> list[tuple[str, str, str]]:
    """The rows of three columns in which something stands."""
    part, ground, reason = (column[:_MOST_ROWS] for column in columns)
    rows = list(zip_longest(part, ground, reason, fillvalue=""))
    return [row for row in rows if any(text.strip() for text in row)]


class PartsWidget(forms.Widget):
    """A row for each part that is kept back: which, on which ground, why."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        del renderer
        begin = (attrs or {}).get("id", f"id_{name}")
        rows = enumerate([*(value or []), *([("", "", "")] * _EMPTY_ROWS)], 1)
        return format_html_join(
            "",
            '<div class="st-part" role="group" aria-label="不予公开的第{}项">{}{}{}</div>',
            (
                (
                    number,
                    _text(f"{name}_part", f"{begin}_{number}_part", _WHICH, part),
                    _grounds(f"{name}_ground", f"{begin}_{number}_ground", ground),
                    _text(f"{name}_reason", f"{begin}_{number}_reason", "理由", reason),
                )
                for number, (part, ground, reason) in rows
            ),
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[str, str, str]]:
        """The rows in which something stands."""
        del files
        listed = data if isinstance(data, MultiValueDict) else MultiValueDict(data)
        return rows_of([listed.getlist(f"{name}_{column}") for column in PART_COLUMNS])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        del files
        return f"{name}_part" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_1_part" if id_ else ""


def _text(name: str, number: str, told: str, text: str) -> SafeString:
    return format_html(
        '<textarea name="{}" id="{}" rows="1" aria-label="{}" placeholder="{}">{}</textarea>',
        name, number, told, told, text,
    )  # fmt: skip


def _grounds(name: str, number: str, chosen: str) -> SafeString:
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((code, _SELECTED if code == chosen else "", words) for code, words in _GROUNDS),
    )
    return format_html(
        '<select name="{}" id="{}" aria-label="依据">{}</select>', name, number, options
    )


class PartsField(forms.Field):
    """The parts kept back, as the rules read them; whether a row is whole the act decides."""

    widget = PartsWidget

    def clean(self, value: Any) -> Sequence[Part]:
        return [Part(part.strip(), ground, reason.strip()) for part, ground, reason in value or []]


def parts(_case: InformationRequest) -> forms.Field:
    return PartsField(
        label="不予公开的部分",
        required=False,
        help_text=(
            "部分公开的必填，每行一项，写明是哪一部分、依据和理由；全部不予公开、依据只有一条的不用填。"
            "行数不够的，先保存草稿。"
        ),
    )


class EarlierField(forms.ModelChoiceField[Answer]):
    """Answers by number, day and what was asked for."""

    def label_from_instance(self, obj: Any) -> str:
        day: dt.date = obj.signed_on
        return f"{number_of(obj)}（{day.isoformat()}）：{obj.request.subject}"


def earlier(case: InformationRequest) -> forms.Field | None:
    """Asked for only where the applicant has an answer of this organ already."""
    rows = earlier_answers(case)
    known = [row.pk for row in rows[:_MOST_EARLIER]]
    if not known:
        return None
    return EarlierField(
        label="此前对同一申请人的答复",
        queryset=rows.filter(pk__in=known).prefetch_related("letters"),
        required=False,
        empty_label="无",
        help_text="重复申请的选择；文号和日期写入答复",
        widget=UnfoldAdminSelectWidget,
    )
