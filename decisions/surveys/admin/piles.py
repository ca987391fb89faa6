"""The page of a pile of paper: one form at a time, for who types and for who checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from decisions.surveys.answers import Typed
from decisions.surveys.choices import BatchState
from decisions.surveys.models import PaperBatch
from decisions.surveys.permissions import may_check, may_type
from decisions.surveys.presenters.asked import asked
from decisions.surveys.services import paper
from decisions.surveys.services.answers import NotComplete
from portal.accounts.permissions import signed_in
from portal.acts.refusals import status_of
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.pages import unkept_page

if TYPE_CHECKING:
    from portal.accounts.models import User


def batch_page(admin: BackOfficeAdmin, request: HttpRequest, batch: PaperBatch) -> HttpResponse:
    """What is to be done with it next; a refusal keeps what was typed."""
    typed: Typed = {}
    problems: dict[str, str] = {}
    told, status = "", 200
    if request.method == "POST":
        typed = dict(request.POST.lists())
        try:
            said = _done(batch, typed, by=signed_in(request.user))
        except NotComplete as error:
            problems, told, status = error.problems, str(error), 400
        except ActRefused as error:
            told, status = str(error), status_of(error)
        else:
            messages.success(request, said)
            return HttpResponseRedirect(request.path)
    held = batch.version.questionnaire
    number = _number(batch, _count(dict(request.GET.lists()), "sheet"))
    context: dict[str, Any] = {
        "batch": batch,
        "told": told,
        "number": number,
        "typed": batch.typed_sheets.count(),
        "may_type": bool(may_type(request.user, batch)),
        "may_check": bool(may_check(request.user, batch)),
        "is_typing": batch.state == BatchState.TYPING,
        "is_checking": batch.state == BatchState.CHECKING,
        "is_held": batch.state == BatchState.HELD,
        "questions": asked(held.asked, held, typed, problems) if number else [],
    }
    title = f"纸质问卷：{batch}"
    template = "admin/decisions/survey/batch.html"
    return unkept_page(admin, request, template, title, context, status=status)


def _number(batch: PaperBatch, wanted: int) -> int:
    """The sheet that is typed or checked next, or typed again; 0 where there is none."""
    if batch.state == BatchState.TYPING:
        typed = batch.typed_sheets.count()
        if 0 < wanted <= typed:
            return wanted
        return typed + 1 if typed < batch.sheets else 0
    if batch.state == BatchState.CHECKING:
        rows = batch.typed_sheets.filter(number__in=batch.sample, is_checked=False)
        first = rows.order_by("number").first()
        return first.number if first else 0
    return 0


def _done(batch: PaperBatch, typed: Typed, *, by: User) -> str:
    """Do what was pressed; what is said of it."""
    at, action = timezone.now(), _word(typed, "action")
    if action == "hand_over":
        paper.hand_over(batch=batch, by=by, at=at)
        return "已交抽查，请另一人办理。"
    if action == "reopen":
        paper.reopen(batch=batch, sheets=_count(typed, "sheets"), by=by, at=at)
        return "已退回，请逐份核对以后再交抽查。"
    if action == "drop":
        paper.drop(batch=batch, reason=_word(typed, "reason"), by=by, at=at)
        return "已作废，这一批不计入。"
    if action == "check":
        given = {"number": _count(typed, "number"), "sheets": _count(typed, "sheets")}
        checked = paper.check_sheet(batch=batch, **given, typed=typed, by=by, at=at)
        return f"{checked.get_state_display()}。{checked.told}"
    row = paper.type_sheet(batch=batch, typed=typed, number=_count(typed, "number"), by=by, at=at)
    return f"第{row.number}份已录入。"


def _word(typed: Typed, name: str) -> str:
    values = typed.get(name) or ("",)
    return values[-1]


def _count(typed: Typed, name: str) -> int:
    text = _word(typed, name).strip()
    return int(text[:6]) if text.isascii() and text.isdecimal() else 0
