"""A receipt as a file to keep: the same number and code as on its page, on one sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from portal.papers.paper import Paper, said, tabled
from portal.papers.sheets import letter_file
from portal.tracking.limits import Limit, within
from portal.tracking.refusals import too_often_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from portal.tracking.receipts import Slip, SlipFile

_TOO_OFTEN = "下载的次数太多，请一小时后再试；回执页上的编号和查询码可以拍照或者抄下来。"
_KEEP = "凭编号和查询码查进度。查询码只有您有，请妥善保管，不要转给别人。"


def slips_to_party(*, limit: Limit) -> SlipFile:
    """How a receipt becomes a PDF; asked for too often, the reason and the way back to its page."""

    def made(request: HttpRequest, slip: Slip) -> HttpResponseBase:
        if not within(limit):
            return too_often_page(request, _TOO_OFTEN, back=request.path)
        paper = Paper(
            kind="receipt",
            title=slip.title,
            to="",
            organ=slip.organ,
            paragraphs=(*tabled(slip.rows), *said(_KEEP)),
            dated_on=None,
            is_form=True,
        )
        return letter_file(paper, "pdf", number=slip.number, at=timezone.now())

    return made
