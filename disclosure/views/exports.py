"""The list as a table: what the reader filtered, no more than they may see, to work on with."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure import selectors
from disclosure.address import Address
from disclosure.exchange.tables import FORMATS, Row, table
from disclosure.filters import read_address
from disclosure.presenters.words import issuers_of, state_of
from disclosure.views.readers import for_reader_only
from portal.common.downloads import download
from portal.search.queries import CHECKED_WHOLE, found_ids

if TYPE_CHECKING:
    from disclosure.models import Document

# So many rows a file holds at most; the page says so, and the file when it left some out.
MOST_ROWS: Final = CHECKED_WHOLE
_BATCH: Final = 200
_NAME: Final = "公文库"
_HEADINGS: Final = (
    "标题", "发文字号", "签发人", "发文机关", "公文种类", "有效性", "成文日期", "发布日期",
    "施行日期", "有效期至", "主题分类", "内容概述", "索引号", "网址",
)  # fmt: skip


@require_safe
@for_reader_only
def export(request: HttpRequest, kind: str) -> FileResponse:
    """The documents of an address of the library, in its order, as CSV or XLSX."""
    address = read_address(request.GET)
    rows = table(_HEADINGS, _rows(request, address), kind=kind, name=_NAME)
    name = f"{_NAME}{timezone.localdate():%Y%m%d}.{kind}"
    return download(io.BytesIO(rows), name=name, media_type=FORMATS[kind])


def _rows(request: HttpRequest, address: Address) -> Iterator[Row]:
    """Every document the search finds, by the same rule as on the page itself."""
    total, ids = found_ids(address.query, viewer=request.user, most=MOST_ROWS)
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        documents = selectors.list_rows(part)
        yield from (_row(request, documents[number]) for number in part if number in documents)
    if total > len(ids):
        yield (f"只列出前{len(ids)}件，共{total}件；请缩小条件后分次导出。",)


def _row(request: HttpRequest, document: Document) -> Row:
    released = document.shown_at
    days = (
        document.signed_on,
        timezone.localdate(released) if released else None,
        document.effective_on,
        document.ends_on,
    )
    return (
        document.title,
        document.doc_number,
        document.signatory,
        issuers_of(document),
        str(document.doc_type),
        state_of(document).word,
        *(day.isoformat() if day else "" for day in days),
        document.theme.path.replace("\\", "／") if document.theme else "",
        document.abstract,
        document.index_no,
        request.build_absolute_uri(document.get_absolute_url()),
    )
