"""What differs between the version before and this one, and is no loss: each with its reason.

A change of pages that no page shows any more is reported by the comparison.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PageChange:
    """On pages whose whole address the pattern matches, `was` now reads `now`."""

    address: str
    was: str
    now: str
    reason: str


@dataclass(frozen=True)
class PageAddition:
    """On pages whose whole address the pattern matches, what the pattern `shown` finds is new; or
    is left out on both sides, where the version before said now this and now that (`unsettled`).
    """

    address: str
    shown: str
    reason: str


@dataclass(frozen=True)
class Changes:
    """Renamed and moved rows; labels are those of models, `app.Model`.

    models: old label to new. columns: old `app.Model.column` to the new column. sealed: old name of
    a sealed field to the new. counters: old label to new label and series, for tables that became
    one; their columns are not compared, the numbers they give next are; `{series}` in the new
    series is the old one. exempt_pages: the pattern of an address to the reason why what stands
    there, known by its digest alone, may differ. exempt: `app.Model` or `app.Model.column`, as
    named before, to the reason why its values may differ.
    """

    models: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    sealed: Mapping[str, str] = field(default_factory=dict)
    counters: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    exempt: Mapping[str, str] = field(default_factory=dict)
    exempt_pages: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[PageChange, ...] = ()
    additions: tuple[PageAddition, ...] = ()
    unsettled: tuple[PageAddition, ...] = ()


_CASES = ("Decision", "Evidence", "Forwarding", "Telling", "Act", "Letter")

CHANGES = Changes(
    exempt={
        "audit.AuditEntry": "the first entry with a key, which seals those before, is one more",
        "disclosure.PersonalDataOverride": "its rows stay as confirmations that let nothing pass",
    },
    # 更正 is a rectification.
    models={
        "requests_app.RecordCorrection": "requests_app.Rectification",
        "requests_app.RedatedRecord": "requests_app.RedatedRectification",
        "disclosure.CorrectionReport": "disclosure.ErrorReport",
        **{f"requests_app.Record{name}": f"requests_app.Rectification{name}" for name in _CASES},
    },
    columns={
        f"requests_app.{model}.correction_id": "rectification_id"
        for model in ("RedatedRecord", "TakenOver", *(f"Record{name}" for name in _CASES))
    },
    # One table counts for every kind of case.
    counters={
        "disclosure.IndexCounter": ("acts.Counter", "index"),
        "requests_app.RequestCounter": ("acts.Counter", "requests"),
        "requests_app.RecordCounter": ("acts.Counter", "rectifications"),
        "requests_app.LetterCounter": ("acts.Counter", "letter:{series}"),
    },
    exempt_pages={
        r"/api/schema/.*": "lists can be filtered by language",
        # What a letter says is compared with the letters themselves.
        r"\S+ /requests/(case|records/case)/.*/letter/.*": "no line ends within a number",
        r"/requests/apply/\?.*organ=.*": "a form has an address of its own, to come back to",
        # Laid out anew, with the same rows: what they show is tested where it is made.
        r"/": "the home page is laid out anew, in registered sections",
        r"/library/(\?.*|c/.*)?": "both dates, a line of summary, tabs, a stretch of days, a table",
        r"/openness/(\?.*|rules/|contents/.*|reports/|guide/)?": "its menu is one line on phones",
        r"/openness/on-request/": "leads to the one page of 依申请公开",
        r"/requests/": "is the one page of 依申请公开, within the frame of the platform",
        r"\S+ /requests/case/[^/]+/": "whose turn it is, five knots, months that count the days",
        r"/documents/\d+/print/": "heads, notes and imprint as GB/T 9704 has them",
        r"/documents/\d+/": "the text first, what belongs to it beside it",
        r"/preferences/.*": "a theme that follows the system",
    },
    additions=(
        PageAddition(
            r".*/requests/(case|opinion|records)/.*",
            r'<input type="hidden" name="form_mark" value="" data-keep="/drafts/keep/">\n',
            "what is typed is kept",
        ),
        PageAddition(
            r".*/requests/(case|opinion|records)/.*",
            r'<button class="btn st-btn"[^>]*>\n保存草稿\n</button>\n',
            "what is typed can be kept by a button",
        ),
        PageAddition(
            r"/api/",
            r"<li>\n<code>\nlanguage\n</code>\n：语种\n</li>\n",
            "lists can be filtered by language",
        ),
    ),
    pages=(
        PageChange(
            r"\S+ /requests/opinion/.*/letter/",
            "依照条例的规定",
            "依照《中华人民共和国政府信息公开条例》的规定",
            "letters name the regulation in full",
        ),
        PageChange(
            r"/privacy/",
            "没有写完的申请草稿，七天以后删除。",
            "没有写完的申请草稿和其他表单里没有提交的内容，加密保存，七天以后删除。"
            "为了在同一浏览器里找回，本站在您的设备上存放一个随机编号的 Cookie，也是七天；"
            "它不含个人信息，点“退出查询”即删除。",
            "what is typed is kept, and the page says so",
        ),
        *(
            PageChange(
                address,
                f'rows="{rows}" maxlength="{most}"',
                f'rows="{rows}" data-most="{most}"',
                "no browser cuts what is pasted",
            )
            for address, rows, most in (
                (r"/requests/records/new/", 3, 2000),
                (r"/requests/records/new/", 4, 2000),
                (r"/documents/.*/correction/", 6, 1000),
            )
        ),
        PageChange(
            r"/subscriptions/new/.*",
            '<fieldset>\n<legend>\n通知方式\n</legend>\n<div class="choice">',
            '<fieldset class="field" id="id_frequency" tabindex="-1">\n<legend>\n'
            '通知方式\n</legend>\n<div class="choices">\n<div class="choice">',
            "the choices are drawn by the component of form fields",
        ),
        PageChange(
            r"/subscriptions/new/.*",
            "每日一封\n</label>\n</div>\n</fieldset>",
            "每日一封\n</label>\n</div>\n</div>\n</fieldset>",
            "the choices are drawn by the component of form fields",
        ),
    ),
)
