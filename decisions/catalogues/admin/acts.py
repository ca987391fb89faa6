"""The desk of a catalogue: every act as a form and one service call."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Q
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from decisions.catalogues.choices import Matter, Outcome, PlannedStep
from decisions.catalogues.models import Catalogue, CatalogueItem, ItemEdition
from decisions.catalogues.selectors import edition_of
from decisions.catalogues.services import adjustments, catalogues, completion, items
from disclosure.forms.named import NAMED, named_document
from portal.common.errors import ActRefused
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk
from portal.organs.models import Organ

if TYPE_CHECKING:
    from portal.accounts.models import User

# Done from the row of an item, which is named in the address of the form.
ON_ITEM: Final = ("edit", "take_out", "change", "move", "remove", "complete")
_CHOSEN = [choice for choice in PlannedStep.choices if choice[0] not in items.ALWAYS]


class _ItemField(forms.ModelChoiceField[CatalogueItem]):
    """Items by their names."""

    def label_from_instance(self, obj: Any) -> str:
        edition: ItemEdition | None = obj.editions.order_by("pk").last()
        return f"{obj}　{edition}"


def _item(only: int | None) -> f.Make:
    """One of the items; the one that was chosen on the page before, if one was."""

    def make(case: Any) -> forms.Field:
        rows = CatalogueItem.objects.filter(catalogue=case).select_related("catalogue")
        rows = rows.filter(pk=only) if only else rows
        return _ItemField(
            rows.order_by("position"), label="事项", empty_label=None if only else "请选择",
            initial=only, widget=UnfoldAdminSelectWidget,
            error_messages={"required": "请选择事项。", "invalid_choice": "请重新选择事项。"},
        )  # fmt: skip

    return make


def _organs(label: str, *, several: bool = False, help_text: str = "") -> f.Make:
    """Organs of the city, the keeper's own among them."""

    def make(case: Any) -> forms.Field:
        rows = Organ.objects.active().filter(path__startswith=case.organ.root_path)
        told = {"required": f"请选择{label}。", "invalid_choice": f"请重新选择{label}。"}
        if several:
            return forms.ModelMultipleChoiceField(
                rows, label=label, required=False, help_text=help_text,
                widget=f.TypeAheadSelectMultiple, error_messages=told,
            )  # fmt: skip
        return forms.ModelChoiceField(
            rows, label=label, empty_label="请选择", help_text=help_text,
            widget=f.TypeAheadSelect, error_messages=told,
        )  # fmt: skip

    return make


def _steps(_case: Any) -> forms.Field:
    return forms.MultipleChoiceField(
        label="计划的程序",
        choices=_CHOSEN,
        required=False,
        help_text="合法性审查、集体讨论每项都有，不用勾",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "请重新选择计划的程序。"},
    )


def _former(case: Any) -> forms.Field | None:
    """Items of earlier years that were moved to this one; none where there are none."""
    rows = CatalogueItem.objects.filter(
        Q(editions__moved_to=case.year, editions__on__isnull=False)
        | Q(completions__moved_to=case.year),
        catalogue__maker=case.maker_id, catalogue__year__lt=case.year,
    ).distinct()  # fmt: skip
    if not rows:
        return None
    return _ItemField(
        rows, label="由以前年度移来", required=False, empty_label="不是",
        widget=UnfoldAdminSelectWidget, error_messages={"invalid_choice": "请重新选择移来的事项。"},
    )  # fmt: skip


def _year(label: str, *, required: bool) -> f.Make:
    return lambda case: forms.IntegerField(
        label=label, required=required, min_value=2019, max_value=2200,
        initial=case.year + 1 if required else None, widget=UnfoldAdminIntegerFieldWidget,
        help_text="" if required else "移到以后年度的填写",
        error_messages={
            "required": f"请填写{label}。", "invalid": f"{label}应为四位数字，如 2027。",
            "min_value": f"{label}不对，请核对。", "max_value": f"{label}不对，请核对。",
        },
    )  # fmt: skip


_CONTENT: Final[dict[str, Any]] = {
    "title": f.word("事项名称"),
    "matter": f.choice("类别", Matter.choices),
    "lead": _organs("承办单位"),
    "joint": _organs("会办单位", several=True),
    "months": f.word("计划时间", longest=60, help_text="如 4月至12月、2025.12—2026.01、第三季度"),
    "steps": _steps,
    "hearing": f.tick("计划听证"),
    "gist": f.text("主要内容", rows=3, required=False, help_text="写给公众"),
    "basis": f.text("法律依据", rows=2, required=False),
    "uninvited": f.word(
        "不邀请利害关系人的理由", longest=500, required=False,
        help_text="决策会议邀请利害关系人列席；有特殊情况不邀请的写明，公开",
    ),
}  # fmt: skip
_WHY: Final[dict[str, Any]] = {
    "reason": f.reason("调整的理由", help_text="公开；不写姓名和联系方式"),
    "asked_by": f.word("提出单位", required=False),
    "approved_by": f.word("由谁批准", required=False),
    "party_on": f.day("同级党委同意日期", required=False),
}


