"""What systems above and beside are told of a public document, each event once (推送接口).

Queued with the act itself; a repeated or retried act has the same key and is not told twice.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from disclosure.choices import EditionChange, Reach
from portal.notifications.choices import Channel
from portal.notifications.registry import NoticeKind
from portal.notifications.services import notify, take_back

if TYPE_CHECKING:
    from disclosure.models import Document, Edition

_OUT: Final = (Channel.WEBHOOK,)
PUBLISHED: Final = NoticeKind("disclosure.published", "文件公开", _OUT)
CORRECTED: Final = NoticeKind("disclosure.corrected", "文件更正（新的一版）", _OUT)
WITHDRAWN: Final = NoticeKind("disclosure.withdrawn", "文件撤回", _OUT)
VALIDITY: Final = NoticeKind("disclosure.validity", "有效性变动", _OUT)
KINDS: Final = (PUBLISHED, CORRECTED, WITHDRAWN, VALIDITY)
_PUBLICATIONS: Final = (EditionChange.FIRST, EditionChange.AGAIN)


def push_edition(document: Document, edition: Edition, *, at: dt.datetime) -> None:
    """A document became public, or reads differently from now on."""
    if edition.change in _PUBLICATIONS:
        told = f"{document.organ.name}公开了{document.quoted_title}。"
        _push(PUBLISHED, document, told, key=str(edition.number), at=at)
        return
    note = edition.note or edition.get_change_display()
    told = f"{document.quoted_title}已更正为第{edition.number}版：{note}"
    _push(CORRECTED, document, told, key=str(edition.number), at=at)


def push_withdrawal(document: Document, *, at: dt.datetime) -> None:
    """A document is public no more: its number and nothing that it said, not even its title.

    What was queued before and has not left yet would still name it, and goes.
    """
    named = [kind.code for kind in KINDS if kind is not WITHDRAWN]
    take_back(kinds=named, key=str(document.pk))
    if document.reach == Reach.EVERYONE:
        told = f"编号{document.pk}的文件已撤回，请删除副本。"
        _queue(WITHDRAWN, document, f"文件撤回：编号{document.pk}", told, at.isoformat(), at=at)


def push_validity(document: Document, *, before: str, at: dt.datetime) -> None:
    """Another word of state than before; nothing where it is the same or nobody may read it."""
    if before != document.validity and document.is_public:
        words = document.validity_reason or document.get_validity_display()
        told = f"{document.quoted_title}：{words}"
        _push(VALIDITY, document, told, key=f"{document.validity}:{at.isoformat()}", at=at)


def _push(kind: NoticeKind, document: Document, told: str, *, key: str, at: dt.datetime) -> None:
    if document.reach == Reach.EVERYONE:
        _queue(kind, document, f"{kind.label}：{document.title}", told, key, at=at)


def _queue(
    kind: NoticeKind, document: Document, subject: str, told: str, key: str, *, at: dt.datetime
) -> None:
    notify(
        kind=kind.code,
        recipients=(),
        subject=subject,
        body=told,
        url=document.get_absolute_url(),
        dedup_key=f"{kind.code}:{document.pk}:{key}",
        at=at,
    )
