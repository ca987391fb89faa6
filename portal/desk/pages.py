"""The page of one act, alike for every kind of case: what is answered, and with which status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.accounts.permissions import signed_in
from portal.acts.refusals import problems_of, status_of
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.buttons import Desk, DeskAct
from portal.drafts.keeping import marked, sent
from portal.workdays.calendar import BeyondCalendar

_REFUSED = "没有办理成功"


def unkept_page(
    admin: BackOfficeAdmin,
    request: HttpRequest,
    template: str,
    title: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> TemplateResponse:
    """A template in the frame of the back office, kept by no cache between here and the reader."""
    frame = {**admin.admin_site.each_context(request), "title": title, "opts": admin.opts}
    response = TemplateResponse(request, template, {**frame, **context}, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def refused_page(
    admin: BackOfficeAdmin,
    request: HttpRequest,
    error: Exception,
    *,
    back: str,
    typed: Mapping[str, str] | None = None,
    status: int = 0,
) -> HttpResponse:
    """Why what one button asks for was refused, with 403 or 409, and the way `back`.

    `typed` are the labels of texts beside the button, by name: they stand in a form that sends
    them again, with all else that was sent. Files must be chosen again where the button is.
    `status` is for what was not asked of the act: 400 where something is missing.
    """
    sent_again = [
        (name, value, (typed or {}).get(name, ""))
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    context = {
        "problems": problems_of(error),
        "back": back,
        "sent_again": sent_again if typed else [],
        "files": [file.name for _, files in request.FILES.lists() for file in files],
    }
    given = status or status_of(error)
    return unkept_page(admin, request, "admin/desk/refused.html", _REFUSED, context, status=given)


class Changed(ActRefused):
    """Something was done to the case after the page was drawn from which an act comes."""


def hold_as_seen(desk: Desk, case: Any, seen: str) -> None:
    """Hold the row, as it was when the page was drawn; raises Changed where it is another."""
    held = desk.steps.locked(case)
    if held.updated_at.isoformat() != seen:
        raise Changed("您打开页面以后，本件又有了新的办理，请先看变化；仍要办理的，请再提交一次。")


def act_page(
    admin: BackOfficeAdmin,
    request: HttpRequest,
    desk: Desk,
    case: Any,
    name: str,
    *,
    done: Callable[[DeskAct], HttpResponse],
    query: str = "",
) -> HttpResponse:
    """One act: its form, or the answer to it.

    Done it answers `done`. An invalid form is answered with 400, a refused act with 403 or 409:
    what was typed and chosen stays, and where files must be chosen again the page says so. A form
    that is sent twice, or was drawn before the last act, is refused too: nobody approves what
    they have not seen. What was typed before and not sent stands in the form again.
    `query` is the end of addresses that lead back to the list the case was opened from.
    """
    act = desk.named(name, case)
    if act is None:
        raise Http404
    status, problems = 200, []
    if request.method == "POST":
        form, seen = act.form(case, request.POST, request.FILES), request.POST.get("seen", "")
        if form.is_valid():
            by = signed_in(request.user)
            try:
                with transaction.atomic():
                    if seen:
                        hold_as_seen(desk, case, seen)
                    act.perform(case, form.cleaned_data, by=by, at=timezone.now())
            except (ActRefused, BeyondCalendar) as error:
                problems, status = problems_of(error), status_of(error)
                if not isinstance(error, Changed):
                    form.seen = seen or form.seen
            else:
                sent(request)
                return done(act)
        else:
            status, form.seen = 400, seen or form.seen
    else:
        form = act.form(case, initial=desk.begins(act.act.action, case))
    context = {
        **(marked(request, form) if form.fields else {}),
        "case": case,
        "act": act,
        "form": form,
        "problems": problems,
        "heading": desk.heading(case),
        "back": f"{desk.address(case)}{query}",
        "back_words": desk.back,
    }
    title = f"{act.label}：{case}"
    return unkept_page(admin, request, "admin/desk/act.html", title, context, status=status)
