"""Keeping the catalogue of 制度."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.db import connection, transaction

from portal.acts.refusals import needed
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said
from portal.platform.choices import RuleLevel
from portal.platform.models import RuleEntry
from portal.platform.permissions import may_keep_rule

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.accounts.models import User
    from portal.organs.models import Organ


# One entry of the catalogue is saved at a time.
_LOCK: Final = 0x67775255


@transaction.atomic
def save_rule(
    *,
    organ: Organ,
    level: str,
    by: User,
    at: dt.datetime,
    document: Document | None = None,
    title: str = "",
    number: str = "",
    issuer: str = "",
    url: str = "",
    position: int = 0,
    is_listed: bool = True,
    entry: RuleEntry | None = None,
) -> RuleEntry:
    """Add or change an entry: a public document, which says everything itself, or a title.

    Raises NotPermitted for all but the organ's clerks and for a level that is not theirs,
    ActRefused for what is listed already, not public, or said twice.
    """
    for where in {organ.pk: organ, **({entry.organ_id: entry.organ} if entry else {})}.values():
        for each in {level, *([entry.level] if entry else [])}:
            if not (verdict := may_keep_rule(by, where, each)):
                raise NotPermitted(verdict.reason)
    with connection.cursor() as cursor:
        # Of two who list the same, the second is told so.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    named = {"title": said(title), "number": said(number), "issuer": said(issuer), "url": url}
    others = RuleEntry.objects.exclude(pk=entry.pk) if entry else RuleEntry.objects.all()
    if document is not None:
        if any(named.values()):
            raise ActRefused("选了本站文件的，名称、文号、制定机关和网址都从文件取，请不要再填。")
        # One that was withdrawn since is shown to nobody, but its entry may be put in order.
        if not (document.is_public or (entry and entry.document_id == document.pk)):
            raise ActRefused("只能列出本站已经公开的文件。")
        if others.filter(document=document).exists():
            raise ActRefused("这份文件已经在制度目录里。")
    else:
        named["title"] = needed(title, "名称，或者选择本站文件")
        named["issuer"] = needed(issuer, "制定机关")
        if url and not _is_of_a_site(url):
            raise ActRefused(
                "正式网址应是公开网站上的网页，以 https:// 或 http:// 开头，用域名而不用IP地址。"
            )
        if others.filter(title=named["title"]).exists():
            raise ActRefused("制度目录里已有同名的条目。")
    act = "修改" if entry else "增加"
    entry = entry or RuleEntry()
    entry.organ, entry.level, entry.document = organ, RuleLevel(level), document
    entry.position, entry.is_listed = position, is_listed
    for name, value in named.items():
        setattr(entry, name, value)
    entry.save()
    record(
        action="platform.save_rule",
        summary=f"{act}制度目录条目：{entry}",
        by=by,
        at=at,
        organ=organ,
        subject=entry,
        details={"level": entry.level, "is_listed": is_listed},
    )
    return entry


def _is_of_a_site(url: str) -> bool:
    """Whether readers can follow it: a page of the web, at a name and not inside our network."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    last = host.rpartition(".")
    return parts.scheme in ("http", "https") and bool(last[0]) and not last[2].isdecimal()