def _complete(
    *, catalogue: Catalogue, document: str = "", by: User, at: dt.datetime, **given: Any
) -> None:
    named = None
    if document.strip():
        try:
            named = named_document(document, reader=AnonymousUser())
        except ValidationError as error:
            raise ActRefused("".join(error.messages)) from error
    completion.complete(catalogue=catalogue, document=named, **given, by=by, at=at)


def _buttons(only: int | None) -> dict[str, Button]:
    item = {"item": _item(only)}
    return {
        "put": Button(items.put, {**_CONTENT, "former": _former}),
        "edit": Button(items.edit, {**item, **_CONTENT}),
        "take_out": Button(items.take_out, item),
        "write": Button(catalogues.write, {
            "note": f.text("公开说明", rows=3, required=False, help_text="写给公众"),
            "collected_by": f.word("由谁汇总", required=False, help_text="各地不同，如实填写"),
            "approved_by": f.word("由谁批准", required=False, help_text="如“市政府第12次常务会议”"),
            "approved_on": f.day("批准日期", required=False),
            "party_on": f.day(
                "同级党委同意日期", required=False, help_text="只记日期，不上传文件"
            ),
        }),
        "submit": Button(),
        "discard": Button(fields={"reason": f.reason("放弃的理由")}),
        "release": Button(catalogues.release, {
            "published_on": f.day(
                "公布日期", required=False, help_text="今天在这里公布的不填；先在别处公布的填那一天"
            ),
            "published_where": f.word("先在哪里公布", longest=500, required=False),
        }),
        "return": Button(fields={"reason": f.reason("退回的理由")}),
        "add": Button(adjustments.add, {**_CONTENT, "former": _former, **_WHY}),
        "change": Button(adjustments.change, {**item, **_CONTENT, **_WHY}),
        "move": Button(adjustments.move, {
            **item, "moved_to": _year("移到哪一年", required=True), **_WHY,
        }),
        "remove": Button(adjustments.remove, {**item, **_WHY}),
        "adjust": Button(adjustments.adjust),
        "refuse": Button(adjustments.refuse, {"reason": f.reason("退回的理由")}),
        "complete": Button(_complete, {
            **item,
            "outcome": f.choice("完成情况", Outcome.choices),
            "words": f.word("说明", longest=500, required=False,
                            help_text="写给公众；没有完成的写明理由"),
            "moved_to": _year("移到哪一年", required=False),
            "document": f.word("公布的文件", longest=300, required=False, help_text=NAMED),
        }),
        "account": Button(completion.account, {
            "closing_note": f.text("年终说明", rows=3, required=False, help_text="写给公众"),
        }),
        "close": Button(completion.close),
        "correct": Button(fields={"reason": f.reason("退回的理由")}),
        "reopen": Button(completion.reopen, {"reason": f.reason("收回的理由")}),
        "withdraw": Button(catalogues.withdraw, {
            "reason": f.reason("撤回的理由", help_text="原来的网址上写明这个理由"),
        }),
    }  # fmt: skip


def _told(edition: ItemEdition) -> dict[str, Any]:
    """An item as its form has it."""
    return {
        "title": edition.title, "matter": edition.matter, "lead": edition.lead_id,
        "joint": list(edition.joint.values_list("pk", flat=True)), "months": str(edition.span),
        "steps": edition.steps, "hearing": edition.hearing, "gist": edition.gist,
        "basis": edition.basis, "uninvited": edition.uninvited,
    }  # fmt: skip


def _begins(action: str, catalogue: Catalogue) -> dict[str, Any]:
    if action == "write":
        names = ("note", "collected_by", "approved_by", "approved_on", "party_on")
        return {name: getattr(catalogue, name) for name in names}
    if action == "account":
        return {"closing_note": catalogue.closing_note}
    return {}


DESK: Final = Desk(catalogues.STEPS, _buttons(None), heading=str, back="返回目录", begins=_begins)


def desk_for(item: CatalogueItem) -> Desk:
    """The same for acts on one item: their forms begin with what it says."""

    def begins(action: str, catalogue: Catalogue) -> dict[str, Any]:
        edition = edition_of(item) if action in ("edit", "change") else None
        told = _told(edition) if edition else _begins(action, catalogue)
        return {**told, "item": item.pk}

    return replace(DESK, buttons=_buttons(item.pk), begins=begins)
