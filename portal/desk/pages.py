"""The page of one act, alike for every kind of case: what is answered, and with which status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.accounts.permissions import signed_in
from portal.acts.refusals import Blocked
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused, NotNow, NotPermitted
from portal.desk.buttons import Desk, DeskAct
from portal.drafts.keeping import marked, sent
from portal.workdays.calendar import BeyondCalendar


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


class Changed(ActRefused):
    """Something was done to the case after the page was drawn from which an act comes."""


def hold_as_seen(desk: Desk, case: Any, seen: str) -> None:
    """Hold the row, as it was when the page was drawn; raises Changed where it is another."""
    held = desk.steps.locked(case)
    if held.updated_at.isoformat() != seen:
        raise Changed("您打开页面以后，本件又有了新的办理，请先看变化；仍要办理的，请再提交一次。")


def status_of(error: Exception) -> int:
    """403 for what is not this person's to do, 409 for what the case or the input forbids."""
    theirs = not isinstance(error, NotPermitted) or isinstance(error, NotNow)
    return 409 if theirs else 403


def problems_of(error: Exception) -> list[str]:
    """What a refused act says, a sentence each."""
    if isinstance(error, Blocked):
        return [blocker.message for blocker in error.blockers]
    return [str(error)]


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
