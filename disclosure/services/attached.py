"""附件型信息: a budget, a list, a plan filed as what it is, its files with a public title each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from django.db import transaction

from disclosure.choices import ATTACHED, Kind, Openness
from disclosure.imports.filenames import FileName, read_name, title_of
from disclosure.services.attachments import attach
from disclosure.services.documents import file_document
from disclosure.services.imports import keep_source
from portal.common.errors import ActRefused
from portal.organs.models import Organ
from portal.taxonomy.models import DisclosureCategory

if TYPE_CHECKING:
    from disclosure.imports.elements import OrganName
    from disclosure.models import Document, DocumentAttachment, ImportItem
    from portal.accounts.models import User

# Which item of 条例第二十条 asks for what; a list may be of any.
_ITEM: Mapping[str, int] = {Kind.BUDGET: 7, Kind.PLAN: 3}


@dataclass(frozen=True)
class Brought:
    """One file as it was chosen."""

    name: str
    stream: BinaryIO


@dataclass(frozen=True)
class Proposal:
    """What the name of a file says of what is filed from it."""

    title: str
    kind: str
    period: str
    organ: Organ | None

    def elements(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """As the elements of a draft, what was `given` before what is proposed. The item of the
        Regulation follows the kind.
        """
        kind = given.get("kind") or self.kind
        return {
            "title": self.title,
            "kind": kind,
            "period": self.period,
            "category": category_of(kind),
            "openness": Openness.OPEN,
            **given,
        }


def proposal_for(name: str, *, organs: Iterable[Organ], names: Sequence[OrganName]) -> Proposal:
    """What a file's name says; of organs only those for which the person may file."""
    allowed = {organ.code: organ for organ in organs}
    found: FileName = read_name(name, [each for each in names if each.code in allowed])
    return Proposal(found.title, found.kind, found.period, allowed.get(found.organ))


def category_of(kind: str) -> DisclosureCategory | None:
    """The item of the Regulation a kind belongs to, where there is one."""
    item = _ITEM.get(kind)
    return DisclosureCategory.objects.filter(article=20, item=item).first() if item else None


def abstract_for(document: Document, files: Sequence[DocumentAttachment]) -> str:
    """A first line about what has no text, for a clerk to correct: what it is, and its files."""
    titles = [row.title for row in files if row.title != document.title]
    named = f"：{'、'.join(titles)}" if titles else ""
    return f"{document.title}，附件{len(files)}份{named}。"[:300] if files else ""


@transaction.atomic
def file_attached(
    *,
    organ: Organ,
    files: Sequence[Brought],
    by: User,
    at: dt.datetime,
    elements: Mapping[str, Any],
    item: ImportItem | None = None,
) -> Document:
    """File a draft led by its files, or by the one an import kept (`item`).

    The organ is named as its issuer. Raises as `file_document` and `attach`; ActRefused without a
    file, and for a kind that is said in a text.
    """
    if not files and item is None:
        raise ActRefused("请选择文件：附件型信息的内容在附件里。")
    if elements.get("kind") not in ATTACHED:
        raise ActRefused("请选择信息类别：财政预决算、清单目录或者规划计划。")
    document = file_document(organ=organ, by=by, at=at, elements=elements, issuers=[organ.name])
    if item is not None:
        keep_source(item_id=item.pk, document=document, by=by, at=at, is_public=True)
    for file in files:
        attach(
            document=document,
            stream=file.stream,
            name=file.name,
            title=title_of(file.name),
            by=by,
            at=at,
        )
    return document
