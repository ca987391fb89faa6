"""文书 of 更正申请: answers where the case lies, 转送告知书 where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone

from portal.accounts.permissions import signed_in
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.pages import refused_page, unkept_page
from portal.papers.sheets import FORMS, letter_file
from requests_app.admin.case_letters import LetterRow
from requests_app.rectification.permissions import may_print_rectification_letter
from requests_app.rectification.services.letters import RectificationSubject, kind_of, letter_of
from requests_app.rectification.services.printout import open_rectification_letter

if TYPE_CHECKING:
    from portal.accounts.models import User

_NOTE = "打印、盖章，寄出或者当面交给申请人。每次打开都有记录。"


def rectification_letter_row(subject: RectificationSubject, viewer: User) -> LetterRow:
    """The letter of a decision that took effect, or of a row of 转送, for its card."""
    kind, known = kind_of(subject), letter_of(subject)
    gone = subject.rectification.purged_at is not None
    return LetterRow(
        title=kind.title,
        goes_to="给申请人",
        name="" if gone else kind.code,
        number=known.number if known else "",
        made_on=known.made_on if known else None,
        may_print=bool(may_print_rectification_letter(viewer, subject)),
    )


def rectification_letter_response(
    admin: BackOfficeAdmin, request: HttpRequest, subject: RectificationSubject, *, back: str
) -> HttpResponse | FileResponse:
    """The letter, recorded, in the form that was asked for; kept by no cache."""
    by, now = signed_in(request.user), timezone.now()
    if not may_print_rectification_letter(by, subject):
        raise Http404
    try:
        paper = open_rectification_letter(subject=subject, by=by, at=now)
    except ActRefused as error:
        return refused_page(admin, request, error, back=back)
    form = request.POST.get("form", "")
    if form in FORMS:
        return letter_file(paper, form, number=subject.rectification.number, at=now)
    context = {"back": back, "paper": paper, "note": _NOTE}
    return unkept_page(
        admin,
        request,
        "admin/requests_app/letter/page.html",
        f"{paper.title} {paper.number}",
        context,
    )
