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


_OPEN = "（此件公开发布）"

CHANGES = Changes(
    exempt={
        # That every entry of before is there still is compared by their hashes.
        "audit.AuditEntry": "the first entry with a key, which seals those before, is one more",
        "disclosure.Document.validity_checked_on": "where a work has several texts, it is due anew",
    },
    # What was confirmed for a whole document stays on record, and lets nothing pass.
    models={
        "disclosure.PersonalDataOverride": "disclosure.Confirmation",
        "disclosure.LinkCheck": "links.Link",
    },
    columns={"disclosure.PersonalDataOverride.kinds": "label"},
    exempt_pages={
        # Digests alone.
        r"/api/schema/": "tells of texts as structure, works, editions and their columns",
        r"/api/v1/(documents|changes)/": "a document tells its structure, work and editions",
        r"/oai/gw\.xsd": "a relation may say until when it extends",
        r"/sitemap-pages\.xml": "lists the translations, and the one page of 依申请公开",
        # What a letter says is compared with the letters themselves.
        r"\S+ /requests/(case|records/case)/.*/letter/.*": "no line ends within a number",
        # Every page of the feed was its first one.
        r"/library/feed/\?page=\d+": "the feed has no pages, and the library leads to no such one",
        # Laid out anew, with the same rows: what they show is tested where it is made. The words of
        # documents are compared under addresses of their own.
        r"/": "the home page is laid out anew, in registered sections",
        r"/library/(\?.*|c/.*)?": "both dates, a line of summary, tabs, a stretch of days, a table",
        r"/library/rules/": "a 规章 is one row with its text in force, not a row for each decree",
        r"/openness/(contents/.*|reports/)?": "its menu is one line on phones",
        r"/openness/guide/": "each organ's guide and contacts have a page of their own",
        r"/openness/rules/": "lists the 制度 that somebody chose, not whatever bears the word",
        r"/openness/on-request/": "leads to the one page of 依申请公开",
        r"/requests/": "is the one page of 依申请公开, within the frame of the platform",
        r"/requests/apply/": "organs are grouped by place, and proposed as one types",
        r"\S+ /requests/case/[^/]+/": "whose turn it is, five knots, months that count the days",
        r"/documents/\d+/print/": "heads, notes and imprint as GB/T 9704 has them",
        r"/documents/\d+/": "the text first, what belongs to it beside it",
        r"/documents/\d+/compare/\d+/": "article by article, without the order; a work's texts",
        r"/preferences/.*": "a theme that follows the system",
        r"(\S+ )?/subscriptions/.*": "a subscription says of what it tells, kind by kind",
    },
    additions=(
        PageAddition(
            r".*",
            r"(?<=<li)(?: class=\"near\"| )(?=>)",
            "the nearest crumb is marked: on phones it stands alone",
        ),
        PageAddition(
            r"/sitemap/",
            r'<li>\n<a href="/en/">\n外文文本\n<span lang="en">\n[^<]*</span>\n</a>\n</li>\n',
            "translations have a list of their own",
        ),
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
            r"<li>\n<code>\n/api/v1/documents/编号/editions/版次/\n</code>\n：[^<]*\n</li>\n",
            "editions can be asked for",
        ),
    ),
    pages=(
        # --- the words of documents ---
        *(
            PageChange(f"/documents/{key} text", was, "", reason)
            for key, was, reason in (
                ("79/", _OPEN, "the portal added it: the original has neither number nor note"),
                ("99/", _OPEN, "the portal added it: the original has neither number nor note"),
                (
                    "97/",
                    f"海岚市人民政府2024年6月11日{_OPEN}",
                    "the text of a 规章 is signed by nobody: its 题注 says who made it and when",
                ),
                (
                    "98/",
                    f"海岚市人民政府2024年6月28日{_OPEN}",
                    "a translation is nobody's signed paper, and ends in no Chinese",
                ),
            )
        ),
        # --- pages ---
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
            r"/sitemap/|/library/help/",
            '<a href="/openness/on-request/">',
            '<a href="/requests/">',
            "one page of 依申请公开",
        ),
        PageChange(
            r"/sitemap/",
            "收割接口（OAI-PMH）",
            "供图书馆、档案馆批量采集（OAI-PMH）",
            "the interface is named by what it is for",
        ),
        PageChange(r"/api/", "收割（OAI-PMH）", "批量采集（OAI-PMH）", "named by what it is for"),
        PageChange(r"/api/", "收割程序", "采集程序", "named by what it is for"),
        PageChange(r"/api/", "：公文种类", "：文件类型", "figures and lists have a type as well"),
        PageChange(
            r"/requests/register/",
            "没有符合条件的登记。",
            "现在还没有登记。机关答复申请以后，逐件填写、列入这里。",
            "without a condition nothing fails to meet one",
        ),
        PageChange(
            r"/library/help/",
            "公文库默认只列出现行有效（含已修改）的文件。标题下方的条件可以点一下去掉，失效、废止和"
            "尚未施行的文件就都会列出来。",
            "公文库默认只列出现行文件：现行有效（含已修改）的，以及本来不涉及有效性的公示、报告、解读和"
            "译本。一部规章有几个文本的，列出现行的那一个。标题下方的条件可以点一下去掉，旧文本和失效、"
            "废止、尚未施行的文件就都会列出来。",
            "what can never be in force is counted apart, older texts stand under the one in force",
        ),
        PageChange(
            r"/documents/52/correction/",
            "印发《海岚市公共数据开放管理办法》的通知》",
            "印发〈海岚市公共数据开放管理办法〉的通知》",
            "marks of titles within titles, as GB/T 15834 has them",
        ),
    ),
)
