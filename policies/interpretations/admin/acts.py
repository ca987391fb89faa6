"""The desk of interpretations: every act as a form and one service call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from disclosure.choices import Language
from disclosure.forms.named import NAMED, named_document
from policies.interpretations.choices import Form, PolicyKind, Stage
from policies.interpretations.models import Contrast, ExplainedPolicy, Interpretation, Part, Plan
from policies.interpretations.scan import uncleared
from policies.interpretations.selectors import guide_of, passages_of, policies_of
from policies.interpretations.services import contrasts, drafts, parts, release, review
from policies.interpretations.services.steps import STEPS
from policies.interpretations.workflow import RETURNS
from portal.common.errors import ActRefused
from portal.common.forms import LongTextField
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk
from portal.text.forms import ANY_FILE, TextEditor, TextFormField
from portal.text.model import Text

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from disclosure.models import Document
    from portal.accounts.models import User

_ELEMENT = "element_"
_NOTE_HELP = "新的一版改了什么，写给读者；第一版不填"


def meant(text: str, by: User) -> Document:
    """The document somebody named. Raises ActRefused."""
    try:
        return named_document(text, reader=by)
    except ValidationError as error:
        raise ActRefused("".join(error.messages)) from error


def _link(*, interpretation: Interpretation, document: str, by: User, at: dt.datetime) -> None:
    drafts.link(interpretation=interpretation, document=meant(document, by), by=by, at=at)


def _contrast(*, interpretation: Interpretation, older: str, by: User, at: dt.datetime) -> None:
    contrasts.contrast(interpretation=interpretation, older=meant(older, by), by=by, at=at)


def _point(*, interpretation: Interpretation, places: list[str], by: User, at: dt.datetime) -> None:
    keys = [(int(key), anchor) for key, _, anchor in (place.partition(":") for place in places)]
    drafts.point(interpretation=interpretation, places=keys, by=by, at=at)


def _fill(*, interpretation: Interpretation, by: User, at: dt.datetime, **given: str) -> None:
    texts = {int(name.removeprefix(_ELEMENT)): text for name, text in given.items()}
    drafts.fill(interpretation=interpretation, texts=texts, by=by, at=at)


def _written(given: Mapping[str, Any]) -> dict[str, Any]:
    """What the services of a part take, from what the form gives."""
    found = dict(given)
    for name in ("recording", "slides"):
        if file := found.pop(name, None):
            found[name] = (cast("BinaryIO", file), file.name or "未命名文件")
    if (captions := found.pop("captions", None)) is not None:
        upload: UploadedFile[bytes] = captions
        found["captions"] = upload.read()
    return found


def _write_part(*, interpretation: Interpretation, by: User, at: dt.datetime, **given: Any) -> None:
    parts.write_part(interpretation=interpretation, **_written(given), by=by, at=at)


def _rewriting(part: Part) -> Callable[..., None]:
    """The service that writes this part anew."""

    def rewrite(*, interpretation: Interpretation, by: User, at: dt.datetime, **given: Any) -> None:
        parts.rewrite_part(
            interpretation=interpretation, part=part, **_written(given), by=by, at=at
        )

    return rewrite


def _text_of(base: Text) -> f.Make:
    """A text in the editor, with addresses of the interpretation."""

    def make(case: Any) -> forms.Field:
        field = TextFormField(label="内容", required=False, base=base)
        widget = cast("TextEditor", field.widget)
        widget.clean_address = reverse("admin:disclosure_document_pasted")
        widget.upload_address = reverse("admin:policies_interpretation_pictures", args=[case.pk])
        widget.picture_address = reverse(
            "admin:policies_interpretation_picture",
            kwargs={"pk": case.pk, "public_id": ANY_FILE},
        )
        return field

    return make


def _file(label: str, help_text: str) -> f.Make:
    return lambda _case: forms.FileField(
        label=label,
        required=False,
        help_text=help_text,
        widget=UnfoldAdminFileFieldWidget,
        error_messages={"empty": "文件是空的，请重新选择。"},
    )


def _part_fields(base: Text) -> dict[str, Any]:
    return {
        "form": f.choice("形式", Form.choices),
        "title": f.word("小标题", longest=100, required=False, help_text="不写的，用形式作标题"),
        "text": _text_of(base),
        "recording": _file("视频或者音频", "MP4、M4A、MP3；不换的不选"),
        "slides": _file("课件文件", "PDF、Word、Excel，只在辅导课件里；幻灯片另存为 PDF"),
        "captions": _file("字幕", "WebVTT（.vtt）或者 SRT（.srt）；视频必备；不换的不选"),
        "transcript": f.text(
            "文字稿",
            rows=6,
            required=False,
            help_text="视频、音频必备：说了什么，画面上有什么；留空的，由字幕生成，再核对",
        ),
        "made_by_ai": f.tick(
            "含人工智能生成的内容", help_text="文字、图片、声音或者画面；页面上会标明，标了不能去掉"
        ),
    }


def _row_of(model: type[Any], label: str) -> f.Make:
    """One of the rows of a case."""
    return lambda case: forms.ModelChoiceField(
        label=label,
        queryset=model._default_manager.filter(interpretation=case),
        empty_label="请选择",
        widget=UnfoldAdminSelectWidget,
        error_messages={
            "required": f"请选择{label}。",
            "invalid_choice": f"没有这个{label}了，请重新选择。",
        },
    )


def _places(case: Any) -> forms.Field:
    """Every place of the policies that can be named."""
    rows = policies_of(case)
    choices = [
        (f"{row.pk}:{anchor}", label if len(rows) == 1 else f"{row.document.title}　{label}")
        for row in rows
        for anchor, label in passages_of(row.document)
    ]
    return forms.MultipleChoiceField(
        label="讲到的条文",
        required=False,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "文件的条文有变化，请重新选择。"},
    )


def _items(case: Any) -> forms.Field | None:
    """What may be answered for and is not yet; nothing is chosen beforehand."""
    rows = uncleared(case)
    if not rows:
        return None
    return forms.MultipleChoiceField(
        label="已逐项看过、可以公开的事项",
        choices=[(found.key, found.words) for found in rows],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请勾选要确认的事项。",
            "invalid_choice": "事项有变化，请看过新的清单再确认。",
        },
    )


def _element(label: str, hint: str) -> f.Make:
    return lambda _case: LongTextField(
        label=label,
        required=False,
        max_length=1000,
        help_text=hint,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        error_messages={"max_length": f"{label}最多1000字，请删减。"},
    )


_BACK = Button(review.send_back, {"reason": f.reason("退回理由")}, name="send_back")
_BUTTONS: Mapping[str, Button] = {
    "submit": Button(review.submit),
    "pass_secrecy": Button(review.pass_secrecy, {"opinion": f.reason("保密审查意见")}),
    "sign": Button(review.sign),
    "publish": Button(release.publish),
    **dict.fromkeys(RETURNS, _BACK),
    "withdraw": Button(release.withdraw, {"reason": f.reason("撤下的理由")}),
    "reopen": Button(),
    "discard": Button(fields={"reason": f.reason("放弃的理由")}),
    "edit": Button(drafts.edit, {
        "title": f.word("标题", longest=200, help_text="说人话：读者能得到什么，不照抄文件标题"),
        "summary": f.word("一句话说明", longest=300, required=False, help_text="显示在标题下面"),
        "stage": f.choice("解读阶段", Stage.choices),
        "kind": f.choice("政策类型", PolicyKind.choices, help_text="决定要写哪些要素"),
        "language": f.choice("语种", Language.choices),
        "explainer": f.word(
            "解读人", longest=100, required=False, help_text="职务和姓名；没有署名的不填"
        ),
        "note": f.word("更新说明", longest=300, required=False, help_text=_NOTE_HELP),
    }),
    "plan": Button(drafts.plan, {
        "outline": f.text("提纲", rows=4, help_text="讲哪几件事，谁最关心什么"),
        "forms": f.word("形式", help_text="如：图解、问答、视频"),
        "channels": f.word("渠道", help_text="如：门户、公众号、新闻发布会"),
        "timing": f.word("时间", help_text="如：与文件同时；实施一个月后跟踪解读"),
    }),
    "link": Button(_link, {"document": f.word("文件", longest=300, help_text=NAMED)}),
    "point": Button(_point, {"places": cast("f.Make", _places)}),
    "unlink": Button(drafts.unlink, {"policy": _row_of(ExplainedPolicy, "文件")}),
    "write_part": Button(_write_part, _part_fields(Text())),
    "rewrite_part": Button(),
    "place_part": Button(parts.place_part, {
        "part": _row_of(Part, "部分"), "position": f.number("排在第几"),
    }),
    "drop_part": Button(parts.drop_part, {"part": _row_of(Part, "部分")}),
    "fill": Button(_fill),
    "contrast": Button(_contrast, {
        "older": f.word("以前的文本", longest=300, help_text=f"同所解读的第一件文件对照；{NAMED}"),
    }),
    "reword_contrast": Button(contrasts.reword_contrast, {
        "row": _row_of(Contrast, "行"),
        "meaning": f.word("对您意味着", longest=300, required=False),
        "drop": f.tick("去掉这一行"),
    }),
    "confirm_items": Button(review.confirm_items, {
        "items": cast("f.Make", _items),
        "reason": f.reason("看过以后认为可以公开的理由"),
    }),
    "file": Button(release.file, {
        "filed_on": f.day("报备日期", today=True),
        "place": f.word("向谁报备", help_text="如：区政府办公室"),
    }),
    "revise": Button(drafts.revise),
}  # fmt: skip


def _begins(action: str, case: Interpretation) -> dict[str, Any]:
    """What the interpretation says so far."""
    match action:
        case "edit":
            names = ("title", "summary", "stage", "kind", "language", "explainer", "note")
            return {name: getattr(case, name) for name in names}
        case "plan":
            plan = Plan.objects.filter(interpretation=case).first()
            said = ("outline", "forms", "channels", "timing")
            return {name: getattr(plan, name) for name in said} if plan else {}
        case "point":
            rows = case.policies.prefetch_related("passages")
            return {
                "places": [f"{row.pk}:{each.anchor}" for row in rows for each in row.passages.all()]
            }
        case "fill":
            return {f"{_ELEMENT}{row.pk}": text for row, text in guide_of(case)}
    return {}


DESK = Desk(STEPS, _BUTTONS, heading=lambda case: case.number, back="返回解读", begins=_begins)


def desk_for(case: Interpretation, part: Part | None) -> Desk:
    """The desk of one interpretation: its elements as fields, and of the part that is to be
    written anew what it says.
    """
    elements = {
        f"{_ELEMENT}{row.pk}": _element(
            f"{row.name}{'' if row.is_required else '（选填）'}", row.hint
        )
        for row, _ in guide_of(case)
    }
    buttons = {**DESK.buttons, "fill": Button(_fill, elements)}
    if part is None:
        return replace(DESK, buttons=buttons)
    buttons["rewrite_part"] = Button(_rewriting(part), _part_fields(part.text))
    names = ("form", "title", "text", "transcript", "made_by_ai")
    begun = {name: getattr(part, name) for name in names}
    return replace(
        DESK,
        buttons=buttons,
        begins=lambda action, row: begun if action == "rewrite_part" else _begins(action, row),
    )
