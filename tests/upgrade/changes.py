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


_SEATS = "hearings, which are of the same kind, say it so too"
_PAPER = "the paper can be had as a file"
_SESSION = "what one signs up for is a session, and leads to it on the page of its event"
_BY_MAIL = "what is new is told by mail and in the inbox too"
_FEED_OFFERED = """<p>
<a href="/participate/feed/">
订阅（Atom）
</a>
：有新的、有了结果的都在里面，条件和这一页相同。
</p>"""
_MAIL_OFFERED = """<p>
<a class="btn" href="/subscriptions/new/participate/">
有新的就告诉我
</a>
</p>
<p class="quiet">
用邮件或者账号订阅新开始的；先选一类、一个机关，就只告诉您那些。随时一按就停。也可以用
<a href="/participate/feed/">
订阅源（Atom）
</a>
，有了结果的也在里面。
</p>"""

CHANGES = Changes(
    exempt_pages={
        r".*/(export\.xlsx|table/xlsx/)": "the file tells the second it was written in",
        r"/participate/feed/": _SESSION,
    },
    pages=(
        PageChange(r"/seats/\d+/", "\n已列席\n", "\n已到会\n", _SEATS),
        PageChange(r"/seats/\d+/", "\n已参加\n", "\n已到会\n", _SEATS),
        PageChange(r"/seats/\d+/", "\n不列席\n", "\n不参加\n", _SEATS),
        PageChange(r"/participate/", _FEED_OFFERED, _MAIL_OFFERED, _BY_MAIL),
        PageChange(r"/seats/track/", "查列席报名的进度", "查列席和听证报名的进度", _SEATS),
    ),
    additions=(
        PageAddition(r"/participate/", r"(?<=/)#session-\d+", _SESSION),
        PageAddition(
            r"/events/",
            r'\n<option value="observing" >\n听证会旁听\n</option>',
            "observers of hearings sign up as for every session",
        ),
        PageAddition(
            r"/surveys/\d+/paper/",
            r'</p>\n<p class="no-print">\n<a href="/surveys/\d+/paper.pdf" download>\n[^<]*</a>\n',
            _PAPER,
        ),
        PageAddition(
            r"/surveys/\d+/",
            r'（\n<a href="/surveys/\d+/paper.pdf" download>\n[^<]*</a>\n）',
            _PAPER,
        ),
    ),
)
