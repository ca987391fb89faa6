"""Sample values for the gallery of components."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.safestring import mark_safe

from disclosure.address import Address
from disclosure.choices import Validity
from disclosure.presenters.bands import Action, Band
from disclosure.presenters.page import AttachedFile, Element
from disclosure.presenters.prose import prose_of
from disclosure.presenters.relations import Sentence
from disclosure.presenters.rows import Fate, Row
from disclosure.presenters.words import WORDS, State
from disclosure.reading import read
from portal.search.lists import Chip, Group, Link, paging_of
from portal.text.lines import from_lines
from portal.tracking.forms import TrackForm

_TITLE = "海岚市人民政府办公室关于印发《海岚市既有多层住宅加装电梯实施办法》的通知"
_TEXT = (
    "为了改善居住条件，制定本办法。",
    "一、总体要求",
    "（一）基本原则。业主自愿、充分协商、依法合规。",
    "二、适用范围",
    "第一条　本市国有土地上的既有多层住宅加装电梯，适用本办法。",
    "楼层\t补贴比例\t最高额",
    "四层\t40%\t24万元",
    "六层\t40%\t28万元",
)

_ACTIONS = (Action("看现行文本", "#", is_main=True), Action("看改了哪里", "#"))


class _Form(forms.Form):
    """A field of every kind that looks different, and the trap."""

    name = forms.CharField(
        label="姓名", help_text="与身份证件一致", error_messages={"required": "请填写姓名。"}
    )
    text = forms.CharField(label="内容描述", required=False, widget=forms.Textarea({"rows": 3}))
    medium = forms.ChoiceField(
        label="获取方式",
        choices=[("paper", "纸质"), ("data", "电子数据")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择获取方式。"},
    )
    confirmed = forms.BooleanField(label="我已核对以上内容", required=False)
    website = forms.CharField(required=False, widget=forms.TextInput({"tabindex": "-1"}))


def samples() -> dict[str, Any]:
    """One of everything."""
    states = [State(v.value, WORDS.get(v, v.label)) for v in Validity]
    sentence = Sentence("本文件已由", "关于修改第六条的决定", "海府办规〔2026〕9号", "#", "修改。")
    return {
        "states": states,
        "rows": [
            Row(
                url="#",
                title_html=escape(_TITLE),
                snippet_html=mark_safe(
                    "……业主共同决定<mark>加装电梯</mark>的，由三分之二以上的业主参与表决……"
                ),
                state=states[1],
                is_past=False,
                number="海府办规〔2026〕3号",
                issuers="海岚市人民政府办公室",
                signed_on=dt.date(2026, 3, 18),
                published_at=None,
                file_count=2,
                is_recognised=False,
                is_explained=True,
                gist="规定既有多层住宅加装电梯的申请、协商、补贴和监督。",
                fates=(Fate("海府办规〔2026〕9号", "#", "修改"),),
            )
        ],
        "group": Group(
            "theme",
            "主题分类",
            (Link("城乡建设、环境保护", 87, "#", current=True), Link("民政、扶贫、救灾", 18, "#")),
            is_open=True,
        ),
        "chips": [Chip("现行文件", "#"), Chip("2026年", "#")],
        "paging": paging_of(Address(page=4), 12),
        "elements": [
            Element("发文机关", "海岚市人民政府办公室"),
            Element("发文字号", "海府办规〔2026〕3号", is_number=True),
        ],
        "bands": [
            Band("", "本文件尚未施行，自2027年1月1日起施行。"),
            Band("warn", "这是旧文本，2024年8月1日起不再适用。", actions=_ACTIONS),
            Band("gone", "本文件已失效，有效期至2025年12月31日。", "以下内容仅供查阅。"),
        ],
        "sentences": [sentence],
        "form": _Form({}, auto_id="gallery-%s"),
        "door": TrackForm(auto_id="gallery-door-%s"),
        "receipt": {
            "title": "政府信息公开申请回执",
            "number": "HL-2026-00012",
            "code": "KX4M-7PQD",
            "organ": {"name": "海岚市人民政府办公室", "phone": "0990-1234567"},
            "subject": "既有多层住宅加装电梯的补贴名单",
            "at": dt.datetime(2026, 3, 18, 9, 30, tzinfo=dt.UTC),
            "track_path": "/",
        },
        "files": [AttachedFile("申请表", "DOCX", 24_816, "a" * 64, "0" * 32)],
        "prose": prose_of(read(from_lines(_TEXT)), {}),
    }
